import { invalid, type FieldError } from '../../api/field-error.ts';
import { badRequestError, conflictError, invalidError, notFoundError } from '../../api/status-error.ts';
import { formatTime } from '../../api/time.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import { defaultAudience } from '../auth/tokens.ts';
import { decodeBody } from './body.ts';
import { findObject, type Scope } from './scope.ts';

const tokenKind = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };
const defaultSeconds = 3600;
const shortestSeconds = 600;
const longestSeconds = 2 ** 32;

interface TokenRequest extends KubeObject {
  readonly spec?: {
    readonly audiences?: readonly string[];
    readonly expirationSeconds?: number | null;
    readonly boundObjectRef?: BoundObject | null;
  };
}

interface BoundObject {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly name?: string;
  readonly uid?: string;
}

const boundResources: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

/** Issues a token of a service account. Models pkg/registry/core/serviceaccount/storage.TokenREST (v1.36). */
export function requestToken(scope: Scope): KubeObject {
  const { server, info, resource, nowMs } = scope;
  const request = decodeBody(scope, tokenKind) as TokenRequest;
  const account = findObject(scope);
  if (account === undefined) throw notFoundError(resource, info.name ?? '');
  const { name } = request.metadata as { name?: string };
  if (name && name !== info.name)
    throw badRequestError('name in URL does not match name in TokenRequest object');
  const { audiences, boundObjectRef } = request.spec ?? {};
  const expirationSeconds = request.spec?.expirationSeconds ?? defaultSeconds;
  const errors = expirationErrors(expirationSeconds);
  if (errors.length > 0) throw invalidError(tokenKind, '', errors);
  const audience = audiences?.length ? audiences : [defaultAudience];
  const bound = boundObjectRef ? findBound(scope, boundObjectRef) : undefined;
  const expiresMs = nowMs + expirationSeconds * 1000;
  const { metadata } = account;
  const token = scope.dryRun
    ? ''
    : server.tokens.issue({
        namespace: info.namespace,
        name: metadata.name,
        uid: metadata.uid ?? '',
        audiences: audience,
        expiresMs,
        bound,
        node: bound?.resource === 'pods' ? nodeOfPod(scope, bound.name) : undefined,
      });
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      uid: metadata.uid,
      creationTimestamp: formatTime(nowMs),
    },
    spec: { audiences: audience, expirationSeconds, boundObjectRef: boundObjectRef ?? null },
    status: { token, expirationTimestamp: formatTime(expiresMs) },
  } as KubeObject;
}

function expirationErrors(seconds: number): FieldError[] {
  if (seconds < shortestSeconds)
    return [invalid('spec.expirationSeconds', seconds, 'may not specify a duration less than 10 minutes')];
  return seconds > longestSeconds
    ? [invalid('spec.expirationSeconds', seconds, 'may not specify a duration larger than 2^32 seconds')]
    : [];
}

function nodeOfPod({ server, info }: Scope, podName: string): { name: string; uid: string } | undefined {
  const pod = server.storage.get('pods', info.namespace, podName) as Pod | undefined;
  const node = server.storage.get('nodes', '', pod?.spec.nodeName ?? '');
  return node && { name: node.metadata.name, uid: node.metadata.uid ?? '' };
}

function findBound(
  { server, info }: Scope,
  { kind = '', name = '', uid }: BoundObject,
): { resource: string; name: string; uid: string } {
  const bound = boundResources[kind];
  if (bound === undefined)
    throw badRequestError(`cannot bind token for serviceaccount to object of type ${kind}`);
  const found = server.storage.get(bound, kind === 'Node' ? '' : info.namespace, name);
  if (found === undefined) throw notFoundError({ group: '', resource: bound }, name);
  if (uid !== undefined && uid !== found.metadata.uid)
    throw conflictError(
      { group: '', resource: bound },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  return { resource: bound, name, uid: found.metadata.uid ?? '' };
}
