import type { ApiResponse } from '../../api/http.ts';
import { forbidden, invalid, type FieldError } from '../../api/field-error.ts';
import { goQuote } from '../../api/go-text.ts';
import { badRequestError, failure, invalidError, notFoundError } from '../../api/status-error.ts';
import type { Pod } from '../../api/types.ts';
import type { Query } from '../query.ts';
import { findObject, type Scope } from './scope.ts';

const textHeaders = Object.freeze({ 'content-type': 'text/plain' });

/** The log of one container, from its node. Models pkg/registry/core/pod/rest.LogREST (v1.36). */
export function podLog(scope: Scope): ApiResponse {
  const { info } = scope;
  const tailLines = integer(info.query, 'tailLines');
  const sinceSeconds = integer(info.query, 'sinceSeconds');
  const limitBytes = integer(info.query, 'limitBytes');
  const sinceTime = info.query.get('sinceTime');
  const pod = findPod(scope);
  const errors = logErrors({ tailLines, sinceSeconds, limitBytes }, sinceTime);
  if (errors.length > 0) throw invalidError({ group: '', kind: 'PodLogOptions' }, info.name ?? '', errors);
  const container = chooseContainer(pod, info.query.get('container') ?? '');
  // A pod that is nowhere has said nothing.
  if (!pod.spec.nodeName) return { status: 204, headers: textHeaders };
  const proxy = reachNode(scope, pod);
  const log = proxy.log({
    pod,
    container,
    follow: info.query.flag('follow'),
    previous: info.query.flag('previous'),
    timestamps: info.query.flag('timestamps'),
    tailLines,
    sinceSeconds,
    sinceTime,
    limitBytes,
  });
  return typeof log === 'string'
    ? { status: 200, headers: textHeaders, body: log }
    : { status: 200, headers: textHeaders, stream: log };
}

function integer(query: Query, name: string): number | undefined {
  const text = query.get(name);
  if (text === undefined || text === '') return undefined;
  if (!/^[+-]?[0-9]+$/.test(text))
    throw badRequestError(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`);
  return Number(text);
}

/** Models core validation.ValidatePodLogOptions (v1.36). */
function logErrors(
  options: { tailLines?: number; sinceSeconds?: number; limitBytes?: number },
  sinceTime: string | undefined,
): FieldError[] {
  const { tailLines, sinceSeconds, limitBytes } = options;
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0)
    errors.push(invalid('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (limitBytes !== undefined && limitBytes < 1)
    errors.push(invalid('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else if (sinceSeconds !== undefined && sinceSeconds < 1)
    errors.push(invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  return errors;
}

/** Runs a command in a container, or attaches to it. Models pod/rest.ExecREST and AttachREST (v1.36). */
export function podExec(scope: Scope): ApiResponse {
  const { info, request } = scope;
  const pod = findPod(scope);
  const container = chooseContainer(pod, info.query.get('container') ?? '');
  requireHost(pod);
  const proxy = reachNode(scope, pod);
  const given = typeof request.body === 'string' ? request.body : ({ open: true } as const);
  const stdin = info.query.flag('stdin') ? given : undefined;
  const stream = proxy.exec({
    pod,
    container,
    command: info.query.all('command'),
    stdin,
    tty: info.query.flag('tty'),
  });
  return { status: 101, headers: { 'sec-websocket-protocol': 'v5.channel.k8s.io' }, stream };
}

/** Simplified: nothing is forwarded, since no pod has a network that bytes could travel through. */
export function podPortForward(scope: Scope): ApiResponse {
  const pod = findPod(scope);
  requireHost(pod);
  reachNode(scope, pod);
  throw failure(501, 'NotImplemented', 'port forwarding is not simulated');
}

/**
 * Passes a GET on to a pod; `NAME:PORT` in the path names the port. Simplified: pods answer GETs alone.
 * Models pod/rest.ProxyREST and pod.ResourceLocation (v1.36).
 */
export function podProxy(scope: Scope): ApiResponse {
  const { info, resource, request } = scope;
  const parts = (info.name ?? '').split(':');
  const [name = '', port] = parts.length === 3 ? parts.slice(1) : parts;
  const pod = findObject(scope, name) as Pod | undefined;
  if (pod === undefined) throw notFoundError(resource, name);
  const address = pod.status?.podIP;
  if (!address) throw badRequestError('address not allowed');
  const number = Number(port || (pod.spec.containers[0]?.ports?.[0]?.containerPort ?? 80));
  const query = request.path.indexOf('?');
  const path = `/${info.rest.join('/')}${query < 0 ? '' : request.path.slice(query)}`;
  const answer = reachNode(scope, pod).http(pod, number, path);
  if (answer !== undefined) return { status: answer.status, headers: textHeaders, body: answer.body };
  throw failure(
    503,
    'ServiceUnavailable',
    `error trying to reach service: dial tcp ${address}:${number}: connect: connection refused`,
  );
}

function findPod(scope: Scope): Pod {
  const pod = findObject(scope);
  if (pod === undefined) throw notFoundError(scope.resource, scope.info.name ?? '');
  return pod as Pod;
}

function requireHost({ metadata, spec }: Pod): void {
  if (!spec.nodeName) throw badRequestError(`pod ${metadata.name} does not have a host assigned`);
}

/** The one that is meant; it must be named where there are several. Models podutil's LogLocation (v1.36). */
function chooseContainer({ metadata, spec }: Pod, asked: string): string {
  const own = spec.containers.map(({ name }) => name);
  const initial = (spec.initContainers ?? []).map(({ name }) => name);
  const ephemeral = (spec.ephemeralContainers ?? []).map(({ name }) => name);
  if (asked !== '') {
    if ([...own, ...initial, ...ephemeral].includes(asked)) return asked;
    throw badRequestError(`container ${asked} is not valid for pod ${metadata.name}`);
  }
  if (own.length === 1) return own[0] as string;
  if (own.length === 0) throw badRequestError(`a container name must be specified for pod ${metadata.name}`);
  const others = initial.length === 0 ? '' : ` or one of the init containers: [${initial.join(' ')}]`;
  throw badRequestError(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${own.join(' ')}]${others}`,
  );
}

/** The way to the pod's kubelet. A node that is not there answers, in Kubernetes too, as a missing pod. */
function reachNode({ server, resource }: Scope, { spec }: Pod): NonNullable<Scope['server']['nodeProxy']> {
  const nodeName = spec.nodeName ?? '';
  if (server.storage.get('nodes', '', nodeName) === undefined) throw notFoundError(resource, nodeName);
  if (server.nodeProxy !== undefined) return server.nodeProxy;
  throw failure(
    500,
    'InternalError',
    `Internal error occurred: no kubelet answers on node ${goQuote(nodeName)}`,
  );
}
