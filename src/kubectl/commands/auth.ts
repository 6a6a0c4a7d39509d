import { listAt, mapAt, textAt, type AnyObject } from '../api/object.ts';
import type { Command, Context } from '../context.ts';
import { CommandError, Exit } from '../errors.ts';
import { compareStrings, sortedKeys } from '../go/sort.ts';
import { tabbed, tableLayout } from '../go/tab-writer.ts';
import { at } from '../go/values.ts';
import { objectPrinter } from '../print/output.ts';

const resourceVerbs = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  ),
);
const urlVerbs = new Set('get put post head options delete patch *'.split(' '));

/** `kubectl auth can-i`. Models kubectl/pkg/cmd/auth.CanIOptions (v1.36). */
export const canI: Command = async (context) => {
  const { flags, args } = context;
  if (flags.bool('list')) {
    if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
    if (flags.bool('quiet') || flags.bool('all-namespaces') || flags.string('subresource') !== '') {
      throw new CommandError(
        "list option can't be specified with neither quiet, all-namespaces nor subresource options",
      );
    }
    await listRules(context);
    return;
  }
  if (args.length !== 2) {
    throw new CommandError(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    );
  }
  const spec = await accessSpec(context, args[0] as string, args[1] as string);
  if (flags.bool('no-headers')) throw new CommandError('--no-headers cannot be set without --list specified');
  const review = await context.client.request(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      body: { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec },
    },
  );
  const allowed = at(review, 'status', 'allowed') === true;
  if (!flags.bool('quiet')) {
    const reasons = ['reason', 'evaluationError'].map((name) => textAt(review, 'status', name));
    const more = reasons.filter((text) => text !== '').map((text) => ` - ${text}`);
    context.out(allowed ? 'yes\n' : `no${more.join('')}\n`);
  }
  if (!allowed) throw new Exit(1);
};

async function accessSpec(context: Context, verb: string, what: string): Promise<object> {
  const { flags } = context;
  const subresource = flags.string('subresource');
  const warn = (text: string): void => context.err(`Warning: ${text}\n\n`);
  const warnVerb = (known: Set<string>): void => {
    if (!known.has(verb)) warn(`verb '${verb}' is not a known verb`);
  };
  if (what.startsWith('/')) {
    if (subresource !== '') throw new CommandError('--subresource can not be used with NonResourceURL');
    warnVerb(urlVerbs);
    return { nonResourceAttributes: { path: what, verb } };
  }
  const slash = what.indexOf('/');
  const word = slash < 0 ? what : what.slice(0, slash);
  const name = slash < 0 ? '' : what.slice(slash + 1);
  const found = word === '*' ? undefined : await context.discovery.find(word.toLowerCase());
  if (found === undefined && word !== '*' && !['users', 'groups'].includes(word.toLowerCase())) {
    const [resource, ...group] = word.toLowerCase().split('.');
    const inGroup = group.length === 0 ? '' : ` in group '${group.join('.')}'`;
    warn(`the server doesn't have a resource type '${resource}'${inGroup}`);
  }
  const everywhere = flags.bool('all-namespaces');
  if (!everywhere) {
    if (found?.namespaced === false) {
      const inGroup = found.group === '' ? '' : ` in group '${found.group}'`;
      warn(`resource '${found.resource}' is not namespace scoped${inGroup}`);
    }
    warnVerb(resourceVerbs);
  }
  return {
    resourceAttributes: {
      namespace: everywhere ? undefined : context.namespace,
      verb,
      group: found?.group || undefined,
      resource: found?.resource ?? word,
      subresource: subresource || undefined,
      name: name || undefined,
    },
  };
}

interface Rule {
  readonly verbs: string[];
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames: string[];
  readonly nonResourceURLs: string[];
}

