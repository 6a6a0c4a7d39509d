import type { Container, Pod } from '../api/types.ts';
import { present } from '../sim/assert.ts';
import { together, waitFor, type Task } from '../sim/task.ts';
import { runHook } from './hooks.ts';
import { recordContainerEvent, type NodeContext } from './node-context.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { PodRuntime, RuntimeContainer } from './pod-runtime.ts';
import { isRestartableInitContainer } from './restart-policy.ts';

export interface KillRequest {
  readonly context: NodeContext;
  readonly node: NodeRuntime;
  readonly pod: Pod;
  readonly container: RuntimeContainer;
  readonly message: string;
  readonly graceSeconds: number;
  /** Waits for this container's turn in a pod with sidecars; answers how many seconds went by. */
  readonly turn?: (graceSeconds: number) => Task<number>;
  readonly onEnded?: () => void;
}

const leastGraceSeconds = 2;

/** Ends one container: its preStop hook, SIGTERM, and SIGKILL when its time is over. Models killContainer (v1.36). */
export function* killContainer(request: KillRequest): Task {
  const { context, node, pod, container, message } = request;
  const spec = present(containerSpec(pod, container.name), `container ${container.name}`);
  recordContainerEvent(context, pod, spec, 'Normal', 'Killing', message);
  let grace = request.graceSeconds;
  const preStop = spec.lifecycle?.preStop;
  if (preStop !== undefined && grace > 0) grace -= yield* runPreStop(request, spec, grace);
  if (request.turn !== undefined && grace > 0) grace -= yield* request.turn(grace);
  const graceMs = Math.max(grace, leastGraceSeconds) * 1000;
  yield* waitFor(node.stopContainer(pod.metadata.uid ?? '', container.id, graceMs));
  request.onEnded?.();
}

/** Ends all of a pod's containers at once, sidecars after the others and in reverse order. */
export function* killContainers(
  context: NodeContext,
  node: NodeRuntime,
  pod: Pod,
  runtime: PodRuntime,
  graceSeconds: number,
): Task {
  const found = runtime.containers.filter(({ state }) => state === 'running');
  // Go runs the goroutine that was started last before the others.
  const running = [...found.slice(-1), ...found.slice(0, -1)];
  const order = new EndOrder(context, pod, new Set(running.map(({ name }) => name)));
  yield* together(
    running.map((container) =>
      killContainer({
        context,
        node,
        pod,
        container,
        message: `Stopping container ${container.name}`,
        graceSeconds,
        turn: order.turnOf(container.name),
        onEnded: () => order.ended(container.name),
      }),
    ),
  );
}

/** The seconds that the hook took, rounded down. It is not waited for longer than the grace period. */
function* runPreStop(request: KillRequest, spec: Container, graceSeconds: number): Task<number> {
  const { context, node, pod, container } = request;
  const { sim } = context;
  const begunMs = sim.nowMs;
  const hook = present(spec.lifecycle?.preStop, 'a preStop hook');
  const failure = yield* runHook(sim, node, pod, spec, container.id, hook, graceSeconds * 1000);
  if (failure !== undefined) {
    recordContainerEvent(context, pod, spec, 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
  }
  return Math.floor((sim.nowMs - begunMs) / 1000);
}

function containerSpec({ spec }: Pod, name: string): Container | undefined {
  const lists = [spec.containers, spec.initContainers ?? [], (spec.ephemeralContainers ?? []) as Container[]];
  return lists.flat().find((container) => container.name === name);
}

/** Sidecars end once every container after them has. Models terminationOrdering (v1.36). */
class EndOrder {
  readonly #context: NodeContext;
  readonly #open: Set<string>;
  readonly #after = new Map<string, readonly string[]>();
  readonly #waiting = new Set<() => void>();

  constructor(context: NodeContext, pod: Pod, running: ReadonlySet<string>) {
    this.#context = context;
    this.#open = new Set(running);
    const later = pod.spec.containers.map(({ name }) => name);
    for (const container of (pod.spec.initContainers ?? []).toReversed()) {
      if (!isRestartableInitContainer(container)) continue;
      this.#after.set(container.name, [...later]);
      later.push(container.name);
    }
  }

  ended(name: string): void {
    this.#open.delete(name);
    for (const check of this.#waiting) check();
  }

  turnOf(name: string): ((graceSeconds: number) => Task<number>) | undefined {
    const later = this.#after.get(name);
    if (later === undefined) return undefined;
    const isTurn = (): boolean => !later.some((other) => this.#open.has(other));
    const { sim } = this.#context;
    const waiting = this.#waiting;
    return function* (graceSeconds): Task<number> {
      const begunMs = sim.nowMs;
      yield* waitFor<void>((resume) => {
        const end = sim.after(graceSeconds * 1000, done);
        function done(): void {
          end.cancel();
          waiting.delete(check);
          resume();
        }
        function check(): void {
          if (isTurn()) done();
        }
        waiting.add(check);
        check();
      });
      return Math.floor((sim.nowMs - begunMs) / 1000);
    };
  }
}
