import type { ContainerView, MachineContainers, RuntimeVerb, SandboxView } from '../../../engine/index.ts';
import {
  printLines,
  readOptions,
  type Options,
  type ShellCommand,
  type ShellProcess,
} from '../../command.ts';
import { ageText, decimalSize, goTable } from './machine-text.ts';

type Verb = (process: ShellProcess, containers: MachineContainers, options: Options) => number;

const idLength = 13;

/** Models crictl (cri-tools 1.36) where it looks at containers and pods, and ends them. */
export const crictl: ShellCommand = (process) => {
  const { containers } = process.host.machines().get(process.state.machine) ?? {};
  const options = readOptions(process.args, [
    'name',
    'namespace',
    'state',
    's',
    'p',
    'pod',
    'o',
    'output',
    'tail',
    'r',
  ]);
  const [verb = 'help', ...rest] = options.rest;
  if (!Object.hasOwn(verbs, verb)) {
    process.stderr(`No help topic for '${verb}'\n`);
    return 3;
  }
  if (containers === undefined || containers.unavailableSinceMs !== undefined) {
    process.stderr(
      `FATA[0000] validate service connection: validate CRI v1 runtime API for endpoint "unix:///run/containerd/containerd.sock": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory"\n`,
    );
    return 1;
  }
  return (verbs[verb] as Verb)(process, containers, { ...options, rest });
};

const verbs: Readonly<Record<string, Verb>> = {
  ps: listContainers,
  pods: listPods,
  images: listImages,
  img: listImages,
  logs: showLog,
  inspect: inspectContainer,
  inspectp: inspectPod,
  stop: acting('stop', (container) => container.id),
  rm: acting('rm', (container) => container.id),
  stopp: acting('stopp', undefined),
  rmp: acting('rmp', undefined),
  version: (process) => {
    process.stdout(
      'Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v1.7.28\nRuntimeApiVersion:  v1\n',
    );
    return 0;
  },
  info: (process) => {
    process.stdout(
      '{\n  "status": {\n    "conditions": [\n      {\n        "message": "",\n        "reason": "",\n        "status": true,\n        "type": "RuntimeReady"\n      }\n    ]\n  }\n}\n',
    );
    return 0;
  },
};

function listContainers(process: ShellProcess, containers: MachineContainers, options: Options): number {
  const all = options.has('a', 'all');
  const name = options.value('name');
  const pod = options.value('p', 'pod');
  const state = options.value('s', 'state')?.toLowerCase();
  const shown = containers
    .view()
    .containers.filter((container) => all || state !== undefined || container.state === 'running')
    .filter((container) => state === undefined || container.state === state)
    .filter((container) => name === undefined || new RegExp(name).test(container.name))
    .filter((container) => pod === undefined || container.sandboxId.startsWith(pod));
  if (options.has('q', 'quiet')) {
    printLines(
      process,
      shown.map(({ id }) => id),
    );
    return 0;
  }
  printLines(
    process,
    goTable([
      ['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'],
      ...shown.map((container) => [
        container.id.slice(0, idLength),
        imageId(container.imageRef),
        `${ageText(process.host.now() - container.createdMs)} ago`,
        container.state[0]?.toUpperCase() + container.state.slice(1),
        container.name,
        String(container.attempt),
        container.sandboxId.slice(0, idLength),
        container.podName,
        container.podNamespace,
      ]),
    ]),
  );
  return 0;
}

function listPods(process: ShellProcess, containers: MachineContainers, options: Options): number {
  const name = options.value('name');
  const namespace = options.value('namespace');
  const shown = containers
    .view()
    .sandboxes.filter((pod) => name === undefined || new RegExp(name).test(pod.name))
    .filter((pod) => namespace === undefined || pod.namespace === namespace);
  if (options.has('q', 'quiet')) {
    printLines(
      process,
      shown.map(({ id }) => id),
    );
    return 0;
  }
  printLines(
    process,
    goTable([
      ['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'],
      ...shown.map((pod) => [
        pod.id.slice(0, idLength),
        `${ageText(process.host.now() - pod.createdMs)} ago`,
        pod.ready ? 'Ready' : 'NotReady',
        pod.name,
        pod.namespace,
        String(pod.attempt),
        '(default)',
      ]),
    ]),
  );
  return 0;
}

function listImages(process: ShellProcess, containers: MachineContainers): number {
  const images = containers.view().images.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  printLines(
    process,
    goTable([
      ['IMAGE', 'TAG', 'IMAGE ID', 'SIZE'],
      ...images.map(({ name, ref, sizeBytes }) => {
        const colon = name.lastIndexOf(':');
        return [name.slice(0, colon), name.slice(colon + 1), imageId(ref), decimalSize(sizeBytes)];
      }),
    ]),
  );
  return 0;
}

