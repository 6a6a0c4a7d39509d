import { amountsOf } from '../api/pod-resources.ts';
import { resourceAmount } from '../api/pod-resources.ts';
import type { Container, Pod } from '../api/types.ts';
import type { Machine } from '../machine/machine.ts';

/** A field of the pod as `fieldRef` names it; undefined when there is no such field. */
export function podField(pod: Pod, path: string, machine: Machine, podIP = ''): string | undefined {
  const { metadata, spec, status } = pod;
  const subscript = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (subscript !== null)
    return metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2] as string] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid ?? '';
    case 'metadata.labels':
      return formatMap(metadata.labels);
    case 'metadata.annotations':
      return formatMap(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return machine.ip;
    case 'status.podIP':
    case 'status.podIPs':
      return podIP || (status?.podIP ?? '');
    default:
      return undefined;
  }
}

/** A container's request or limit, in units of `divisor`, rounded up; the machine's size where it has no limit. */
export function resourceField(
  pod: Pod,
  reference: {
    readonly resource: string;
    readonly containerName?: string;
    readonly divisor?: string | number;
  },
  own: Container | undefined,
  machine: Machine,
): string | undefined {
  const container =
    reference.containerName === undefined
      ? own
      : [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(
          ({ name }) => name === reference.containerName,
        );
  const [kind, name] = splitAtDot(reference.resource);
  if (container === undefined || (kind !== 'requests' && kind !== 'limits')) return undefined;
  const amount = amountsOf(container.resources?.[kind]).get(name);
  const whole = amount ?? (kind === 'limits' ? machineAmount(name, machine) : 0);
  const divisor =
    reference.divisor === undefined || String(reference.divisor) === '0' ? '1' : reference.divisor;
  return String(Math.ceil(whole / resourceAmount(name, divisor)));
}

function machineAmount(name: string, { size }: Machine): number {
  if (name === 'cpu') return size.cpuMillis;
  if (name === 'memory') return size.memoryBytes;
  return name === 'ephemeral-storage' ? size.ephemeralStorageBytes : 0;
}

function splitAtDot(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

/** `app="web"` lines, sorted. Models fieldpath.FormatMap (v1.36). */
function formatMap(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .toSorted()
    .join('\n');
}
