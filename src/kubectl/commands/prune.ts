import { resourcePath } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { listAt, mapAt, nameOf, textAt, type AnyObject } from '../api/object.ts';
import { listObjects } from '../api/fetch-objects.ts';
import type { Info } from '../api/resource-query.ts';
import { dryRunSuffix, klogWarning, type DryRun } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { lastAppliedAnnotation } from '../patch/last-applied.ts';
import { nameLines } from '../print/name.ts';

/** What is pruned unless a list is given. Models kubectl/pkg/util/prune (v1.36). */
const pruned = [
  'configmaps',
  'endpoints',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'secrets',
  'services',
  'jobs.batch',
  'cronjobs.batch',
  'ingresses.networking.k8s.io',
  'daemonsets.apps',
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
];

/** Deletes what was applied once and is applied no more. */
export async function prune(context: Context, applied: readonly Info[], dryRun: DryRun): Promise<void> {
  const kept = new Set(applied.map((info) => textAt(info.object, 'metadata', 'uid')));
  const namespaces = new Set(applied.filter((info) => info.namespace !== '').map((info) => info.namespace));
  for (const namespace of namespaces) {
    for (const resource of await prunable(context)) {
      const list = await listObjects(context, resource, {
        namespace,
        labelSelector: context.flags.string('selector'),
      });
      for (const item of listAt(list, 'items') as AnyObject[]) {
        if (mapAt(item, 'metadata', 'annotations')[lastAppliedAnnotation] === undefined) continue;
        if (kept.has(textAt(item, 'metadata', 'uid'))) continue;
        if (dryRun !== 'client') {
          const path = resourcePath(resource, { namespace, name: nameOf(item) });
          await context.client.request('DELETE', path, { body: { propagationPolicy: 'Background' } });
        }
        const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
        context.out(nameLines({ apiVersion, kind: resource.kind, ...item }, dryRunSuffix('pruned', dryRun)));
      }
    }
  }
}

async function prunable(context: Context): Promise<ApiResource[]> {
  const asked = context.flags.list('prune-allowlist');
  const resources: ApiResource[] = [];
  if (asked.length === 0) {
    context.err(
      klogWarning(
        context,
        'prune.go:71',
        'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.',
      ),
    );
    for (const word of pruned) resources.push(await context.discovery.resourceFor(word));
    return resources;
  }
  for (const word of asked) {
    const parts = word.split('/');
    if (parts.length !== 3)
      throw new CommandError(`invalid GroupVersionKind format: ${word}, please follow <group/version/kind>`);
    const [group = '', version = '', kind = ''] = parts;
    const apiVersion = group === 'core' || group === '' ? version : `${group}/${version}`;
    const resource = await context.discovery.resourceOfKind(apiVersion, kind);
    if (resource === undefined)
      throw new CommandError(`no matches for kind "${kind}" in version "${apiVersion}"`);
    if (resource.namespaced) resources.push(resource);
  }
  return resources;
}
