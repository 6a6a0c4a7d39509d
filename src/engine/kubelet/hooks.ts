import type { Container, Pod } from '../api/types.ts';
import type { ExecResult } from '../cri/container-runtime.ts';
import type { Simulation } from '../sim/simulation.ts';
import { waitFor, type Task } from '../sim/task.ts';
import type { NodeRuntime } from './node-runtime.ts';
import { formatPod } from './static-pod.ts';

type Hook = NonNullable<NonNullable<Container['lifecycle']>['preStop']>;

/** A command's result, or undefined when `limitMs` passed first. */
export function* runCommand(
  sim: Simulation,
  node: NodeRuntime,
  podUid: string,
  containerId: string,
  command: readonly string[],
  limitMs: number,
): Task<ExecResult | undefined> {
  return yield* waitFor<ExecResult | undefined>((resume) => {
    const process = node.process(podUid, containerId);
    if (process === undefined) {
      resume({ exitCode: 137, stdout: '', stderr: '' });
      return;
    }
    const limit = sim.after(limitMs, () => {
      kill();
      resume(undefined);
    });
    const kill = process.exec(command, (result) => {
      limit.cancel();
      resume(result);
    });
  });
}

/** Runs a lifecycle hook; answers what went wrong. Models pkg/kubelet/lifecycle.handlerRunner (v1.36). */
export function* runHook(
  sim: Simulation,
  node: NodeRuntime,
  pod: Pod,
  container: Container,
  containerId: string,
  hook: Hook,
  limitMs: number,
): Task<string | undefined> {
  const where = `for Container "${container.name}" in Pod "${formatPod(pod)}"`;
  const uid = pod.metadata.uid ?? '';
  if (hook.exec !== undefined) {
    const command = hook.exec.command ?? [];
    const result = yield* runCommand(sim, node, uid, containerId, command, limitMs);
    if (result?.exitCode === 0) return undefined;
    const error =
      result?.startError ??
      `command '${command.join(' ')}' exited with ${result?.exitCode ?? 137}: ${result?.stderr ?? ''}`;
    const said = JSON.stringify((result?.stdout ?? '') + (result?.stderr ?? ''));
    return `Exec lifecycle hook ([${command.join(' ')}]) ${where} failed - error: ${error}, message: ${said}`;
  }
  if (hook.sleep !== undefined) {
    const sleepMs = Math.min(hook.sleep.seconds * 1000, limitMs);
    yield* waitFor<void>((resume) => void sim.after(sleepMs, resume));
    return undefined;
  }
  if (hook.httpGet !== undefined) {
    const { path = '', port, host = node.inspect(uid).ip, scheme = 'HTTP' } = hook.httpGet;
    const number = container.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port);
    // Whatever is answered will do: only who does not answer has failed.
    if (node.process(uid, containerId)?.probeHttp(number, path) !== undefined) return undefined;
    const address = `${host}:${number}`;
    const url = `${scheme.toLowerCase()}://${address}/${path.replace(/^\//, '')}`;
    const error = `Get "${url}": dial tcp ${address}: connect: connection refused`;
    return `HTTP lifecycle hook (${path}) ${where} failed - error: ${error}`;
  }
  return undefined;
}
