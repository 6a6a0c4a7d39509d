import type { ApiHandler, ApiResponse } from '../../../../src/engine/api/http.ts';
import type { Simulation } from '../../../../src/engine/sim/simulation.ts';
import type { Answer, LiveCase, Operation } from './case.ts';
import { bestDisagreements } from './match-siblings.ts';
import { Recorder } from './recorder.ts';

/** A cluster as the recordings' was: control plane outside, nodes of the size and with the images that the README says. */
export interface LiveCluster {
  readonly sim: Simulation;
  readonly handler: ApiHandler;
  node(name: string, action: 'stop' | 'continue' | 'kill' | 'add', flags: readonly string[]): void;
  manifest(node: string, file: string, content: object | null): void;
  scheduler(name: string, action: 'start' | 'stop'): void;
}

const admin = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
const defaultMaxSeconds = 60;
const quietBeforeSeconds = 3;

/** Plays a case against a cluster whose nodes are ready; the disagreements. */
export function playCase(liveCase: LiveCase, cluster: LiveCluster): string[] {
  const { sim, handler } = cluster;
  prepareNamespace(liveCase, handler);
  sim.advance(sim.nowMs + 1000);
  if (liveCase.before !== undefined) {
    const quiet = new Recorder(handler, sim, liveCase);
    for (const operation of liveCase.before) {
      carryOut(operation, cluster, liveCase);
      wait(operation.then, quiet, sim);
    }
  }
  sim.advance(sim.nowMs + quietBeforeSeconds * 1000);
  const recorder = new Recorder(handler, sim, liveCase);
  const answers: (Answer | undefined)[] = [];
  for (const [step, operation] of liveCase.ops.entries()) {
    recorder.startStep(step);
    answers.push(carryOut(operation, cluster, liveCase));
    wait(operation.then, recorder, sim);
  }
  return bestDisagreements(liveCase, { answers, ...recorder.run }, [...recorder.seen.values()]);
}

function prepareNamespace({ namespace, ops }: LiveCase, handler: ApiHandler): void {
  const isMade = ops.some(
    ({ request }) => request?.method === 'POST' && request.path === '/api/v1/namespaces',
  );
  if (namespace === 'default' || namespace === 'kube-system' || isMade) return;
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  handler.handle({ method: 'POST', path: '/api/v1/namespaces', body, user: admin });
}

function carryOut(operation: Operation, cluster: LiveCluster, liveCase: LiveCase): Answer | undefined {
  const { request, node, manifest, scheduler } = operation;
  if (node !== undefined) cluster.node(node.name, node.action, node.flags ?? []);
  if (manifest !== undefined) cluster.manifest(manifest.node, manifest.file, manifest.content);
  if (scheduler !== undefined) cluster.scheduler(scheduler.name, scheduler.action);
  if (request === undefined) return undefined;
  const { method, body } = request;
  const response = cluster.handler.handle({
    method,
    path: withPodName(request.path, cluster.handler, liveCase.namespace),
    user: admin,
    headers: { 'content-type': request.contentType ?? 'application/json', accept: 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return toAnswer(response);
}

/** `$POD:web-` is the one living pod whose name begins with `web-`. */
function withPodName(path: string, handler: ApiHandler, namespace: string): string {
  return path.replace(/\$POD:([a-z0-9.-]+)/, (_, prefix: string) => {
    const list = handler.handle({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods`, user: admin });
    const { items } = list.body as { items: { metadata: { name: string } }[] };
    return items.find(({ metadata }) => metadata.name.startsWith(prefix))?.metadata.name ?? prefix;
  });
}

function toAnswer({ status, body }: ApiResponse): Answer {
  if (status < 400) return { code: status };
  const { reason, message, details } = body as Omit<Answer, 'code'>;
  return {
    code: status,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(details !== undefined && { details }),
  };
}

/** Lets the cluster run as an operation says. */
function wait(then: Operation['then'], recorder: Recorder, sim: Simulation): void {
  const startMs = sim.nowMs;
  if (then?.seconds !== undefined) {
    sim.advance(startMs + then.seconds * 1000);
    return;
  }
  const { quiet = quietBeforeSeconds, atLeast = 0, max = defaultMaxSeconds } = then ?? {};
  const latestMs = startMs + max * 1000;
  for (;;) {
    const dueMs = Math.max(Math.max(recorder.lastChangeMs, startMs) + quiet * 1000, startMs + atLeast * 1000);
    // What is due at that very moment took a little longer in a real cluster: it comes after.
    const untilMs = Math.min(dueMs, latestMs) - 1;
    if (sim.nowMs >= untilMs) return;
    sim.advance(untilMs);
  }
}
