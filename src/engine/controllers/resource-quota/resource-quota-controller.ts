import { isPodTerminal } from '../../api/pod-status.ts';
import { groupResource, type Resource } from '../../api/resource.ts';
import { quotaEvaluator } from '../../api/quota/evaluators.ts';
import { quotaUsage } from '../../api/quota/quota-usage.ts';
import { pods, resourceQuotas } from '../../api/resources.ts';
import type { KubeObject, ResourceQuota } from '../../api/types.ts';
import { serverResources } from '../../client/discovery.ts';
import { splitKey } from '../../client/store.ts';
import { deepEqual } from '../../sim/plain.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';

const resyncMs = 5 * 60_000;

/**
 * Says in each quota what its namespace uses. What is created is counted by the API server; this
 * counts what goes. Models pkg/controller/resourcequota (v1.36).
 */
export function startResourceQuotaController(context: ControllerContext): Controller {
  const { sim, informers } = context;
  const all = informers.of(resourceQuotas);
  const allPods = informers.of(pods);
  indexByNamespace(all);
  indexByNamespace(allPods);
  const followed = new Set<string>();

  const sync = (key: string): void => {
    const quota = all.lister.get(key);
    if (quota === undefined) return;
    const { namespace } = splitKey(key);
    const { client } = runtime;
    const used = quotaUsage(quota, (name) => list(name, namespace), sim.nowMs);
    const hard = quota.spec?.hard ?? {};
    if (deepEqual(quota.status?.hard, hard) && deepEqual(quota.status?.used, used)) return;
    client.update(resourceQuotas, { ...quota, status: { hard, used } }, 'status');
  };

  const list = (name: string, namespace: string): Iterable<KubeObject> | undefined => {
    if (name === groupResource(pods)) return inNamespace(allPods, namespace);
    const resource = serverResources(runtime.client).find((candidate) => groupResource(candidate) === name);
    if (resource === undefined) return undefined;
    follow(name, resource);
    return runtime.client.list(resource, { namespace }).items;
  };

  /** From now on, objects of this resource that go or use something else wake the quotas of their namespace. */
  const follow = (name: string, resource: Resource): void => {
    if (followed.has(name)) return;
    followed.add(name);
    const evaluator = quotaEvaluator(name);
    informers.of(resource).addHandler({
      onUpdate: (old, object) => {
        if (!deepEqual([...evaluator.usage(old, sim.nowMs)], [...evaluator.usage(object, sim.nowMs)]))
          wake(object);
      },
      onDelete: wake,
    });
  };

  const wake = ({ metadata }: KubeObject): void => {
    for (const quota of inNamespace(all, metadata.namespace ?? '')) runtime.enqueue(quota);
  };

  const runtime = makeRuntime(context, { name: 'resourcequota-controller', needs: [all, allPods], sync });
  all.addHandler({
    onAdd: runtime.enqueue,
    onUpdate: (old: ResourceQuota, quota) => {
      if (!deepEqual(old.spec, quota.spec)) runtime.enqueue(quota);
    },
  });
  allPods.addHandler({
    onUpdate: (old, pod) => {
      if (!isPodTerminal(old) && isPodTerminal(pod)) wake(pod);
    },
    onDelete: wake,
  });
  const resync = sim.every(resyncMs, () => [...all.lister.values()].forEach(runtime.enqueue), {
    chore: true,
  });
  return {
    stop: () => {
      resync.cancel();
      runtime.stop();
    },
  };
}
