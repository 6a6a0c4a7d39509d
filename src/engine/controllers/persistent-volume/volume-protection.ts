import { isPodTerminal } from '../../api/pod-status.ts';
import type { Resource } from '../../api/resource.ts';
import { persistentVolumeClaims, persistentVolumes, pods } from '../../api/resources.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import type { Client } from '../../client/client.ts';
import { splitKey } from '../../client/store.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';

/** Holds deleted claims as long as a pod uses them. Models pkg/controller/volume/pvcprotection (v1.36). */
export function startClaimProtectionController(context: ControllerContext): Controller {
  const claims = context.informers.of(persistentVolumeClaims);
  const allPods = context.informers.of(pods);
  indexByNamespace(allPods);
  const sync = (key: string): void => {
    const claim = claims.lister.get(key);
    if (!claim?.metadata.deletionTimestamp) return;
    const { namespace, name } = splitKey(key);
    const used = [...inNamespace(allPods, namespace)].some((pod) => uses(pod, name));
    if (!used) release(runtime.client, persistentVolumeClaims, claim, 'kubernetes.io/pvc-protection');
  };
  const runtime = makeRuntime(context, { name: 'pvc-protection-controller', needs: [claims, allPods], sync });
  claims.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, claim) => runtime.enqueue(claim) });
  const wake = ({ metadata, spec }: Pod): void => {
    for (const { persistentVolumeClaim } of spec.volumes ?? []) {
      if (persistentVolumeClaim)
        runtime.queue.add(`${metadata.namespace}/${persistentVolumeClaim.claimName}`);
    }
  };
  allPods.addHandler({
    onUpdate: (old, pod) => {
      if (isPodTerminal(pod) !== isPodTerminal(old)) wake(pod);
    },
    onDelete: wake,
  });
  return runtime;
}

/** Holds deleted volumes as long as they are bound. Models pkg/controller/volume/pvprotection (v1.36). */
export function startVolumeProtectionController(context: ControllerContext): Controller {
  const volumes = context.informers.of(persistentVolumes);
  const sync = (key: string): void => {
    const volume = volumes.lister.get(key);
    if (!volume?.metadata.deletionTimestamp || volume.status?.phase === 'Bound') return;
    release(runtime.client, persistentVolumes, volume, 'kubernetes.io/pv-protection');
  };
  const runtime = makeRuntime(context, { name: 'pv-protection-controller', needs: [volumes], sync });
  volumes.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, volume) => runtime.enqueue(volume) });
  return runtime;
}

function uses(pod: Pod, claimName: string): boolean {
  if (isPodTerminal(pod)) return false;
  return pod.spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === claimName) === true;
}

/** Takes a finalizer away. */
export function release<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  object: T,
  finalizer: string,
): void {
  const { finalizers = [] } = object.metadata;
  if (!finalizers.includes(finalizer)) return;
  const left = finalizers.filter((other) => other !== finalizer);
  const metadata = { ...object.metadata, finalizers: left.length > 0 ? left : undefined };
  ifFound(() => client.update(resource, { ...object, metadata }));
}
