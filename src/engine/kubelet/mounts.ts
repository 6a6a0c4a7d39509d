import type { Container, Pod, Volume, VolumeMount } from '../api/types.ts';
import type { ContainerMount } from '../cri/container-runtime.ts';
import { folderIn } from '../machine/files-view.ts';
import { present } from '../sim/assert.ts';
import { ConfigError, expand } from './environment.ts';
import { isWrittenByKubelet, type VolumeFiles, type Volumes } from './volumes.ts';

/**
 * What a container sees of its pod's volumes, the longest path first. Throws a ConfigError for a part of a volume that
 * cannot be. Models makeMounts (v1.36).
 */
export function mountsOf(
  volumes: Volumes,
  pod: Pod,
  container: Container,
  env: ReadonlyMap<string, string>,
): ContainerMount[] {
  const mounts = (container.volumeMounts ?? []).map((mount) => {
    const volume = pod.spec.volumes?.find(({ name }) => name === mount.name);
    const files = present(volumes.filesOf(pod.metadata.uid ?? '', mount.name), `volume ${mount.name}`);
    const below = partOf(mount, env);
    return {
      path: mount.mountPath,
      readOnly: mount.readOnly === true || isWrittenByKubelet(volume),
      modeOf: (name: string): number => modeIn(pod, volume, joined(below, name)),
      inMemory: volume?.emptyDir?.medium === 'Memory' || volume?.secret != null || volume?.projected != null,
      files: below === '' ? files : subPath(files, below.replace(/^\.?\/|\/$/g, ''), volume),
    };
  });
  return mounts.toSorted((a, b) => b.path.length - a.path.length);
}

/** The path of the part that is mounted; empty for the whole volume. */
function partOf({ subPath: fixed = '', subPathExpr }: VolumeMount, env: ReadonlyMap<string, string>): string {
  if (!subPathExpr) return checkedPart(fixed);
  const names = [...subPathExpr.matchAll(/(?<!\$)\$\(([^)]*)\)/g)].map(([, name = '']) => name);
  const missing = names.filter((name) => !env.get(name));
  if (missing.length > 0)
    throw new ConfigError(`missing value for ${[...new Set(missing)].toSorted(byText).join(', ')}`);
  return checkedPart(expand(subPathExpr, env));
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

function checkedPart(path: string): string {
  if (path.startsWith('/')) throw new ConfigError(`error SubPath \`${path}\` must not be an absolute path`);
  if (path.split('/').includes('..'))
    throw new ConfigError(`unable to provision SubPath \`${path}\`: must not contain '..'`);
  return path;
}

/** A mounted part stays what it was when the kubelet puts new files in the place of old ones. */
function subPath(files: VolumeFiles, below: string, volume: Volume | undefined): VolumeFiles {
  const view = folderIn(files, below);
  return isWrittenByKubelet(volume) ? new Map(view) : view;
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : name === '' ? folder : `${folder}/${name}`;
}

const usualFileMode = 0o644;
const sharedFolderMode = 0o777;
const usualFolderMode = 0o755;

/** The permissions that a volume's file has, as its source asks for them. Models SetUpAt of pkg/volume (v1.36). */
function modeIn(pod: Pod, volume: Volume | undefined, path: string): number {
  if (volume?.emptyDir) return path === '' ? sharedFolderMode : usualFileMode;
  const sources = [
    volume?.configMap,
    volume?.secret,
    volume?.downwardAPI,
    ...(volume?.projected?.sources ?? []).flatMap(({ configMap, secret, downwardAPI }) => [
      configMap,
      secret,
      downwardAPI,
    ]),
  ];
  const isOwned = isWrittenByKubelet(volume);
  if (!isOwned) return path === '' ? usualFolderMode : usualFileMode;
  if (path === '') return sharedFolderMode;
  const items: readonly { path: string; mode?: number }[] = sources.flatMap((source) => source?.items ?? []);
  const usual =
    volume?.configMap?.defaultMode ??
    volume?.secret?.defaultMode ??
    volume?.downwardAPI?.defaultMode ??
    volume?.projected?.defaultMode ??
    usualFileMode;
  const mode = items.find((item) => item.path === path)?.mode ?? usual;
  return pod.spec.securityContext?.fsGroup === undefined ? mode : mode | groupReads;
}

/** Files of a pod with a group of its own can be read by that group. */
const groupReads = 0o440;