function showLog(process: ShellProcess, containers: MachineContainers, options: Options): number {
  const container = found(process, containers, options.rest[0], 'container status');
  if (container === undefined) return 1;
  const tail = Number(options.value('tail') ?? -1);
  const lines = container.log.map(({ text }) => text);
  printLines(process, tail < 0 ? lines : lines.slice(lines.length - Math.min(tail, lines.length)));
  return 0;
}

function inspectContainer(process: ShellProcess, containers: MachineContainers, options: Options): number {
  const container = found(process, containers, options.rest[0], 'container status');
  if (container === undefined) return 1;
  const time = (ms: number): string => (ms === 0 ? '0001-01-01T00:00:00Z' : new Date(ms).toISOString());
  const status = {
    id: container.id,
    metadata: { attempt: container.attempt, name: container.name },
    state: `CONTAINER_${container.state.toUpperCase()}`,
    createdAt: time(container.createdMs),
    startedAt: time(container.startedMs),
    finishedAt: time(container.finishedMs),
    exitCode: container.exitCode,
    image: { annotations: {}, image: container.image },
    imageRef: container.imageRef,
    reason: container.reason,
    labels: {
      'io.kubernetes.container.name': container.name,
      'io.kubernetes.pod.name': container.podName,
      'io.kubernetes.pod.namespace': container.podNamespace,
      'io.kubernetes.pod.uid': container.podUid,
    },
    logPath: logPath(container),
  };
  const info = { sandboxID: container.sandboxId, pid: container.pid };
  process.stdout(`${JSON.stringify({ info, status }, undefined, 2)}\n`);
  return 0;
}

function inspectPod(process: ShellProcess, containers: MachineContainers, options: Options): number {
  const [id = ''] = options.rest;
  const pod = containers.view().sandboxes.find((one) => id !== '' && one.id.startsWith(id));
  if (pod === undefined) return notFound(process, id, 'pod sandbox status');
  const { name, namespace, uid, attempt } = pod;
  const status = {
    id: pod.id,
    metadata: { attempt, name, namespace, uid },
    state: pod.ready ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
    createdAt: new Date(pod.createdMs).toISOString(),
    network: { additionalIps: [], ip: pod.ip },
  };
  process.stdout(`${JSON.stringify({ status }, undefined, 2)}\n`);
  return 0;
}

function acting(verb: RuntimeVerb, idOf: ((container: ContainerView) => string) | undefined): Verb {
  return (process, containers, options) => {
    const isForced = options.has('f', 'force');
    let ids = options.rest;
    if (options.has('a', 'all')) {
      const { containers: all, sandboxes } = containers.view();
      ids = idOf === undefined ? sandboxes.map(({ id }: SandboxView) => id) : all.map(idOf);
    }
    let code = 0;
    for (const id of ids) {
      if (isForced && verb === 'rm') containers.act('stop', id);
      const problem = containers.act(verb, id);
      if (problem === undefined) {
        process.stdout(
          idOf === undefined ? `${verb === 'rmp' ? 'Removed' : 'Stopped'} sandbox ${id}\n` : `${id}\n`,
        );
        continue;
      }
      process.stderr(`ERRO[0000] ${verb} "${id}" failed: rpc error: code = NotFound desc = ${problem}\n`);
      code = 1;
    }
    return code;
  };
}

function found(
  process: ShellProcess,
  containers: MachineContainers,
  id: string | undefined,
  what: string,
): ContainerView | undefined {
  const container = containers.view().containers.find((one) => id !== undefined && one.id.startsWith(id));
  if (container === undefined) notFound(process, id ?? '', what);
  return container;
}

function notFound(process: ShellProcess, id: string, what: string): number {
  process.stderr(
    `FATA[0000] rpc error: code = NotFound desc = an error occurred when try to find ${what.split(' ', 1)[0]} "${id}": not found\n`,
  );
  return 1;
}

/** By the beginning of its digest. */
function imageId(ref: string): string {
  return ref.slice(ref.indexOf('sha256:') + 'sha256:'.length).slice(0, idLength);
}

/** Where a container's log lies. */
function logPath({ podNamespace, podName, podUid, name, attempt }: ContainerView): string {
  return `/var/log/pods/${podNamespace}_${podName}_${podUid}/${name}/${attempt}.log`;
}
