import { amountsOf } from '../api/pod-resources.ts';
import type { Container, Pod } from '../api/types.ts';
import type { ContainerMount } from '../cri/container-runtime.ts';
import { waitFor, type Task } from '../sim/task.ts';
import type { BackOff } from './back-off.ts';
import type { StartReason } from './container-statuses.ts';
import { ConfigError, expand, makeEnvironment } from './environment.ts';
import { formatGoDuration } from '../api/go-duration.ts';
import { runHook } from './hooks.ts';
import { mountsOf } from './mounts.ts';
import { hostsFile, resolvConf } from './pod-network-files.ts';
import type { Images } from './images.ts';
import { killContainer } from './kill-container.ts';
import type { LogRing } from './log-ring.ts';
import { recordContainerEvent, tracePod, type NodeContext } from './node-context.ts';
import { type NodeRuntime } from './node-runtime.ts';
import { findContainer, type PodRuntime } from './pod-runtime.ts';
import { formatPod } from './static-pod.ts';
import type { Volumes } from './volumes.ts';

export interface StartParts {
  readonly context: NodeContext;
  readonly node: NodeRuntime;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly crashBackOff: BackOff;
}

/** Why a container was not started, and from when on it may be tried again. */
export type StartProblem = StartReason & { readonly retryAtMs?: number };

const createMs = 20;
const startMs = 10;

/** Starts one container of a pod; answers what stood in the way. Models startContainer (v1.36). */
export function* startContainer(
  parts: StartParts,
  pod: Pod,
  container: Container,
  runtime: PodRuntime,
  podIP: string,
): Task<StartProblem | undefined> {
  const { context, node } = parts;
  const { sim } = context;
  const uid = pod.metadata.uid ?? '';
  const inBackOff = crashBackOff(parts, pod, container, runtime);
  if (inBackOff !== undefined) return inBackOff;

  const pulled = yield* parts.images.ensure(pod, container);
  if ('error' in pulled) {
    recordContainerEvent(context, pod, container, 'Warning', 'Failed', `Error: ${pulled.error}`);
    return { reason: pulled.error, message: pulled.message };
  }
  const fail = (reason: string, message: string): StartProblem => {
    recordContainerEvent(context, pod, container, 'Warning', 'Failed', `Error: ${message}`);
    return { reason, message };
  };
  let env: Map<string, string>;
  let mounts: ContainerMount[];
  try {
    env = makeEnvironment(context, pod, container, podIP);
    mounts = mountsOf(parts.volumes, pod, container, env);
    verifyUser(pod, container);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fail('CreateContainerConfigError', error.message);
  }
  env.set(
    'HOSTNAME',
    pod.spec.hostNetwork === true ? context.machine.name : (pod.spec.hostname ?? pod.metadata.name),
  );
  yield* waitFor<void>((resume) => void sim.after(createMs, resume));

  const before = findContainer(runtime, container.name);
  const restartCount = before === undefined ? 0 : before.restartCount + 1;
  const id = node.createContainer(uid, {
    name: container.name,
    restartCount,
    requestedImage: container.image ?? '',
    image: pulled.image.name,
    imageRef: pulled.image.ref,
    ...(container.resources !== undefined && { resources: container.resources }),
  });
  recordContainerEvent(context, pod, container, 'Normal', 'Created', 'Container created');
  yield* waitFor<void>((resume) => void sim.after(startMs, resume));
  const limit = amountsOf(container.resources?.limits).get('memory');
  const startError = node.startContainer(
    uid,
    id,
    {
      podNamespace: pod.metadata.namespace ?? '',
      podName: pod.metadata.name,
      podUid: uid,
      podIP,
      hostNetwork: pod.spec.hostNetwork === true,
      containerName: container.name,
      image: container.image ?? '',
      command: (container.command ?? []).map((word) => expand(word, env)),
      args: (container.args ?? []).map((word) => expand(word, env)),
      env,
      ...(container.workingDir !== undefined && { workingDir: container.workingDir }),
      stdin: container.stdin === true,
      tty: container.tty === true,
      mounts,
      hosts: hostsFile(pod, podIP, context.machine),
      resolvConf: resolvConf(pod),
      ...(limit !== undefined && { memoryLimitBytes: limit }),
      machine: context.machine,
      restartCount,
    },
    (exitCode, log, readFile) => terminationMessage(container, exitCode, log, readFile),
  );
  if (startError !== undefined) return fail('RunContainerError', startError);
  recordContainerEvent(context, pod, container, 'Normal', 'Started', 'Container started');
  tracePod(context, pod, `Starts the container ${container.name} from ${pulled.image.name}.`);
  return yield* runPostStart(parts, pod, container, id);
}

