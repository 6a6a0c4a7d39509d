import type { ApiRequest, ApiResponse } from '../../api/http.ts';
import { noSuchPathError } from '../../api/status-error.ts';
import { deepFreeze } from '../../sim/plain.ts';
import { jsonType, negotiate, parseAccept } from '../negotiation.ts';
import type { RequestInfo } from '../request-info.ts';
import { methodNotAllowed } from '../rest/method-not-allowed.ts';
import { respond } from '../rest/respond.ts';
import type { ServerParts } from '../rest/scope.ts';
import {
  aggregatedDiscovery,
  apiGroup,
  apiGroupList,
  apiResourceList,
  apiVersions,
  documentOf,
  servedGroups,
  type ServedGroup,
} from './discovery.ts';
import { healthChecks, healthText } from './health.ts';
import { metricsText } from './metrics.ts';
import { openApiV2 } from './openapi/v2.ts';
import { swaggerProtobuf } from './openapi/v2-protobuf.ts';
import { openApiDocument, openApiIndex } from './openapi/v3.ts';
import { serverVersion } from './version.ts';

const textHeaders = Object.freeze({ 'content-type': 'text/plain; charset=utf-8' });

const metricsHeaders = Object.freeze({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });

const jsonHeaders = Object.freeze({ 'content-type': jsonType });

const notFoundPage: ApiResponse = Object.freeze({
  status: 404,
  headers: textHeaders,
  body: '404 page not found\n',
});

/** Serves what is no resource: discovery, health, version, OpenAPI. */
export function serveNonResource(server: ServerParts, request: ApiRequest, info: RequestInfo): ApiResponse {
  const segments = info.path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  const [root = ''] = segments;
  const serve = Object.hasOwn(roots, root) ? roots[root] : undefined;
  if (serve === undefined) return notFoundPage;
  return serve({ server, request, info, segments }) ?? notFoundPage;
}

interface Asked {
  readonly server: ServerParts;
  readonly request: ApiRequest;
  readonly info: RequestInfo;
  /** The path's segments, without an empty one at the end. */
  readonly segments: readonly string[];
}

const roots: Readonly<Record<string, (asked: Asked) => ApiResponse | undefined>> = {
  '': (asked) => (asked.info.path === '/' ? json(asked, { paths: paths(asked.server) }) : undefined),
  api: serveApi,
  apis: serveApis,
  version: (asked) => (asked.segments.length === 1 ? serveVersion(asked) : undefined),
  healthz: serveHealth,
  livez: serveHealth,
  readyz: serveHealth,
  openapi: serveOpenApi,
  metrics: (asked) =>
    asked.segments.length === 1
      ? { status: 200, headers: metricsHeaders, body: metricsText(asked.server.storage.dump()) }
      : undefined,
};

function json({ request, info }: Asked, value: unknown): ApiResponse {
  if (info.method !== 'GET') throw methodNotAllowed();
  return respond({ warnings: [] }, negotiate(request, info.query), 200, value);
}

/** Whatever was asked for, this is indented JSON. */
function serveVersion({ info }: Asked): ApiResponse {
  if (info.method !== 'GET') throw methodNotAllowed();
  return {
    status: 200,
    headers: { 'content-type': jsonType },
    body: JSON.stringify(serverVersion, undefined, 2),
  };
}

function serveApi(asked: Asked): ApiResponse | undefined {
  const { server, segments } = asked;
  if (segments.length === 1)
    return aggregated(asked, ({ group }) => group === '') ?? json(asked, apiVersions());
  const resources = server.registry.version(segments[1] ?? '');
  if (resources === undefined || segments.length > 2) throw noSuchPathError();
  return json(
    asked,
    documentOf(server.registry, 'v1', () => deepFreeze(apiResourceList('v1', resources))),
  );
}

