import type { Container, Pod, Volume } from '../api/types.ts';
import type { ContainerMount } from '../cri/container-runtime.ts';
import { folderIn } from '../machine/files-view.ts';
import { present } from '../sim/assert.ts';
import { expand } from './environment.ts';
import { isWrittenByKubelet, type VolumeFiles, type Volumes } from './volumes.ts';

/** What a container sees of its pod's volumes, the longest path first. Models makeMounts (v1.36). */
export function mountsOf(
  volumes: Volumes,
  pod: Pod,
  container: Container,
  env: ReadonlyMap<string, string>,
): ContainerMount[] {
  const mounts = (container.volumeMounts ?? []).map((mount) => {
    const volume = pod.spec.volumes?.find(({ name }) => name === mount.name);
    const files = present(volumes.filesOf(pod.metadata.uid ?? '', mount.name), `volume ${mount.name}`);
    const below = mount.subPathExpr ? expand(mount.subPathExpr, env) : (mount.subPath ?? '');
    return {
      path: mount.mountPath,
      readOnly: mount.readOnly === true || isWrittenByKubelet(volume),
      files: below === '' ? files : subPath(files, below.replace(/^\.?\/|\/$/g, ''), volume),
    };
  });
  return mounts.toSorted((a, b) => b.path.length - a.path.length);
}

/** A mounted part stays what it was when the kubelet puts new files in the place of old ones. */
function subPath(files: VolumeFiles, below: string, volume: Volume | undefined): VolumeFiles {
  const view = folderIn(files, below);
  return isWrittenByKubelet(volume) ? new Map(view) : view;
}
