import { goQuote, parseLabelSelector, parseQuantity, resourcePath } from '../../../engine/index.ts';
import {
  podDisruptionBudgets,
  priorityClasses,
  resourceQuotas,
  serviceAccounts,
} from '../../api/known-resources.ts';
import { textAt, type AnyObject } from '../../api/object.ts';
import type { Command, Context } from '../../context.ts';
import { asError, CommandError, Exit } from '../../errors.ts';
import { ordered, stringMap } from '../../generate/pod.ts';
import { createGenerated, resourceOf } from './generator.ts';

/** `kubectl create priorityclass`. */
export const createPriorityClass: Command = (context) =>
  createGenerated(context, (name) => {
    const { flags } = context;
    const object = ordered({
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: { name },
      value: flags.number('value'),
      globalDefault: flags.bool('global-default'),
      description: flags.string('description'),
      preemptionPolicy: flags.string('preemption-policy'),
    });
    return { resource: priorityClasses, object, called: 'priorityclass' };
  });

/** `kubectl create quota`. */
export const createQuota: Command = (context) =>
  createGenerated(context, (name) => {
    const { flags } = context;
    const hard = flags.string('hard') === '' ? undefined : resourceWords(flags.string('hard'));
    const scopes = flags.string('scopes') === '' ? undefined : flags.string('scopes').split(',');
    if (scopes?.includes('')) throw new CommandError('at least one empty scope was provided');
    return {
      resource: resourceQuotas,
      object: {
        kind: 'ResourceQuota',
        apiVersion: 'v1',
        metadata: { name },
        spec: ordered({ hard, scopes }),
        status: {},
      },
      called: 'quota',
    };
  });

/** `cpu=1,memory=2Gi` as a list of resources. Models create.populateResourceListV1 (v1.36). */
export function resourceWords(text: string): Record<string, string> | undefined {
  const list = new Map<string, string>();
  for (const word of text.split(',')) {
    const parts = word.split('=');
    if (parts.length !== 2)
      throw new CommandError(`Invalid argument syntax ${word}, expected <resource>=<value>`);
    try {
      parseQuantity(parts[1] as string);
    } catch (error) {
      throw new CommandError(asError(error).message);
    }
    list.set(parts[0] as string, parts[1] as string);
  }
  return stringMap(list);
}

/** `kubectl create poddisruptionbudget`. */
export const createPodDisruptionBudget: Command = (context) =>
  createGenerated(context, (name) => {
    const { flags } = context;
    const min = flags.string('min-available');
    const max = flags.string('max-unavailable');
    if (flags.string('selector') === '') throw new CommandError('a selector must be specified');
    if (min === '' && max === '')
      throw new CommandError('one of min-available or max-unavailable must be specified');
    if (min !== '' && max !== '')
      throw new CommandError('min-available and max-unavailable cannot be both specified');
    const count = (text: string): number | string | undefined =>
      text === '' ? undefined : /^\d+$/.test(text) ? Number(text) : text;
    return {
      resource: podDisruptionBudgets,
      object: {
        kind: 'PodDisruptionBudget',
        apiVersion: 'policy/v1',
        metadata: { name },
        spec: ordered({
          minAvailable: count(min),
          selector: selectorObject(flags.string('selector')),
          maxUnavailable: count(max),
        }),
        status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
      },
      called: 'poddisruptionbudgets',
    };
  });

/** A selector as an object. Models metav1.ParseToLabelSelector. */
export function selectorObject(text: string): AnyObject {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: AnyObject[] = [];
  const names: Readonly<Record<string, string>> = {
    in: 'In',
    notin: 'NotIn',
    '!=': 'NotIn',
    exists: 'Exists',
    '!': 'DoesNotExist',
  };
  for (const { key, operator, values } of parseLabelSelector(text).requirements) {
    const list = [...(values ?? [])];
    if (operator === '=' || operator === '==') matchLabels[key] = list[0] ?? '';
    else matchExpressions.push(ordered({ key, operator: names[operator], values: list }));
  }
  return ordered({
    matchLabels: Object.keys(matchLabels).length > 0 ? matchLabels : undefined,
    matchExpressions,
  });
}

const rbacVersion = 'rbac.authorization.k8s.io/v1';
const rbacGroup = 'rbac.authorization.k8s.io';
const standardVerbs = new Set(
  'get list watch create update patch delete deletecollection use bind escalate impersonate proxy *'.split(
    ' ',
  ),
);