function serveApis(asked: Asked): ApiResponse | undefined {
  const { segments } = asked;
  const { registry } = asked.server;
  const groups = (): readonly ServedGroup[] => documentOf(registry, 'groups', () => servedGroups(registry));
  if (segments.length === 1)
    return (
      aggregated(asked, ({ group }) => group !== '') ??
      json(
        asked,
        documentOf(registry, 'apis', () => deepFreeze(apiGroupList(groups()))),
      )
    );
  const [, name = '', version = ''] = segments;
  const group = groups().find((candidate) => candidate.group === name && name !== '');
  if (group === undefined) return undefined;
  if (segments.length === 2) return json(asked, apiGroup(group));
  const apiVersion = `${name}/${version}`;
  const resources = registry.version(apiVersion);
  if (resources === undefined || segments.length > 3) {
    // A group of custom resources alone has no page for what it does not serve.
    if (registry.all().every((resource) => resource.group !== name || resource.custom)) return undefined;
    throw noSuchPathError();
  }
  return json(
    asked,
    documentOf(registry, apiVersion, () => deepFreeze(apiResourceList(apiVersion, resources))),
  );
}

/** The aggregated form, for who accepts it. */
function aggregated(
  { server, request, info, segments: [root] }: Asked,
  wanted: (group: ServedGroup) => boolean,
): ApiResponse | undefined {
  if (info.method !== 'GET') throw methodNotAllowed();
  for (const { type, params } of parseAccept(request.headers?.['accept'] ?? '')) {
    if (type !== jsonType) continue;
    const { as, g: group, v: version } = params;
    if (as === undefined) return undefined;
    if (as !== 'APIGroupDiscoveryList' || group !== 'apidiscovery.k8s.io') continue;
    if (version !== 'v2' && version !== 'v2beta1') continue;
    return {
      status: 200,
      headers: { 'content-type': `${jsonType};g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList` },
      body: documentOf(server.registry, `${root} ${version}`, () =>
        deepFreeze(aggregatedDiscovery(servedGroups(server.registry).filter(wanted), version)),
      ),
    };
  }
  return undefined;
}

function serveHealth({ info, segments }: Asked): ApiResponse | undefined {
  const [endpoint = '', ...check] = segments;
  const text = healthText(
    endpoint,
    check.join('/'),
    info.query.get('verbose') !== undefined,
    info.query.all('exclude'),
  );
  return text === undefined ? undefined : { status: 200, headers: textHeaders, body: text };
}

function serveOpenApi(asked: Asked): ApiResponse | undefined {
  const { server, segments } = asked;
  if (segments.join('/') === 'openapi/v2') return serveOpenApiV2(asked);
  if (segments[1] !== 'v3') return undefined;
  if (segments.length === 2)
    return { status: 200, headers: textHeaders, body: JSON.stringify(openApiIndex(server.registry)) };
  const document = openApiDocument(server.registry, segments.slice(2).join('/'), server.descriptions);
  return document === undefined ? undefined : json(asked, document);
}

const swaggerProtobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** Old clients ask for this document as protobuf, others as JSON; there is no other form. */
function serveOpenApiV2({ server, request, info }: Asked): ApiResponse {
  if (info.method !== 'GET') throw methodNotAllowed();
  const { registry, descriptions } = server;
  for (const { type } of parseAccept(request.headers?.['accept'] ?? '')) {
    const isAny = ['', '*/*', 'application/*'].includes(type);
    if (isAny || type === jsonType)
      return { status: 200, headers: jsonHeaders, body: openApiV2(registry, descriptions) };
    // The at sign is no token of a media type, and yet what all clients send.
    if (type.replace('@', '.') === swaggerProtobufType)
      return {
        status: 200,
        headers: { 'content-type': swaggerProtobufType },
        body: documentOf(registry, 'swagger protobuf', () =>
          swaggerProtobuf(openApiV2(registry, descriptions)),
        ),
      };
  }
  return { status: 406, headers: {}, body: '' };
}

/** Every path that the server knows, sorted. */
function paths({ registry }: ServerParts): string[] {
  const groups = servedGroups(registry).flatMap(({ group, versions }) =>
    group === ''
      ? ['/api', '/api/v1']
      : [`/apis/${group}`, ...versions.map(({ version }) => `/apis/${group}/${version}`)],
  );
  const health = Object.entries(healthChecks).flatMap(([endpoint, checks]) => [
    `/${endpoint}`,
    ...checks.map((check) => `/${endpoint}/${check}`),
  ]);
  return [...groups, ...health, ...otherPaths].toSorted();
}

const otherPaths = [
  '/.well-known/openid-configuration',
  '/apis',
  '/apis/',
  '/flagz',
  '/metrics',
  '/metrics/slis',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/openid/v1/jwks',
  '/statusz',
  '/version',
];