function crashBackOff(
  { context, crashBackOff: backOff }: StartParts,
  pod: Pod,
  container: Container,
  runtime: PodRuntime,
): StartProblem | undefined {
  const exited = runtime.containers.find(({ name, state }) => name === container.name && state === 'exited');
  if (exited === undefined) return undefined;
  const key = `${pod.metadata.uid}_${container.name}_${container.image}`;
  const { nowMs } = context.sim;
  if (!backOff.isInBackOffSince(key, exited.finishedMs, nowMs)) {
    backOff.next(key, exited.finishedMs, nowMs);
    return undefined;
  }
  const about = `Back-off restarting failed container ${container.name} in pod ${formatPod(pod)}`;
  recordContainerEvent(context, pod, container, 'Warning', 'BackOff', about);
  const delayMs = backOff.delayMs(key);
  return {
    reason: 'CrashLoopBackOff',
    message: `back-off ${formatGoDuration(delayMs)} restarting failed container=${container.name} pod=${formatPod(pod)}`,
    retryAtMs: exited.finishedMs + delayMs,
  };
}

/**
 * Simplified: images do not tell their user, so only a `runAsUser` of root is refused.
 * Models verifyRunAsNonRoot (v1.36).
 */
function verifyUser(pod: Pod, container: Container): void {
  const podContext = pod.spec.securityContext;
  const nonRoot = container.securityContext?.runAsNonRoot ?? podContext?.runAsNonRoot;
  const user = container.securityContext?.runAsUser ?? podContext?.runAsUser;
  if (nonRoot !== true || user !== 0) return;
  throw new ConfigError(
    `container's runAsUser breaks non-root policy (pod: "${formatPod(pod)}", container: ${container.name})`,
  );
}

const mostMessageLines = 80;
const mostMessageLength = 2048;
const mostFileLength = 4096;

/**
 * What a container leaves as its last words: its file for that, or the end of its log, where it asks for
 * that and failed. Models getTerminationMessage of pkg/kubelet/kuberuntime (v1.36).
 */
function terminationMessage(
  { terminationMessagePath = '/dev/termination-log', terminationMessagePolicy }: Container,
  exitCode: number,
  log: LogRing,
  readFile: (path: string) => string | undefined,
): string {
  const written = (readFile(terminationMessagePath) ?? '').slice(-mostFileLength);
  if (written !== '') return written;
  if (exitCode === 0 || terminationMessagePolicy !== 'FallbackToLogsOnError') return '';
  const text = log.lines
    .slice(-mostMessageLines)
    .map((line) => `${line.text}\n`)
    .join('');
  return text.slice(-mostMessageLength);
}

function* runPostStart(
  { context, node }: StartParts,
  pod: Pod,
  container: Container,
  id: string,
): Task<StartProblem | undefined> {
  const hook = container.lifecycle?.postStart;
  if (hook === undefined) return undefined;
  const failure = yield* runHook(context.sim, node, pod, container, id, hook, Number.MAX_SAFE_INTEGER);
  if (failure === undefined) return undefined;
  recordContainerEvent(context, pod, container, 'Warning', 'FailedPostStartHook', 'PostStartHook failed');
  const current = node.inspect(pod.metadata.uid ?? '').containers.find((found) => found.id === id);
  if (current !== undefined) {
    const graceSeconds = pod.spec.terminationGracePeriodSeconds ?? 30;
    yield* killContainer({
      context,
      node,
      pod,
      container: current,
      message: 'FailedPostStartHook',
      graceSeconds,
    });
  }
  return { reason: 'PostStartHookError', message: failure };
}
