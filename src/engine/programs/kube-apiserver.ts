import type { Program } from './program.ts';

const port = 6443;
/** From the start of its process until it serves. */
const startMs = 3000;

/**
 * The process whose life is the API server's: while none runs, connections are refused. What it serves
 * stands in engine/apiserver, and is there before the first machine is.
 */
export const kubeApiserver: Program = ({ sim, log, connection }) => {
  let serves = false;
  const start = sim.after(startMs, () => {
    serves = true;
    log('Serving securely on [::]:6443', 'stderr');
    connection.serving(true);
  });
  const end = (): void => {
    start.cancel();
    serves = false;
    connection.serving(false);
  };
  const listens = (asked: number): boolean => serves && asked === port;
  return { stop: end, kill: end, listens, http: (asked) => (listens(asked) ? 200 : undefined) };
};
