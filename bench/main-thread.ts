import type { Browser, Page } from '@playwright/test';

/** What a page's main thread did, in milliseconds of processor time: other work on the machine does not count. */
export interface MainThread {
  /** Each task: nothing is drawn and nobody is answered while one runs. */
  readonly tasks: readonly number[];
  /** All tasks from one animation frame to the next. */
  readonly frames: readonly number[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when it began, how long it took, and how much of that the processor worked on it. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** Callbacks for one picture begin within this time; their trace events are one frame. */
const sameFrameUs = 2000;

/** Follows the main thread of `page` in Chromium's own trace while `act` runs. */
export async function watchMainThread(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<MainThread> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const events = busiestThread(traceEvents).toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks = outermost(events.filter(({ name }) => name.endsWith('RunTask')));
  const starts = frameStarts(events);
  const frames = starts.map(() => 0);
  let frame = 0;
  for (const task of tasks) {
    while (frame + 1 < starts.length && task.ts >= (starts[frame + 1] as number)) frame++;
    frames[frame] = (frames[frame] ?? 0) + milliseconds(task);
  }
  return { tasks: tasks.map(milliseconds), frames };
}

/** The thread that drew most: the page's own, not that of a blank one beside it. */
function busiestThread(events: readonly TraceEvent[]): TraceEvent[] {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const drawn = new Map<string, number>();
  for (const event of events) {
    if (event.name !== 'FireAnimationFrame') continue;
    drawn.set(threadOf(event), (drawn.get(threadOf(event)) ?? 0) + 1);
  }
  const [busiest] = [...drawn].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  return events.filter((event) => event.ph === 'X' && threadOf(event) === busiest);
}

function outermost(tasks: readonly TraceEvent[]): TraceEvent[] {
  let endUs = 0;
  return tasks.filter(({ ts, dur = 0 }) => {
    const outer = ts >= endUs;
    if (outer) endUs = ts + dur;
    return outer;
  });
}

function frameStarts(events: readonly TraceEvent[]): number[] {
  let lastUs = -Infinity;
  const starts: number[] = [];
  for (const { name, ts } of events) {
    if (name !== 'FireAnimationFrame') continue;
    if (ts - lastUs > sameFrameUs) starts.push(ts);
    lastUs = ts;
  }
  return starts;
}

function milliseconds({ tdur = 0 }: TraceEvent): number {
  return tdur / 1000;
}
