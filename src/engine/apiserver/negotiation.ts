import type { ApiRequest } from '../api/http.ts';
import { failure, type StatusError } from '../api/status-error.ts';
import type { Query } from './query.ts';

/** In what form an answer goes out. Models k8s.io/apiserver/pkg/endpoints/handlers/negotiation (v1.36). */
export interface Representation {
  readonly media: 'json' | 'yaml';
  readonly pretty: boolean;
  /** Asked for instead of the object itself, with the version of meta.k8s.io. */
  readonly as?: { readonly kind: 'Table' | PartialKind; readonly version: 'v1' | 'v1beta1' };
}

type PartialKind = 'PartialObjectMetadata' | 'PartialObjectMetadataList';

export const jsonType = 'application/json';
export const yamlType = 'application/yaml';
const protobufType = 'application/vnd.kubernetes.protobuf';
const servedTypes = [jsonType, yamlType, protobufType].join(', ');

const plainJson: Representation = { media: 'json', pretty: false };

/** One clause of an Accept header. */
export interface AcceptClause {
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The clauses of an Accept header, the wished-for first. */
export function parseAccept(header: string): AcceptClause[] {
  const clauses = header.split(',').map((clause) => {
    const [type = '', ...parts] = clause.split(';').map((part) => part.trim());
    const params: Record<string, string> = {};
    let quality = 1;
    for (const part of parts) {
      const [name = '', value = ''] = part.split('=');
      if (name === 'q') quality = Number(value);
      else if (name !== '__proto__') params[name] = value;
    }
    return { type: type.toLowerCase(), params, quality };
  });
  return clauses.toSorted((a, b) => b.quality - a.quality);
}

/** The representation that a request asks for. Throws what Kubernetes answers where it serves none of them. */
export function negotiate(request: ApiRequest, query: Query, watching = false): Representation {
  const accept = request.headers?.['accept'];
  const pretty = wantsPretty(request, query);
  if (accept === undefined || accept === '' || accept === jsonType || accept === '*/*')
    return pretty ? { media: 'json', pretty } : plainJson;
  const clauses = parseAccept(accept);
  if (!clauses.some(({ type }) => type === '*/*' || isServed(type))) throw notRepresentable();
  for (const { type, params } of clauses) {
    const media = type === '*/*' || type === jsonType ? 'json' : type === yamlType ? 'yaml' : undefined;
    if (media === undefined || (watching && media === 'yaml')) continue;
    const isPretty = pretty || params['pretty'] === '1' || params['pretty'] === 'true';
    if (params['as'] === undefined) return { media, pretty: isPretty };
    const as = transformation(params);
    if (as !== undefined) return { media, pretty: isPretty, as };
  }
  throw noneOfMediaTypes();
}

/** That nothing of what was asked for can be given. */
export function noneOfMediaTypes(): StatusError {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${servedTypes}`);
}

function isServed(type: string): boolean {
  return type === jsonType || type === yamlType || type === protobufType;
}

function transformation(params: Readonly<Record<string, string>>): Representation['as'] {
  const { as: kind, v: version, g: group } = params;
  if (group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined;
  if (kind !== 'Table' && kind !== 'PartialObjectMetadata' && kind !== 'PartialObjectMetadataList')
    return undefined;
  return { kind, version };
}

function notRepresentable(): StatusError {
  const message = `406: Not Acceptable\n\nAvailable representations: ${servedTypes}`;
  return failure(406, 'NotAcceptable', message, {});
}

const prettyAgents = ['curl', 'Wget', 'Mozilla/5.0'];

/** What a person reads in a terminal or a browser is laid out for reading, unless `pretty` says otherwise. */
function wantsPretty(request: ApiRequest, query: Query): boolean {
  const asked = query.get('pretty');
  if (asked !== undefined && asked !== '') return asked === 'true' || asked === '1';
  const agent = request.headers?.['user-agent'] ?? '';
  return prettyAgents.some((start) => agent.startsWith(start));
}

export type BodyType = 'json' | 'yaml';

/** How the body of a create or replace is written. Without a Content-Type it is JSON. */
export function bodyType(request: ApiRequest): BodyType {
  const type = mediaType(request);
  if (type === '' || type === jsonType) return 'json';
  if (type === yamlType) return 'yaml';
  throw unsupportedMediaType(servedTypes);
}

/** The media type of the body, without parameters; empty where there is no Content-Type. */
export function mediaType(request: ApiRequest): string {
  const header = request.headers?.['content-type'] ?? '';
  if (header === jsonType) return header;
  const end = header.indexOf(';');
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

export function unsupportedMediaType(accepted: string): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted}`;
  return failure(415, 'UnsupportedMediaType', message);
}
