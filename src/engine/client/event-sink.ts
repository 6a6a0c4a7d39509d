import { StatusError } from '../api/status-error.ts';
import type { Simulation } from '../sim/simulation.ts';

const mostTries = 12;
const sleepMs = 10_000;

/**
 * Runs `write` in a timer of its own, so that recording an event never holds up or fails what is
 * being recorded. While the server cannot be reached it is tried again; what it refuses is dropped.
 * Models recordToSink of client-go/tools/record and client-go/tools/events (v1.36).
 */
export function writeEvent(sim: Simulation, write: () => void): void {
  sim.soon(() => attempt(sim, write, 1));
}

function attempt(sim: Simulation, write: () => void, tries: number): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (!isUnreachable(error) || tries >= mostTries) return;
    const jitter = 1 + sim.random('event-sink').fraction() / 4;
    sim.after(sleepMs * jitter, () => attempt(sim, write, tries + 1), { chore: true });
  }
}

/** Whether no API server answered, as opposed to one that refused. */
function isUnreachable(error: StatusError): boolean {
  return error.code >= 500 && error.reason === '';
}

/** `web.17f3a2b1c4d5e6f7`: the object's name and the time in nanoseconds, of which the last six digits are chance. */
export function eventName(sim: Simulation, objectName: string): string {
  const nanoseconds = BigInt(sim.nowMs) * 1_000_000n + BigInt(sim.random('event-name').int(1_000_000));
  return `${objectName}.${nanoseconds.toString(16)}`;
}
