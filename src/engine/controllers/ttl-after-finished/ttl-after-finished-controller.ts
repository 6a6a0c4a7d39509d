import { jobs } from '../../api/resources.ts';
import { parseTime } from '../../api/time.ts';
import type { Job } from '../../api/types.ts';
import { objectKey } from '../../client/store.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';

/** Deletes finished Jobs after their `ttlSecondsAfterFinished`. Models pkg/controller/ttlafterfinished (v1.36). */
export function startTtlAfterFinishedController(context: ControllerContext): Controller {
  const { sim } = context;
  const all = context.informers.of(jobs);
  const sync = (key: string): void => {
    const known = all.lister.get(key);
    if (known === undefined || !isDue(known)) return;
    const { namespace, name, uid } = known.metadata;
    const fresh = ifFound(() => runtime.client.get(jobs, { namespace, name }));
    if (fresh === undefined || fresh.metadata.uid !== uid || !isDue(fresh)) return;
    runtime.decided('Job', fresh, () => 'Deletes it: it finished long enough ago.');
    ifFound(() => runtime.client.delete(jobs, { namespace, name }, { uid, propagationPolicy: 'Foreground' }));
  };
  const isDue = (job: Job): boolean => {
    const expiresMs = expiryOf(job);
    if (expiresMs === undefined || job.metadata.deletionTimestamp) return false;
    if (expiresMs <= sim.nowMs) return true;
    runtime.queue.addAfter(objectKey(job), expiresMs - sim.nowMs);
    return false;
  };
  const runtime = makeRuntime(context, { name: 'ttl-after-finished-controller', needs: [all], sync });
  const follow = (job: Job): void => {
    if (expiryOf(job) !== undefined && !job.metadata.deletionTimestamp) runtime.enqueue(job);
  };
  all.addHandler({ onAdd: follow, onUpdate: (_, job) => follow(job) });
  return runtime;
}

function expiryOf({ spec, status }: Job): number | undefined {
  const end = status?.conditions?.find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  );
  const endMs = parseTime(end?.lastTransitionTime);
  if (endMs === undefined || spec.ttlSecondsAfterFinished === undefined) return undefined;
  return endMs + spec.ttlSecondsAfterFinished * 1000;
}
