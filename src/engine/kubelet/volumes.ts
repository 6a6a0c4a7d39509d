import { LaterFiles } from './later-files.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';
import { decodeBase64Text } from '../api/base64.ts';
import type { Resource } from '../api/resource.ts';
import { configMaps, persistentVolumeClaims, persistentVolumes, secrets } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { KubeObject, Pod, Volume } from '../api/types.ts';
import { waitFor, type Task } from '../sim/task.ts';
import type { CancelSignal } from './cancel-signal.ts';
import { podField, resourceField } from './downward-api.ts';
import { hostFolder } from '../machine/files-view.ts';
import { recordPodEvent, type NodeContext } from './node-context.ts';
import type { NodeRuntime } from './node-runtime.ts';

/** A mounted volume's files, by path below its root. */
export type VolumeFiles = Map<string, string>;

type Key = { readonly key: string; readonly path: string };

const firstRetryMs = 500;
const longestRetryMs = 122_000;
const waitLimitMs = 123_000;
const knownForMs = 20_000;
const mostKnown = 200;

/**
 * Mounts what pods ask for, and keeps trying while something is missing.
 * Models pkg/kubelet/volumemanager (v1.36).
 */
export class Volumes {
  readonly #context: NodeContext;
  readonly #mounted: Map<string, Map<string, VolumeFiles>>;
  readonly #disks: Map<string, VolumeFiles>;
  /** Many pods of a node mount the same object: it is asked for once in a while. */
  readonly #known = new Map<string, { readonly object: KubeObject; readonly atMs: number }>();
  #isRenewing = false;
  readonly #tokens: ServiceAccountTokens;

  /** `volumes` and `disks` are those that the machine has already. */
  constructor(context: NodeContext, { volumes, disks }: Pick<NodeRuntime, 'volumes' | 'disks'>) {
    this.#context = context;
    this.#mounted = volumes;
    this.#disks = disks;
    this.#tokens = new ServiceAccountTokens(context);
  }

  /** The files of a pod's volume; undefined before it is mounted. */
  filesOf(podUid: string, volume: string): VolumeFiles | undefined {
    return this.#mounted.get(podUid)?.get(volume);
  }

  /** Waits until all volumes are mounted. Answers what is wrong when that took too long or was cancelled. */
  *mountAll(pod: Pod, signal: CancelSignal): Task<string | undefined> {
    const { sim } = this.#context;
    const deadlineMs = sim.nowMs + waitLimitMs;
    const mounted = this.#volumesOf(pod);
    let retryMs = firstRetryMs;
    for (;;) {
      const missing = (pod.spec.volumes ?? []).filter(({ name }) => !mounted.has(name));
      const failed = missing.filter((volume) => !this.#mount(pod, volume, mounted));
      if (failed.length === 0) return undefined;
      const wakeMs = Math.min(sim.nowMs + retryMs, deadlineMs);
      yield* waitFor<void>((resume) => {
        const timer = sim.at(wakeMs, resume);
        signal.onCancel(() => {
          timer.cancel();
          resume();
        });
      });
      if (signal.cancelled) return 'context canceled';
      if (sim.nowMs >= deadlineMs) {
        const names = failed.map(({ name }) => name).join(' ');
        return `unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`;
      }
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  }

  unmountAll(podUid: string): void {
    this.#mounted.delete(podUid);
    this.#tokens.forget(podUid);
  }

  #volumesOf(pod: Pod): Map<string, VolumeFiles> {
    const uid = pod.metadata.uid ?? '';
    let volumes = this.#mounted.get(uid);
    if (volumes === undefined) {
      volumes = new Map();
      this.#mounted.set(uid, volumes);
    }
    return volumes;
  }

  #mount(pod: Pod, volume: Volume, mounted: Map<string, VolumeFiles>): boolean {
    const files = this.#filesFor(pod, volume);
    if (typeof files !== 'string') {
      mounted.set(volume.name, files);
      return true;
    }
    this.#tellFailed(pod, volume, files);
    return false;
  }

