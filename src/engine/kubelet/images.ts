import type { Container, Pod } from '../api/types.ts';
import { formatGoDuration } from '../api/go-duration.ts';
import type { Simulation } from '../sim/simulation.ts';
import { waitFor, type Task } from '../sim/task.ts';
import { BackOff } from './back-off.ts';
import { canonicalImage, parseImageName, type ImageName } from './image-name.ts';
import { recordContainerEvent, type NodeContext } from './node-context.ts';
import { pullSecrets } from './pull-secrets.ts';

/** An image that lies on the node. */
export interface NodeImage {
  /** `docker.io/library/nginx:1.27` */
  readonly name: string;
  /** `docker.io/library/nginx@sha256:…` */
  readonly ref: string;
  readonly sizeBytes: number;
  /** With which credentials it was pulled; absent where everybody may have it. */
  readonly pulledWith?: ReadonlySet<string>;
}

export type ImageResult =
  | { readonly image: NodeImage }
  /** `error` is the reason with which the container waits: `ErrImagePull`. */
  | { readonly error: string; readonly message: string };

const firstBackOffMs = 10_000;
const longestBackOffMs = 300_000;

/**
 * Brings images onto the node, one pull after another. Models pkg/kubelet/images.imageManager (v1.36).
 */
export class Images {
  readonly #context: NodeContext;
  readonly #present: Map<string, NodeImage>;
  readonly #backOff = new BackOff(firstBackOffMs, longestBackOffMs);
  readonly #lastErrors = new Map<string, string>();
  #queueEndsMs = 0;
  onChange: () => void = () => {};

  /** `present` are those that lie on the node already. */
  constructor(context: NodeContext, present: Map<string, NodeImage>) {
    this.#context = context;
    this.#present = present;
  }

  /** The images on the node, the largest first, as the Node's status lists them. */
  get list(): readonly NodeImage[] {
    return [...this.#present.values()].toSorted(
      (a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : 1),
    );
  }

  /** Puts an image there as if it had been pulled before. */
  preload(image: string): void {
    const name = parseImageName(image);
    const answer = this.#context.runtime.resolveImage(image);
    if (name !== undefined && answer.ok) this.#add(name, answer.digest, answer.sizeBytes);
  }

  /** Makes sure that a container's image is there, by its pull policy. */
  *ensure(pod: Pod, container: Container): Task<ImageResult> {
    const requested = container.image ?? '';
    const name = parseImageName(requested);
    if (name === undefined) {
      const message = `Failed to apply default image tag "${requested}": couldn't parse image name "${requested}": invalid reference format`;
      recordContainerEvent(this.#context, pod, container, 'Warning', 'InspectFailed', message);
      return { error: 'InvalidImageName', message };
    }
    const present = this.#present.get(canonicalImage(name));
    const policy = container.imagePullPolicy ?? 'IfNotPresent';
    if (present !== undefined && policy !== 'Always' && this.#mayUse(pod, present, policy)) {
      const message = `Container image "${requested}" already present on machine and can be accessed by the pod`;
      recordContainerEvent(this.#context, pod, container, 'Normal', 'Pulled', message);
      return { image: present };
    }
    if (policy === 'Never') {
      const message = `Container image "${requested}" is not present with pull policy of Never`;
      recordContainerEvent(this.#context, pod, container, 'Warning', 'ErrImageNeverPull', message);
      return { error: 'ErrImageNeverPull', message };
    }
    return yield* this.#pull(pod, container, name);
  }

  /**
   * An image that was pulled with credentials is only for pods that bring the same ones.
   * Models MustAttemptImagePull of pkg/kubelet/images/pullmanager (v1.36).
   */
  #mayUse(pod: Pod, { pulledWith }: NodeImage, policy: string): boolean {
    if (pulledWith === undefined || policy === 'Never') return true;
    return [...pullSecrets(this.#context, pod).values()].some((credentials) => pulledWith.has(credentials));
  }

  forgetPod(podUid: string): void {
    this.#backOff.forget(`${podUid}_`);
    for (const key of this.#lastErrors.keys()) if (key.startsWith(`${podUid}_`)) this.#lastErrors.delete(key);
  }

  *#pull(pod: Pod, container: Container, name: ImageName): Task<ImageResult> {
    const { sim, runtime } = this.#context;
    const requested = container.image ?? '';
    const key = `${pod.metadata.uid}_${requested}`;
    if (this.#backOff.isInBackOff(key, sim.monotonicMs)) {
      const message = `Back-off pulling image "${requested}"`;
      recordContainerEvent(this.#context, pod, container, 'Normal', 'BackOff', message);
      const last = this.#lastErrors.get(key);
      return { error: 'ImagePullBackOff', message: last === undefined ? message : `${message}: ${last}` };
    }
    this.#lastErrors.delete(key);
    recordContainerEvent(this.#context, pod, container, 'Normal', 'Pulling', `Pulling image "${requested}"`);
    const askedMs = sim.monotonicMs;
    yield* this.#turn(sim);
    const credentials = pullSecrets(this.#context, pod);
    const answer = runtime.resolveImage(requested, credentials);
    const beganMs = sim.monotonicMs;
    this.#queueEndsMs = beganMs + (answer.ok ? answer.pullMs : answer.afterMs);
    yield* this.#until(sim, this.#queueEndsMs);
    if (!answer.ok) {
      const message = `Failed to pull image "${requested}": ${answer.error}`;
      recordContainerEvent(this.#context, pod, container, 'Warning', 'Failed', message);
      this.#backOff.next(key, sim.monotonicMs, sim.monotonicMs);
      this.#lastErrors.set(key, `ErrImagePull: ${answer.error}`);
      return { error: 'ErrImagePull', message: answer.error };
    }
    const pulled = formatGoDuration(sim.monotonicMs - beganMs);
    const waited = formatGoDuration(sim.monotonicMs - askedMs);
    const message = `Successfully pulled image "${requested}" in ${pulled} (${waited} including waiting). Image size: ${answer.sizeBytes} bytes.`;
    recordContainerEvent(this.#context, pod, container, 'Normal', 'Pulled', message);
    const pulledWith = answer.needsCredentials ? new Set(credentials.values()) : undefined;
    return { image: this.#add(name, answer.digest, answer.sizeBytes, pulledWith) };
  }

  /** Waits until no other pull is under way. */
  *#turn(sim: Simulation): Task {
    while (this.#queueEndsMs > sim.monotonicMs) yield* this.#until(sim, this.#queueEndsMs);
  }

  #until(sim: Simulation, monotonicMs: number): Task {
    return waitFor((resume) => void sim.after(monotonicMs - sim.monotonicMs, resume));
  }

  #add(name: ImageName, digest: string, sizeBytes: number, pulledWith?: ReadonlySet<string>): NodeImage {
    const full = canonicalImage(name);
    const ref = `${name.repository}@${digest}`;
    const image = { name: full, ref, sizeBytes, ...(pulledWith && { pulledWith }) };
    const isNew = !this.#present.has(full);
    this.#present.set(full, image);
    if (isNew) this.onChange();
    return image;
  }
}
