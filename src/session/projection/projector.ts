import type {
  AuditEntry,
  Cluster,
  ControllerTrace,
  Event,
  KubeletTrace,
  KubeObject,
  Node,
  Pod,
  PodBinding,
  QueueMove,
  QueueName,
  SchedulerRun,
  SchedulingAttempt,
  TraceSink,
} from '../../engine/index.ts';
import type { Decision, LaneView, Mark, PodView, RequestView, StepView } from '../protocol.ts';
import { decisionView } from './decision.ts';
import { FrameReader } from './frame-reader.ts';
import { laneViews } from './lanes.ts';
import { Log } from './log.ts';
import { Shelf } from './shelf.ts';

const queueNames: Readonly<Record<QueueName, PodView['queue']>> = {
  activeQ: 'active',
  backoffQ: 'backoff',
  unschedulablePods: 'unschedulable',
  gated: 'gated',
  inFlight: 'scheduling',
};

/**
 * Follows the two streams that leave the engine, what changed and why, and turns them into what
 * pages mirror; each page reads from it at its own pace. It sees the cluster through them alone.
 */
export class Projector {
  readonly #pods = new Shelf<Pod>();
  readonly #nodes = new Shelf<Node>();
  readonly #events = new Shelf<Event>();
  readonly #decisions = new Log<Decision>(200);
  readonly #requests = new Log<RequestView>(500);
  readonly #steps = new Log<StepView>(500);
  readonly #marks = new Log<Mark>(2000);
  readonly #queues = new Map<string, PodView['queue']>();
  readonly #servedBy = new Map<string, string>();
  #lanes: readonly LaneView[] | undefined;
  #lastId = 0;
  #news = { decisions: 0, events: 0 };

  readonly #readers = new Map<string, (record: never) => void>([
    ['scheduling-attempt', (record: SchedulingAttempt) => this.#attempted(record)],
    ['queue-move', (record: QueueMove) => this.#queued(record)],
    ['pod-binding', (record: PodBinding) => this.#bound(record)],
    ['scheduler-run', (record: SchedulerRun) => this.#ran(record)],
    ['controller', (record: ControllerTrace) => this.#stepped(record.controller, record)],
    ['kubelet', (record: KubeletTrace) => this.#stepped(`kubelet ${record.node}`, record)],
  ]);

  /** Where the cluster writes why it does what it does. */
  readonly trace: TraceSink = {
    wanted: (kind) => this.#readers.has(kind),
    write: (record) => this.#readers.get(record.kind)?.(record as never),
  };

  /** A page begins to look: to it all is new. */
  read(): FrameReader {
    return new FrameReader({
      pods: this.#pods,
      nodes: this.#nodes,
      events: this.#events,
      decisions: this.#decisions,
      requests: this.#requests,
      steps: this.#steps,
      marks: this.#marks,
      queues: this.#queues,
      lanes: () => (this.#lanes ??= laneViews(this.#pods.objects.values(), this.#servedBy)),
    });
  }

  /** Follows `cluster` from here on. */
  attach(cluster: Cluster): void {
    const shelves: Readonly<Record<string, Shelf<KubeObject> | undefined>> = {
      pods: this.#pods,
      nodes: this.#nodes,
      events: this.#events,
    };
    for (const [resource, objects] of Object.entries(cluster.dump())) {
      for (const object of objects) shelves[resource]?.put(object);
    }
    cluster.onChange(({ type, resource, object }) => {
      const shelf = shelves[resource];
      if (shelf === undefined) return;
      if (type === 'DELETED') shelf.remove(object);
      else shelf.put(object);
      if (shelf === shelves.pods) {
        this.#lanes = undefined;
        this.#news.events++;
      }
    });
  }

  /** A request was answered that may have changed something. */
  audit(entry: AuditEntry): void {
    // Heartbeats would drown all else.
    if (entry.path.startsWith('/apis/coordination.k8s.io/')) return;
    this.#requests.add({ ...entry, id: ++this.#lastId });
  }

  mark(mark: Mark): void {
    this.#marks.add(mark);
  }

  /** From here on `decided` and `happened` speak of what is new. */
  beginStep(): void {
    this.#news = { decisions: 0, events: 0 };
  }

  /** Whether a scheduler decided something since `beginStep`. */
  get decided(): boolean {
    return this.#news.decisions > 0;
  }

  /** Whether something that the page shows happened since `beginStep`. */
  get happened(): boolean {
    return this.#news.decisions + this.#news.events > 0;
  }

  /** A decision, if it is remembered. */
  decision(id: number): Decision | undefined {
    return this.#decisions.last((decision) => decision.id === id);
  }

  #attempted(attempt: SchedulingAttempt): void {
    const nodeNames = Array.from(this.#nodes.objects.values(), ({ metadata }) => metadata.name);
    const decision = decisionView(attempt, ++this.#lastId, nodeNames);
    this.#news.decisions++;
    this.#decisions.add(decision);
    if (decision.outcome !== 'scheduled') {
      this.mark({ atMs: attempt.atMs, kind: 'failure', label: decision.sentence });
    }
  }

  #bound({ atMs, pod, node, error }: PodBinding): void {
    if (error === undefined) this.mark({ atMs, kind: 'binding', label: `${pod} → ${node}` });
    else this.mark({ atMs, kind: 'failure', label: `${pod} could not be bound to ${node}: ${error}` });
  }

  #queued({ uid, to }: QueueMove): void {
    if (to === undefined) this.#queues.delete(uid);
    else this.#queues.set(uid, queueNames[to]);
    this.#pods.touch(uid);
  }

  #ran({ schedulers, servedBy, running }: SchedulerRun): void {
    for (const name of schedulers) {
      if (running) this.#servedBy.set(name, servedBy);
      else if (this.#servedBy.get(name) === servedBy) this.#servedBy.delete(name);
    }
    this.#lanes = undefined;
  }

  #stepped(component: string, { atMs, object, sentence }: ControllerTrace | KubeletTrace): void {
    this.#steps.add({ id: ++this.#lastId, atMs, component, object, sentence });
  }
}
