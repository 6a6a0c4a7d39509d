import { newControllerRef } from '../../api/owner.ts';
import { persistentVolumeClaims, pods } from '../../api/resources.ts';
import { failure, StatusError } from '../../api/status-error.ts';
import type { PersistentVolumeClaim, Pod, Volume } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { objectKey } from '../../client/store.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';

/** Makes the claims of pods` generic ephemeral volumes. Models pkg/controller/volume/ephemeral (v1.36). */
export function startEphemeralVolumeController(context: ControllerContext): Controller {
  const allPods = context.informers.of(pods);
  const claims = context.informers.of(persistentVolumeClaims);
  indexByNamespace(allPods);

  const sync = (key: string): void => {
    const pod = allPods.lister.get(key);
    if (pod === undefined || pod.metadata.deletionTimestamp) return;
    for (const volume of pod.spec.volumes ?? []) {
      try {
        provide(pod, volume);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        const message = `ephemeral volume ${volume.name}: ${error.message}`;
        runtime.recorder.event(objectReference(pods, pod), 'Warning', 'FailedBinding', message);
        throw error;
      }
    }
  };

  const provide = (pod: Pod, volume: Volume): void => {
    const template = volume.ephemeral?.volumeClaimTemplate;
    if (template === undefined) return;
    const { namespace } = pod.metadata;
    const name = claimName(pod, volume);
    const known = claims.lister.get(`${namespace}/${name}`);
    if (known !== undefined) {
      if (isOwnedBy(known, pod)) return;
      throw failure(
        409,
        'Conflict',
        `PVC ${namespace}/${name} was not created for pod ${objectKey(pod)} (pod is not owner)`,
      );
    }
    const { labels, annotations } = template.metadata ?? {};
    runtime.decided('Pod', pod, () => `Creates the claim ${name} for its volume ${volume.name}.`);
    try {
      runtime.client.create(persistentVolumeClaims, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          namespace,
          ...(labels && { labels }),
          ...(annotations && { annotations }),
          ownerReferences: [newControllerRef(pod, { apiVersion: 'v1', kind: 'Pod' })],
        },
        spec: template.spec,
      });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      throw failure(error.code, error.reason ?? '', `create PVC ${name}: ${error.message}`);
    }
  };

  const runtime = makeRuntime(context, {
    name: 'ephemeral-volume-controller',
    component: 'ephemeral_volume',
    needs: [allPods, claims],
    sync,
  });
  const follow = (pod: Pod): void => {
    if (hasEphemeralVolume(pod)) runtime.enqueue(pod);
  };
  // A pod's volumes never change.
  allPods.addHandler({ onAdd: follow });
  claims.addHandler({
    onDelete: ({ metadata }) => {
      for (const pod of inNamespace(allPods, metadata.namespace ?? '')) {
        if (
          pod.spec.volumes?.some((volume) => volume.ephemeral && claimName(pod, volume) === metadata.name)
        ) {
          follow(pod);
        }
      }
    },
  });
  return runtime;
}

function hasEphemeralVolume({ spec, metadata }: Pod): boolean {
  return (
    metadata.deletionTimestamp === undefined && spec.volumes?.some(({ ephemeral }) => ephemeral) === true
  );
}

/** Models component-helpers/storage/ephemeral.VolumeClaimName (v1.36). */
function claimName({ metadata }: Pod, { name }: Volume): string {
  return `${metadata.name}-${name}`;
}

function isOwnedBy(claim: PersistentVolumeClaim, pod: Pod): boolean {
  return (
    claim.metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === pod.metadata.uid) ===
    true
  );
}
