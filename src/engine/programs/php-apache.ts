import type { Program } from './program.ts';
import { httpd } from './servers.ts';

/** For how long each request keeps one core busy. */
const requestMs = 7;
/** Over how long usage is averaged. */
const windowMs = 10_000;
const idle = { cpuMillis: 1, memoryBytes: 11 * 2 ** 20 };

/** The server of Kubernetes' walkthrough of autoscaling: it works hard for each request. */
export const phpApache: Program = (context) => {
  const { sim } = context;
  const startedMs = sim.nowMs;
  let requests: number[] = [];
  return {
    ...httpd(context),
    http: (port) => {
      if (port !== 80) return undefined;
      requests.push(sim.nowMs);
      return { status: 200, body: 'OK!' };
    },
    usage: () => {
      requests = requests.filter((atMs) => atMs > sim.nowMs - windowMs);
      const lastedMs = Math.min(windowMs, Math.max(1, sim.nowMs - startedMs));
      return { ...idle, cpuMillis: idle.cpuMillis + (1000 * requests.length * requestMs) / lastedMs };
    },
  };
};
