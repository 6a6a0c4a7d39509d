import type { ApiStream } from './api/http.ts';
import { badRequestError, internalError } from './api/status-error.ts';
import type { Pod } from './api/types.ts';
import type { ExecFrame, ExecRequest, LogRequest, NodeProxy } from './apiserver/node-proxy.ts';
import type { ExecResult, HttpAnswer, RunningContainer } from './cri/container-runtime.ts';
import type { Kubelet } from './kubelet/kubelet.ts';
import type { Simulation } from './sim/simulation.ts';

/** The API server's way to the kubelets, which in this process are a call away. */
export class NodeAccess implements NodeProxy {
  readonly #sim: Simulation;
  readonly #kubeletOf: (nodeName: string) => Kubelet | undefined;
  readonly #hasRoute: (nodeName: string) => boolean;

  /** `hasRoute`: whether the machine itself can be reached. */
  constructor(
    sim: Simulation,
    kubeletOf: (nodeName: string) => Kubelet | undefined,
    hasRoute: (nodeName: string) => boolean,
  ) {
    this.#sim = sim;
    this.#kubeletOf = kubeletOf;
    this.#hasRoute = hasRoute;
  }

  log({ pod, container, previous, ...options }: LogRequest): string | ApiStream {
    const log = this.#kubelet(pod).log(pod, container, previous, options);
    if (log !== undefined) return log;
    const where = `container "${container}" in pod "${pod.metadata.name}"`;
    throw badRequestError(
      previous
        ? `previous terminated ${where} not found`
        : `${where} is waiting to start${waitingFor(pod, container)}`,
    );
  }

  exec({ pod, container, command, tty, stdin }: ExecRequest): ApiStream {
    const process = this.#kubelet(pod).process(pod, container);
    if (process === undefined) throw badRequestError(`container not found ("${container}")`);
    return command.length === 0 ? attached() : executed(this.#sim, process, { command, tty, stdin });
  }

  http(pod: Pod, port: number, path: string): HttpAnswer | undefined {
    const kubelet = this.#kubeletOf(pod.spec.nodeName ?? '');
    for (const { name } of pod.spec.containers) {
      const answer = kubelet?.process(pod, name)?.probeHttp(port, path);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  #kubelet(pod: Pod): Kubelet {
    const { nodeName = '' } = pod.spec;
    const hasRoute = this.#hasRoute(nodeName);
    const kubelet = hasRoute ? this.#kubeletOf(nodeName) : undefined;
    if (kubelet !== undefined) return kubelet;
    const address = `${pod.status?.hostIP ?? ''}:10250`;
    const reason = hasRoute ? 'connection refused' : 'no route to host';
    throw internalError(`Get "https://${address}/": dial tcp ${address}: connect: ${reason}`);
  }
}

/** Reasons that a log's reader is told in other words. */
const waitingTexts: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/** Why a container waits: `: ContainerCreating`. Models kubelet.validateContainerLogStatus (v1.36). */
function waitingFor({ status }: Pod, container: string): string {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const reason = statuses.find(({ name }) => name === container)?.state?.waiting?.reason ?? '';
  return reason === '' ? '' : `: ${waitingTexts[reason] ?? reason}`;
}

function executed(
  sim: Simulation,
  process: RunningContainer,
  { command, tty, stdin }: Pick<ExecRequest, 'command' | 'tty' | 'stdin'>,
): ApiStream {
  let kill = (): void => {};
  return {
    start: ({ onChunk, onEnd }) => {
      const end = (result: ExecResult): void => {
        for (const frame of framesOf(result, tty)) onChunk(frame);
        sim.soon(onEnd);
      };
      kill = process.exec(command, end, stdin);
    },
    close: () => kill(),
  };
}

/** Simplified: attaching shows what is written from now on only in the log. */
function attached(): ApiStream {
  return { start: () => {}, close: () => {} };
}

function framesOf({ exitCode, stdout, stderr, startError }: ExecResult, tty: boolean): ExecFrame[] {
  const frames: ExecFrame[] = [];
  if (stdout !== '') frames.push({ channel: 1, data: stdout });
  if (stderr !== '') frames.push({ channel: tty ? 1 : 2, data: stderr });
  frames.push({ channel: 3, data: JSON.stringify(endStatus(exitCode, startError)) });
  return frames;
}

/** How a remote command's end is told. Models remotecommand.v4 of apimachinery (v1.36). */
function endStatus(exitCode: number, startError: string | undefined): object {
  if (startError !== undefined) {
    return { metadata: {}, status: 'Failure', message: startError, reason: 'InternalError', code: 500 };
  }
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}
