import { deepEqual, resourcePath } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { listAt, mapAt, nameOf, namespaceOf, textAt, withMetadata, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { dryRunOf } from '../api/writer.ts';
import { namespaces } from '../api/known-resources.ts';
import type { Context } from '../context.ts';
import { CommandError, isNotFound } from '../errors.ts';
import { objectPrinter } from '../print/output.ts';
import { fileQuery, requireFiles } from './file-query.ts';

/** What was done to a role or a binding. */
interface Reconciled {
  readonly object: AnyObject;
  readonly operation?: 'create' | 'update' | 'recreate';
  /** Its owner keeps it as it is. */
  readonly isProtected?: boolean;
  readonly missing: readonly AnyObject[];
  readonly extra: readonly AnyObject[];
}

const rbacGroup = 'rbac.authorization.k8s.io';

/**
 * `kubectl auth reconcile`: roles and bindings give at least what the files say.
 * Models kubectl/pkg/cmd/auth.ReconcileOptions and component-helpers/auth/rbac/reconciliation (v1.36).
 */
export async function reconcile(context: Context): Promise<void> {
  requireFiles(context);
  if (context.args.length > 0) throw new CommandError('no arguments are allowed');
  const dryRun = dryRunOf(context);
  if (dryRun === 'server')
    throw new CommandError(
      'error accessing --dry-run flag for command reconcile: --dry-run=server for command reconcile is not supported yet',
    );
  const operation = dryRun === 'client' ? 'reconciled (dry run)' : 'reconciled';
  const print = objectPrinter(context, { operation });
  const set = await ResourceSet.open(context, { ...fileQuery(context, false), local: true });
  await set.visit(async (info) => {
    const object = info.object as AnyObject;
    const [group = '', version = ''] = textAt(object, 'apiVersion').split('/');
    const kind = textAt(object, 'kind');
    if (group !== rbacGroup || members[kind] === undefined) return;
    if (version !== 'v1')
      throw new CommandError(`only ${rbacGroup}/v1 is supported: not *${version}.${kind}`);
    const { resource } = (await context.discovery.resourceOfKind(`${rbacGroup}/v1`, kind)) ?? {};
    const place = { info, object, path: pathOf(resource ?? '', object) };
    const result = await reconciled(context, place, members[kind], dryRun === 'none');
    context.out(print(result.object));
    report(context, kind, result);
  });
}

/** The lists that are compared, by kind. */
const members: Readonly<Record<string, 'rules' | 'subjects'>> = {
  Role: 'rules',
  ClusterRole: 'rules',
  RoleBinding: 'subjects',
  ClusterRoleBinding: 'subjects',
};

interface Place {
  readonly info: Info;
  readonly object: AnyObject;
  /** Of the collection. */
  readonly path: string;
}

function pathOf(resource: string, object: AnyObject): string {
  const { group, version } = { group: rbacGroup, version: 'v1' };
  const namespaced = !resource.startsWith('cluster');
  return resourcePath({ group, version, resource, namespaced } as ApiResource, {
    namespace: namespaceOf(object),
  });
}

async function reconciled(
  context: Context,
  { object, path }: Place,
  member: 'rules' | 'subjects',
  confirm: boolean,
): Promise<Reconciled> {
  const { client, flags } = context;
  const wanted = listAt(object, member) as AnyObject[];
  const item = `${path}/${nameOf(object)}`;
  let existing: AnyObject;
  try {
    existing = (await client.request('GET', item)) as AnyObject;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    if (confirm) await createIn(context, path, object);
    return { object, operation: 'create', missing: wanted, extra: [] };
  }
  const isProtected =
    mapAt(existing, 'metadata', 'annotations')['rbac.authorization.kubernetes.io/autoupdate'] === 'false';
  const changes = confirm && !isProtected;
  if (member === 'subjects' && !deepEqual(existing['roleRef'], object['roleRef'])) {
    if (changes) {
      await client.request('DELETE', item);
      await createIn(context, path, object);
    }
    return { object, operation: 'recreate', isProtected, missing: wanted, extra: [] };
  }
  const present = listAt(existing, member) as AnyObject[];
  const uncovered = member === 'rules' ? uncoveredRules : uncoveredSubjects;
  const missing = uncovered(present, wanted);
  const extra = uncovered(wanted, present);
  const removes = flags.bool(member === 'rules' ? 'remove-extra-permissions' : 'remove-extra-subjects');
  const next = removes && extra.length > 0 ? wanted : [...present, ...missing];
  const merged = withMetadata(
    { ...existing, [member]: next },
    { labels: merge(object, existing, 'labels'), annotations: merge(object, existing, 'annotations') },
  );
  if (deepEqual(merged, existing)) return { object: existing, missing, extra };
  if (changes) await client.request('PUT', item, { body: merged });
  return { object: merged, operation: 'update', isProtected, missing, extra };
}

/** Creates an object, with its namespace if there is none. */
async function createIn({ client }: Context, path: string, object: AnyObject): Promise<void> {
  const name = namespaceOf(object);
  if (path.includes('/namespaces/')) {
    await client.request('GET', resourcePath(namespaces, { name })).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
      return client.request('POST', resourcePath(namespaces, {}), { body });
    });
  }
  await client.request('POST', path, { body: object });
}

