import type { ApiStream } from './api/http.ts';
import { badRequestError, internalError } from './api/status-error.ts';
import type { Pod } from './api/types.ts';
import type { ExecFrame, ExecRequest, InputFrame, LogRequest, NodeProxy } from './apiserver/node-proxy.ts';
import type { Connection, ExecResult, HttpAnswer, RunningContainer } from './cri/container-runtime.ts';
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
    return command.length === 0
      ? attached(this.#sim, process, { tty, stdin })
      : executed(this.#sim, process, { command, tty, stdin });
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
  const input = new RemoteInput(stdin);
  return {
    start: ({ onChunk, onEnd }) => {
      const end = ({ exitCode, startError }: ExecResult): void => {
        onChunk({ channel: 3, data: JSON.stringify(endStatus(exitCode, startError)) } satisfies ExecFrame);
        sim.soon(onEnd);
      };
      kill = process.exec(command, end, connectionOf(onChunk, { tty, input }));
    },
    close: () => kill(),
    send: (frame) => input.take(frame as InputFrame),
  };
}

function attached(
  sim: Simulation,
  process: RunningContainer,
  { tty, stdin }: Pick<ExecRequest, 'tty' | 'stdin'>,
): ApiStream {
  let leave: (() => void) | undefined;
  const input = new RemoteInput(stdin);
  return {
    start: ({ onChunk, onEnd }) => {
      const end = (): void => {
        onChunk({ channel: 3, data: JSON.stringify(endStatus(0, undefined)) } satisfies ExecFrame);
        sim.soon(onEnd);
      };
      leave = process.attach(connectionOf(onChunk, { tty, input }), end);
      if (leave === undefined) end();
    },
    close: () => leave?.(),
    send: (frame) => input.take(frame as InputFrame),
  };
}

function connectionOf(
  onChunk: (frame: ExecFrame) => void,
  { tty, input }: { tty: boolean; input: RemoteInput },
): Connection {
  return {
    tty,
    onOutput: (text, stream) => {
      // A terminal has one output, in which a new line begins at the left edge.
      const data = tty ? text.replaceAll(/\r?\n/g, '\r\n') : text;
      onChunk({ channel: stream === 'stdout' || tty ? 1 : 2, data });
    },
    ...(input.open && { onInput: (receive) => input.connect(receive) }),
  };
}

/** What a client types, or gives as a whole; it is kept until somebody reads. */
class RemoteInput {
  readonly open: boolean;
  #kept: (string | undefined)[] = [];
  #receive: ((text: string | undefined) => void) | undefined;

  constructor(stdin: ExecRequest['stdin']) {
    this.open = stdin !== undefined;
    if (typeof stdin === 'string') this.#kept = [stdin, undefined];
  }

  connect(receive: (text: string | undefined) => void): void {
    this.#receive = receive;
    for (const text of this.#kept) receive(text);
    this.#kept = [];
  }

  take({ channel, data }: InputFrame): void {
    const text = channel === 0 ? data : undefined;
    if (this.#receive === undefined) this.#kept.push(text);
    else this.#receive(text);
  }
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
