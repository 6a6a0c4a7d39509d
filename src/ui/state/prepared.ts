import type { Frame } from '../../session/protocol.ts';

/** What a session tells first of a cluster that began at `startMs`, made when the page was built. */
export interface PreparedFrame {
  readonly startMs: number;
  readonly frame: Frame;
}

/**
 * The same frame of a cluster that began `byMs` later. What makes a cluster is its seed: all that its
 * first frame says of the date are moments.
 */
export function movedInTime(frame: Frame, byMs: number): Frame {
  const later = (ms: number): number => ms + byMs;
  return {
    ...frame,
    time: {
      ...frame.time,
      nowMs: later(frame.time.nowMs),
      startMs: later(frame.time.startMs),
      endMs: later(frame.time.endMs),
    },
    pods: frame.pods.map((pod) => ({ ...pod, createdMs: later(pod.createdMs) })),
    events: frame.events.map((event) => ({
      ...event,
      firstMs: later(event.firstMs),
      lastMs: later(event.lastMs),
    })),
    decisions: frame.decisions.map((decision) => ({ ...decision, atMs: later(decision.atMs) })),
    requests: frame.requests.map((request) => ({
      ...request,
      atMs: later(request.atMs),
      path: request.path.replace(eventName, (_, path: string, hex: string) => path + laterName(hex, byMs)),
    })),
    steps: frame.steps.map((step) => ({ ...step, atMs: later(step.atMs) })),
    marks: frame.marks.map((mark) => ({ ...mark, atMs: later(mark.atMs) })),
    files: frame.files?.map((file) => ({ ...file, revision: later(file.revision) })),
  };
}

/** An event is named after its object and the nanosecond at which it was noted. */
const eventName = /(\/events\/.+\.)([0-9a-f]{16})$/;

function laterName(hex: string, byMs: number): string {
  return (BigInt(`0x${hex}`) + BigInt(byMs) * 1_000_000n).toString(16);
}

/** Whether a session tells what was shown already. */
export function tellsTheSame(told: Frame, shown: Frame): boolean {
  // Both come from the same code, and so have the same order of members.
  return JSON.stringify({ ...told, sequence: 0 }) === JSON.stringify({ ...shown, sequence: 0 });
}
