import { persistentVolumeClaims, persistentVolumes, volumeAttributesClasses } from '../../api/resources.ts';
import type { KubeObject, PersistentVolume, PersistentVolumeClaim } from '../../api/types.ts';
import type { Informer } from '../../client/informer.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { release } from './volume-protection.ts';

/**
 * Holds deleted VolumeAttributesClasses as long as volumes or claims name them.
 * Models pkg/controller/volume/vacprotection (v1.36).
 */
export function startAttributesClassProtectionController(context: ControllerContext): Controller {
  const classes = context.informers.of(volumeAttributesClasses);
  const volumes = context.informers.of(persistentVolumes);
  const claims = context.informers.of(persistentVolumeClaims);
  const sync = (name: string): void => {
    const found = classes.lister.get(name);
    if (!found?.metadata.deletionTimestamp) return;
    const used =
      [...volumes.lister.values()].some((volume) => classesOfVolume(volume).includes(name)) ||
      [...claims.lister.values()].some((claim) => classesOfClaim(claim).includes(name));
    if (!used) release(runtime.client, volumeAttributesClasses, found, 'kubernetes.io/vac-protection');
  };
  const runtime = makeRuntime(context, {
    name: 'volumeattributesclass-protection-controller',
    needs: [classes, volumes, claims],
    sync,
  });
  classes.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, found) => runtime.enqueue(found) });
  const wakeBy = <T extends KubeObject>(informer: Informer<T>, classesOf: (object: T) => string[]): void => {
    informer.addHandler({
      onUpdate: (old, object) => {
        const still = classesOf(object);
        for (const name of classesOf(old)) if (!still.includes(name)) runtime.queue.add(name);
      },
      onDelete: (object) => {
        for (const name of classesOf(object)) runtime.queue.add(name);
      },
    });
  };
  wakeBy(volumes, classesOfVolume);
  wakeBy(claims, classesOfClaim);
  return runtime;
}

function classesOfVolume({ spec }: PersistentVolume): string[] {
  return spec.volumeAttributesClassName ? [spec.volumeAttributesClassName] : [];
}

function classesOfClaim({ spec, status }: PersistentVolumeClaim): string[] {
  return [
    spec.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].flatMap((name) => (name ? [name] : []));
}