function merge(
  wanted: AnyObject,
  existing: AnyObject,
  member: 'labels' | 'annotations',
): AnyObject | undefined {
  const merged = { ...mapAt(wanted, 'metadata', member), ...mapAt(existing, 'metadata', member) };
  return Object.keys(merged).length === 0 ? undefined : merged;
}

function uncoveredSubjects(owned: readonly AnyObject[], wanted: readonly AnyObject[]): AnyObject[] {
  return wanted.filter((subject) => !owned.some((each) => deepEqual(each, subject)));
}

/** Every rule that something in it is missing of. */
function uncoveredRules(owned: readonly AnyObject[], wanted: readonly AnyObject[]): AnyObject[] {
  return wanted.filter(
    (rule) => !atomsOf(rule).every((atom) => owned.some((each) => ruleCovers(each, atom))),
  );
}

type Atom = Readonly<Record<(typeof dimensions)[number], string | undefined>>;
const dimensions = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

/** A rule as rules of one verb, one resource and one name each. */
function atomsOf(rule: AnyObject): Atom[] {
  return dimensions.reduce<Atom[]>(
    (atoms, dimension) => {
      const values = listAt(rule, dimension).map(String);
      const choices = values.length === 0 ? [undefined] : values;
      return atoms.flatMap((atom) => choices.map((value) => ({ ...atom, [dimension]: value })));
    },
    [
      {
        verbs: undefined,
        apiGroups: undefined,
        resources: undefined,
        resourceNames: undefined,
        nonResourceURLs: undefined,
      },
    ],
  );
}

function ruleCovers(rule: AnyObject, atom: Atom): boolean {
  const has = (dimension: (typeof dimensions)[number]): boolean => {
    const values = listAt(rule, dimension).map(String);
    const value = atom[dimension];
    // A rule without names is for all of them.
    if (dimension === 'resourceNames' && values.length === 0) return true;
    if (value === undefined) return values.length === 0;
    if (values.includes('*') || values.includes(value)) return true;
    if (dimension === 'resources') return values.includes(`*/${value.split('/')[1] ?? ''}`);
    return (
      dimension === 'nonResourceURLs' &&
      values.some((each) => each.endsWith('*') && value.startsWith(each.slice(0, -1)))
    );
  };
  return dimensions.every(has);
}

function report(context: Context, kind: string, result: Reconciled): void {
  const { operation, isProtected, missing, extra } = result;
  if (operation === undefined) return;
  const caveat = isProtected
    ? ', but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)'
    : '';
  context.err(`\treconciliation required ${operation}${caveat}\n`);
  const called = members[kind] as 'rules' | 'subjects';
  const list = (title: string, items: readonly AnyObject[]): void => {
    if (items.length === 0) return;
    context.err(`\t${title}:\n${items.map((item) => `\t\t${goStruct(item, called)}\n`).join('')}`);
  };
  list(`missing ${called} added`, missing);
  const removes = context.flags.bool(
    called === 'rules' ? 'remove-extra-permissions' : 'remove-extra-subjects',
  );
  if (removes) list(`extra ${called} removed`, extra);
}

const structMembers = {
  rules: ['Verbs', 'APIGroups', 'Resources', 'ResourceNames', 'NonResourceURLs'],
  subjects: ['Kind', 'APIGroup', 'Name', 'Namespace'],
} as const;

/** `{Kind:Group APIGroup:rbac.authorization.k8s.io Name:x Namespace:}`, as Go's `%+v`. */
function goStruct(item: AnyObject, called: 'rules' | 'subjects'): string {
  const words = structMembers[called].map((name) => {
    const member = name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
    const value = item[member];
    const shown = called === 'rules' ? `[${listAt(item, member).join(' ')}]` : String(value ?? '');
    return `${name}:${shown}`;
  });
  return `{${words.join(' ')}}`;
}