  /** What is in the volume, or why that cannot be had. */
  #filesFor(pod: Pod, volume: Volume): VolumeFiles | string {
    if (volume.hostPath) return this.#hostFiles(volume.hostPath);
    if (volume.persistentVolumeClaim) return this.#claimFiles(pod, volume.persistentVolumeClaim.claimName);
    if (volume.ephemeral) return this.#claimFiles(pod, `${pod.metadata.name}-${volume.name}`);
    const files = new LaterFiles();
    return this.#fill(pod, volume, files) ?? files;
  }

  /** Fills anew what comes from elsewhere, so that it follows what it comes from. */
  renew(pod: Pod): void {
    this.#isRenewing = true;
    this.#renewAll(pod);
    this.#isRenewing = false;
  }

  #renewAll(pod: Pod): void {
    const mounted = this.#volumesOf(pod);
    for (const volume of pod.spec.volumes ?? []) {
      const files = mounted.get(volume.name);
      if (!(files instanceof LaterFiles) || !isWrittenByKubelet(volume)) continue;
      const next = new LaterFiles();
      const problem = this.#fill(pod, volume, next);
      if (problem !== undefined) this.#tellFailed(pod, volume, problem);
      else files.follow(next);
    }
  }

  #tellFailed(pod: Pod, volume: Volume, problem: string): void {
    const message = `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`;
    recordPodEvent(this.#context, pod, 'Warning', 'FailedMount', message);
  }

  #fill(pod: Pod, volume: Volume, files: LaterFiles): string | undefined {
    if (volume.configMap) {
      const { name = '', items, optional } = volume.configMap;
      return this.#fillConfigMap(pod, name, items, optional === true, files);
    }
    if (volume.secret) {
      const { secretName = '', items, optional } = volume.secret;
      return this.#fillSecret(pod, secretName, items, optional === true, files);
    }
    if (volume.downwardAPI) return this.#fillDownward(pod, volume.downwardAPI.items ?? [], files);
    if (volume.projected) {
      for (const source of volume.projected.sources ?? []) {
        const problem = this.#fillProjected(pod, source, files);
        if (problem !== undefined) return problem;
      }
    }
    return undefined;
  }

  #fillProjected(
    pod: Pod,
    source: NonNullable<NonNullable<Volume['projected']>['sources']>[number],
    files: LaterFiles,
  ): string | undefined {
    if (source.serviceAccountToken) {
      const { serviceAccountToken } = source;
      files.setLater(serviceAccountToken.path, () => this.#tokens.current(pod, serviceAccountToken));
      return undefined;
    }
    if (source.configMap) {
      const { name = '', items, optional } = source.configMap;
      return this.#fillConfigMap(pod, name, items, optional === true, files);
    }
    if (source.secret) {
      const { name = '', items, optional } = source.secret;
      return this.#fillSecret(pod, name, items, optional === true, files);
    }
    return source.downwardAPI ? this.#fillDownward(pod, source.downwardAPI.items ?? [], files) : undefined;
  }

  #fillConfigMap(
    pod: Pod,
    name: string,
    items: readonly Key[] | undefined,
    optional: boolean,
    files: VolumeFiles,
  ): string | undefined {
    const found = this.#get(configMaps, pod, name);
    if (typeof found === 'string') return optional ? undefined : found;
    const data = new Map<string, string>(Object.entries(found.data ?? {}));
    for (const [key, value] of Object.entries(found.binaryData ?? {})) data.set(key, decodeBase64Text(value));
    return place(data, items, optional, 'configmap references non-existent config key', files);
  }

  #fillSecret(
    pod: Pod,
    name: string,
    items: readonly Key[] | undefined,
    optional: boolean,
    files: VolumeFiles,
  ): string | undefined {
    const found = this.#get(secrets, pod, name);
    if (typeof found === 'string') return optional ? undefined : found;
    const data = new Map(
      Object.entries(found.data ?? {}).map(([key, value]) => [key, decodeBase64Text(value)]),
    );
    return place(data, items, optional, 'references non-existent secret key', files);
  }

  #fillDownward(
    pod: Pod,
    items: NonNullable<NonNullable<Volume['downwardAPI']>['items']>,
    files: VolumeFiles,
  ): string | undefined {
    for (const { path, fieldRef, resourceFieldRef } of items) {
      const value =
        fieldRef !== undefined
          ? podField(pod, fieldRef.fieldPath, this.#context.machine)
          : resourceFieldRef !== undefined
            ? resourceField(pod, resourceFieldRef, undefined, this.#context.machine)
            : '';
      files.set(path, value ?? '');
    }
    return undefined;
  }

  /** The machine's own files. Models pkg/volume/hostpath (v1.36). */
  #hostFiles({ path, type }: NonNullable<Volume['hostPath']>): VolumeFiles | string {
    const { files } = this.#context.machine;
    const isMissing = !files.exists(path);
    if (type === 'Directory' && !files.isFolder(path))
      return `hostPath type check failed: ${path} is not a directory`;
    if (type === 'File' && (isMissing || files.isFolder(path)))
      return `hostPath type check failed: ${path} is not a file`;
    if (isMissing && type === 'DirectoryOrCreate') files.makeFolder(path);
    return this.#hostFolder(path);
  }

  #hostFolder(path: string): VolumeFiles {
    const { machine, sim } = this.#context;
    return hostFolder(machine.files, path, () => sim.nowMs);
  }

  /**
   * What a claim's volume holds.
   *
   * Simplified: a volume that is not a part of the machine has its files on each machine for itself.
   */
  #claimFiles(pod: Pod, claimName: string): VolumeFiles | string {
    const claim = this.#get(persistentVolumeClaims, pod, claimName);
    if (typeof claim === 'string') return claim;
    const name = claim.spec?.volumeName ?? '';
    const volume = this.#get(persistentVolumes, undefined, name);
    if (typeof volume === 'string') return volume;
    const path = volume.spec?.hostPath?.path ?? volume.spec?.local?.path;
    if (path !== undefined) return this.#hostFolder(path);
    const files = this.#disks.get(name) ?? new Map<string, string>();
    this.#disks.set(name, files);
    return files;
  }

  /** The object, or what the API said instead: `configmap "cfg" not found`. */
  #get<T extends KubeObject>(resource: Resource<T>, pod: Pod | undefined, name: string): T | string {
    const namespace = pod?.metadata.namespace;
    const key = `${resource.resource}/${namespace}/${name}`;
    const { sim, client } = this.#context;
    const known = this.#isRenewing ? this.#known.get(key) : undefined;
    if (known !== undefined && sim.nowMs - known.atMs < knownForMs) return known.object as T;
    try {
      const object = client.get(resource, { namespace, name });
      if (this.#known.size > mostKnown) this.#known.clear();
      if (this.#isRenewing) this.#known.set(key, { object, atMs: sim.nowMs });
      return object;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return missingText(resource.resource, name, error);
    }
  }
}

/** The kubelet's caches name a missing object by its kind in lower case: `configmap "cfg" not found`. */
export function missingText(resource: string, name: string, error: StatusError): string {
  return error.reason === 'NotFound' ? `${resource.slice(0, -1)} "${name}" not found` : error.message;
}

/** Whether the kubelet alone fills it, and fills it anew when what it comes from changes. */
export function isWrittenByKubelet(volume: Volume | undefined): boolean {
  return (volume?.configMap ?? volume?.secret ?? volume?.projected ?? volume?.downwardAPI) != null;
}

function place(
  data: ReadonlyMap<string, string>,
  items: readonly Key[] | undefined,
  optional: boolean,
  complaint: string,
  files: VolumeFiles,
): string | undefined {
  const wanted = items ?? [...data.keys()].map((key) => ({ key, path: key }));
  for (const { key, path } of wanted) {
    const value = data.get(key);
    if (value !== undefined) files.set(path, value);
    else if (!optional) return `${complaint}: ${key}`;
  }
  return undefined;
}
