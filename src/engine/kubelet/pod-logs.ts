import { formatMicroTime } from '../api/time.ts';
import type { ApiStream } from '../api/http.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { LogLine, LogRing } from './log-ring.ts';

export interface LogOptions {
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly limitBytes?: number;
}

/** What `kubectl logs` gets of a container's log: its text, or a stream that goes on with it. */
export function readLog(sim: Simulation, ring: LogRing, options: LogOptions): string | ApiStream {
  const format = (line: LogLine): string =>
    `${options.timestamps ? `${formatMicroTime(line.atMs)} ` : ''}${line.text}${line.isWhole === false ? '' : '\n'}`;
  const sinceMs =
    options.sinceTime !== undefined
      ? Date.parse(options.sinceTime)
      : options.sinceSeconds === undefined
        ? Number.NEGATIVE_INFINITY
        : sim.nowMs - options.sinceSeconds * 1000;
  const recent = ring.lines.filter(({ atMs }) => atMs >= sinceMs);
  const tail = options.tailLines === undefined ? recent : recent.slice(-options.tailLines || recent.length);
  const text = (options.tailLines === 0 ? [] : tail).map(format).join('');
  const bounded = options.limitBytes === undefined ? text : text.slice(0, options.limitBytes);
  if (!options.follow) return bounded;
  let stop = (): void => {};
  return {
    start: ({ onChunk, onEnd }) => {
      if (bounded !== '') onChunk(bounded);
      if (ring.closed) onEnd();
      else stop = ring.follow((line) => onChunk(format(line)), onEnd);
    },
    close: () => stop(),
  };
}
