import { parseQuery, type Query } from './query.ts';

/** What a path asks for. Models k8s.io/apiserver/pkg/endpoints/request.RequestInfo (v1.36). */
export interface RequestInfo {
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  readonly query: Query;
  /** `v1`, `apps/v1`: set for paths below an API version. */
  readonly apiVersion?: string;
  readonly group: string;
  readonly version: string;
  /** Empty for cluster scope and all namespaces. */
  readonly namespace: string;
  /** The plural; empty where the path names no resource. */
  readonly resource: string;
  /** Absent for collections. Empty when the path has an empty segment in its place. */
  readonly name?: string;
  readonly subresource: string;
  /** Segments behind the subresource: what a proxy passes on. */
  readonly rest: readonly string[];
  /** Whether the path goes through a namespace, which cluster-scoped resources are not served under. */
  readonly inNamespace: boolean;
}

const namespaceSubresources = new Set(['status', 'finalize']);

/** Splits a path and its query. A slash at the end is as good as none. */
export function parseRequestInfo(method: string, pathAndQuery: string): RequestInfo {
  const questionMark = pathAndQuery.indexOf('?');
  const path = questionMark < 0 ? pathAndQuery : pathAndQuery.slice(0, questionMark);
  const query = parseQuery(questionMark < 0 ? '' : pathAndQuery.slice(questionMark + 1));
  const segments = path.split('/');
  const root = segments[1];
  const start = root === 'api' ? 3 : root === 'apis' ? 4 : 0;
  const versionSegment = segments[start - 1];
  if (start === 0 || versionSegment === undefined || versionSegment === '') return bare(method, path, query);

  const group = start === 3 ? '' : decodeSegment(segments[2] as string);
  const version = decodeSegment(versionSegment);
  let end = segments.length;
  if (end > start && segments[end - 1] === '') end--;
  let at = start;
  let namespace = '';
  const inNamespace =
    segments[at] === 'namespaces' && end - at > 2 && !namespaceSubresources.has(segments[at + 2] as string);
  if (inNamespace) {
    namespace = decodeSegment(segments[at + 1] as string);
    at += 2;
  }
  return {
    method,
    path,
    query,
    apiVersion: group === '' ? version : `${group}/${version}`,
    group,
    version,
    namespace,
    resource: at < end ? decodeSegment(segments[at] as string) : '',
    name: at + 1 < end ? decodeSegment(segments[at + 1] as string) : undefined,
    subresource: at + 2 < end ? decodeSegment(segments[at + 2] as string) : '',
    rest: at + 3 < end ? segments.slice(at + 3, end) : noSegments,
    inNamespace,
  };
}

const noSegments: readonly string[] = [];

function bare(method: string, path: string, query: Query): RequestInfo {
  return {
    method,
    path,
    query,
    apiVersion: undefined,
    group: '',
    version: '',
    namespace: '',
    resource: '',
    subresource: '',
    rest: noSegments,
    inNamespace: false,
  };
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
