/** Something that will run at `dueMs`. */
export interface Timer {
  readonly dueMs: number;
  /** Whether it still waits: it neither ran nor was cancelled. */
  readonly pending: boolean;
  cancel(): void;
}

/** A timer as the queue keeps it. */
export class QueuedTimer implements Timer {
  readonly dueMs: number;
  readonly sequence: number;
  /** Whether it is periodic upkeep that nobody waits for. */
  readonly chore: boolean;
  /** Undefined once it ran or was cancelled. */
  run: (() => void) | undefined;
  readonly #queue: EventQueue;

  constructor(queue: EventQueue, dueMs: number, sequence: number, chore: boolean, run: () => void) {
    this.#queue = queue;
    this.dueMs = dueMs;
    this.sequence = sequence;
    this.chore = chore;
    this.run = run;
  }

  get pending(): boolean {
    return this.run !== undefined;
  }

  cancel(): void {
    this.#queue.cancel(this);
  }
}

/**
 * Timers ordered by (dueMs, sequence), in a binary heap. Cancelled ones lose their `run` and are
 * dropped when they surface, or all at once when they outnumber the rest.
 */
export class EventQueue {
  #heap: QueuedTimer[] = [];
  #sequence = 0;
  #cancelled = 0;
  #work = 0;

  /** How many timers wait that are not chores. */
  get pendingWork(): number {
    return this.#work;
  }

  push(dueMs: number, run: () => void, chore: boolean): QueuedTimer {
    const timer = new QueuedTimer(this, dueMs, this.#sequence++, chore, run);
    this.#heap.push(timer);
    this.#siftUp(this.#heap.length - 1);
    if (!chore) this.#work++;
    return timer;
  }

  cancel(timer: QueuedTimer): void {
    if (timer.run === undefined) return;
    timer.run = undefined;
    if (!timer.chore) this.#work--;
    this.#cancelled++;
    if (this.#cancelled > 64 && this.#cancelled * 2 > this.#heap.length) this.#compact();
  }

  /** The next timer, left in the queue. */
  peek(): QueuedTimer | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].run === undefined) {
      this.#removeTop();
      this.#cancelled--;
    }
    return this.#heap[0];
  }

  /** Takes the next timer out. Its `run` is the caller's to call. */
  pop(): QueuedTimer | undefined {
    const top = this.peek();
    if (top === undefined) return undefined;
    this.#removeTop();
    if (!top.chore) this.#work--;
    return top;
  }

  #removeTop(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#siftDown(0);
    }
  }

  #compact(): void {
    this.#heap = this.#heap.filter((timer) => timer.run !== undefined);
    this.#cancelled = 0;
    for (let index = (this.#heap.length >> 1) - 1; index >= 0; index--) this.#siftDown(index);
  }

  #siftUp(from: number): void {
    const heap = this.#heap;
    const timer = heap[from] as QueuedTimer;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(timer, heap[parent] as QueuedTimer)) break;
      heap[index] = heap[parent] as QueuedTimer;
      index = parent;
    }
    heap[index] = timer;
  }

  #siftDown(from: number): void {
    const heap = this.#heap;
    const timer = heap[from] as QueuedTimer;
    let index = from;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as QueuedTimer, heap[child] as QueuedTimer))
        child++;
      if (!isBefore(heap[child] as QueuedTimer, timer)) break;
      heap[index] = heap[child] as QueuedTimer;
      index = child;
    }
    heap[index] = timer;
  }
}

function isBefore(a: QueuedTimer, b: QueuedTimer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
}