async function rules(context: Context): Promise<AnyObject[]> {
  const { flags } = context;
  const verbs = [...new Set(flags.list('verb').map((verb) => verb.trim()))];
  if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
  const urls = flags.has('non-resource-url') ? flags.list('non-resource-url') : [];
  const words = flags.list('resource');
  if (words.length === 0 && urls.length === 0)
    throw new CommandError('at least one resource must be specified');
  for (const verb of verbs) {
    if (!standardVerbs.has(verb) && urls.length === 0)
      context.err(`Warning: '${verb}' is not a standard resource verb\n`);
  }
  const names = flags.list('resource-name');
  const byGroup = new Map<string, string[]>();
  for (const word of words) {
    const slash = word.indexOf('/');
    const type = slash < 0 ? word : word.slice(0, slash);
    if (type === '*') {
      byGroup.set('', [...(byGroup.get('') ?? []), word]);
      continue;
    }
    const resource = await context.discovery.find(type);
    if (resource === undefined) {
      const [, name = type, group = ''] = /^([^.]+)\.(.+)$/.exec(type) ?? [];
      const place = group === '' ? '' : ` in group ${goQuote(group)}`;
      context.err(`the server doesn't have a resource type ${goQuote(name)}${place}\n`);
      throw new Exit(1);
    }
    const full = resource.resource + (slash < 0 ? '' : word.slice(slash));
    byGroup.set(resource.group, [...(byGroup.get(resource.group) ?? []), full]);
  }
  return [
    ...[...byGroup].map(([group, resources]) =>
      ordered({ verbs, apiGroups: [group], resources, resourceNames: names }),
    ),
    ...(urls.length > 0 ? [{ verbs, nonResourceURLs: urls }] : []),
  ];
}

/** `kubectl create role`. */
export const createRole: Command = (context) =>
  createGenerated(context, async (name) => ({
    resource: resourceOf(rbacVersion, 'roles', 'Role'),
    object: { kind: 'Role', apiVersion: rbacVersion, metadata: { name }, rules: await rules(context) },
    called: 'role',
  }));

/** `kubectl create clusterrole`. */
export const createClusterRole: Command = (context) =>
  createGenerated(context, async (name) => {
    const aggregation = context.flags.map('aggregation-rule');
    const aggregates = aggregation.size > 0;
    const object: AnyObject = {
      kind: 'ClusterRole',
      apiVersion: rbacVersion,
      metadata: { name },
      rules: aggregates ? null : await rules(context),
      ...(aggregates
        ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: stringMap(aggregation) }] } }
        : {}),
    };
    return {
      resource: resourceOf(rbacVersion, 'clusterroles', 'ClusterRole', false),
      object,
      called: 'clusterrole',
    };
  });

function subjects(context: Context): AnyObject[] {
  const { flags } = context;
  return [
    ...flags.list('user').map((name) => ({ kind: 'User', apiGroup: rbacGroup, name })),
    ...flags.list('group').map((name) => ({ kind: 'Group', apiGroup: rbacGroup, name })),
    ...flags.list('serviceaccount').map((word) => {
      const [namespace = '', name] = word.split(':');
      if (name === undefined || namespace === '' || name === '') {
        throw new CommandError('serviceaccount must be <namespace>:<name>');
      }
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
}

/** `kubectl create rolebinding`. */
export const createRoleBinding: Command = (context) =>
  createGenerated(context, (name) => {
    const role = context.flags.string('role');
    const clusterRole = context.flags.string('clusterrole');
    if ((role === '') === (clusterRole === '')) {
      throw new CommandError('exactly one of clusterrole or role must be specified');
    }
    const roleRef = {
      apiGroup: rbacGroup,
      kind: role === '' ? 'ClusterRole' : 'Role',
      name: role || clusterRole,
    };
    return {
      resource: resourceOf(rbacVersion, 'rolebindings', 'RoleBinding'),
      object: ordered({
        kind: 'RoleBinding',
        apiVersion: rbacVersion,
        metadata: { name },
        subjects: subjects(context),
        roleRef,
      }),
      called: 'rolebinding',
    };
  });

/** `kubectl create clusterrolebinding`. */
export const createClusterRoleBinding: Command = (context) =>
  createGenerated(context, (name) => {
    const roleRef = { apiGroup: rbacGroup, kind: 'ClusterRole', name: context.flags.string('clusterrole') };
    return {
      resource: resourceOf(rbacVersion, 'clusterrolebindings', 'ClusterRoleBinding', false),
      object: ordered({
        kind: 'ClusterRoleBinding',
        apiVersion: rbacVersion,
        metadata: { name },
        subjects: subjects(context),
        roleRef,
      }),
      called: 'clusterrolebinding',
    };
  });

const boundKinds: Readonly<Record<string, string>> = { Node: 'v1', Pod: 'v1', Secret: 'v1' };

/** `kubectl create token`. */
export const createToken: Command = async (context) => {
  const { args, flags } = context;
  if (args.length !== 1) throw context.usageError(`exactly one NAME is required, got ${args.length}`);
  const name = args[0] as string;
  const kind = flags.string('bound-object-kind');
  if (kind !== '' && boundKinds[kind] === undefined) {
    throw new CommandError('supported --bound-object-kind values are Node, Pod, Secret');
  }
  if (kind !== '' && flags.string('bound-object-name') === '') {
    throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
  }
  const duration = flags.duration('duration');
  const spec = {
    audiences: flags.list('audience'),
    expirationSeconds: flags.changed('duration') ? Math.trunc(duration / 1000) : undefined,
    boundObjectRef:
      kind === ''
        ? undefined
        : {
            kind,
            apiVersion: boundKinds[kind],
            name: flags.string('bound-object-name'),
            uid: flags.string('bound-object-uid') || undefined,
          },
  };
  const path = resourcePath(serviceAccounts, { namespace: context.namespace, name, subresource: 'token' });
  let answer: unknown;
  try {
    answer = await context.client.request('POST', path, {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec },
    });
  } catch (error) {
    throw new CommandError(`failed to create token: ${asError(error).message}`);
  }
  context.out(textAt(answer, 'status', 'token'));
};