async function listRules(context: Context): Promise<void> {
  const review = await context.client.request(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    {
      body: {
        kind: 'SelfSubjectRulesReview',
        apiVersion: 'authorization.k8s.io/v1',
        spec: { namespace: context.namespace },
      },
    },
  );
  if (at(review, 'status', 'incomplete') === true) {
    context.err(`Warning: the list may be incomplete: ${textAt(review, 'status', 'evaluationError')}\n`);
  }
  const rules = compact([
    ...listAt(review, 'status', 'resourceRules').flatMap(brokenDown),
    ...listAt(review, 'status', 'nonResourceRules').flatMap(brokenDown),
  ]);
  const sorted = rules.toSorted((a, b) => compareStrings(sortKey(a), sortKey(b)));
  const text = tabbed(tableLayout, (writer) => {
    if (!context.flags.bool('no-headers'))
      writer.write('Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
    for (const rule of sorted) {
      const { nonResourceURLs, resourceNames, verbs } = rule;
      writer.write(
        `${resourceText(rule)}\t[${nonResourceURLs.join(' ')}]\t[${resourceNames.join(' ')}]\t[${verbs.join(' ')}]\n`,
      );
    }
  });
  context.out(text);
}

/** One rule for each of its resources, groups and names. Models rbac.BreakdownRule (component-helpers). */
function brokenDown(rule: unknown): Rule[] {
  const words = (name: string): string[] => listAt(rule, name) as string[];
  const rules: Rule[] = [];
  const none = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
  for (const group of words('apiGroups')) {
    for (const resource of words('resources')) {
      for (const verb of words('verbs')) {
        const names = words('resourceNames');
        const base = { ...none, apiGroups: [group], resources: [resource], verbs: [verb] };
        if (names.length === 0) rules.push(base);
        else for (const name of names) rules.push({ ...base, resourceNames: [name] });
      }
    }
  }
  for (const url of words('nonResourceURLs')) {
    for (const verb of words('verbs')) rules.push({ ...none, nonResourceURLs: [url], verbs: [verb] });
  }
  return rules;
}

/** Rules for one and the same resource become one. Models rbac.CompactRules. */
function compact(rules: readonly Rule[]): Rule[] {
  const compacted: Rule[] = [];
  const byResource = new Map<string, Rule>();
  for (const rule of rules) {
    const simple = rule.resources.length === 1 && rule.nonResourceURLs.length === 0;
    if (!simple) {
      compacted.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = byResource.get(key);
    if (known === undefined) {
      const first = { ...rule, verbs: [...rule.verbs] };
      byResource.set(key, first);
      compacted.push(first);
    } else known.verbs.push(...rule.verbs);
  }
  return compacted;
}

/** A rule as Go prints it, which is what rules are sorted by. */
function sortKey({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string {
  const list = (words: readonly string[]): string => `[${words.join(' ')}]`;
  return `Verbs:${list(verbs)},APIGroups:${list(apiGroups)},Resources:${list(resources)},ResourceNames:${list(resourceNames)},NonResourceURLs:${list(nonResourceURLs)},`;
}

function resourceText({ resources, apiGroups }: Rule): string {
  const [resource] = resources;
  if (resource === undefined) return '';
  const [name = '', ...sub] = resource.split('/');
  const [group = ''] = apiGroups;
  return [group === '' ? name : `${name}.${group}`, ...sub].join('/');
}

/** `kubectl auth whoami`. Models kubectl/pkg/cmd/auth.WhoAmIOptions (v1.36). */
export const whoAmI: Command = async (context) => {
  const print = context.flags.changed('output') ? objectPrinter(context, { typed: true }) : whoAmITable;
  const review = await context.client.request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    body: { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', metadata: {}, status: {} },
  });
  context.out(print(review as AnyObject));
};

function whoAmITable(review: AnyObject): string {
  const user = mapAt(review, 'status', 'userInfo');
  return tabbed(tableLayout, (writer) => {
    writer.write('ATTRIBUTE\tVALUE\n');
    if (textAt(user, 'username') !== '') writer.write(`Username\t${textAt(user, 'username')}\n`);
    if (textAt(user, 'uid') !== '') writer.write(`UID\t${textAt(user, 'uid')}\n`);
    const groups = listAt(user, 'groups');
    if (groups.length > 0) writer.write(`Groups\t[${groups.join(' ')}]\n`);
    for (const name of sortedKeys(mapAt(user, 'extra'))) {
      writer.write(`Extra: ${name}\t[${listAt(user, 'extra', name).join(' ')}]\n`);
    }
  });
}
