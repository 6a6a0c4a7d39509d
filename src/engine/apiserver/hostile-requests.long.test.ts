// Long because: each kind of request has its own way of being hostile, and all are held to the same promises.
/**
 * What nobody sends who means well: every request is answered, within a time that grows with its
 * size, and leaves the store in order.
 */
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse } from '../api/http.ts';
import { Simulation } from '../sim/simulation.ts';
import { checkStore } from '../../testing/check-store.ts';
import { ApiServer } from './api-server.ts';

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const demo = '/api/v1/namespaces/demo';
const admission = '/apis/admissionregistration.k8s.io/v1';
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const widgets = '/apis/example.com/v1/namespaces/demo/widgets';

/** What a request may take, and each kilobyte of it; a busy machine included. */
const baseMs = 2000;
const perKilobyteMs = 40;

const expressions = [
  'true',
  'self.n < 5',
  'self == oldSelf',
  'object.metadata.name.matches("^(a+)+$")',
  'object.data.all(k, object.data[k].size() < 9)',
  '[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, a + b + c > 0)))',
  '"x".replace("", "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")',
  'has(object.spec.replicas) && object.spec.replicas > 9223372036854775807',
  'variables.n.orValue(1)',
  'duration("1h") > timestamp("2020-01-01T00:00:00Z")',
  'quantity("1Gi").isLessThan(quantity("x"))',
  'ip("1.2.3.4").isLoopback()',
  'semver("1.0.0").major() == 1',
  'optional.none().value()',
  'authorizer.group("").resource("pods").check("get").allowed()',
  'Object{metadata: Object.metadata{labels: {"a": "b"}}}',
  '[JSONPatch{op: "add", path: "/metadata/labels/x~1y", value: "z"}, JSONPatch{op: "remove", path: ""}]',
  '1 / 0 == 1',
  '((((((((((((((((1))))))))))))))))',
  '-'.repeat(60) + '1',
  '',
  '"\\u',
  'a.b.c.d.e[0][1]',
];

const rule = {
  apiGroups: ['', 'example.com'],
  apiVersions: ['*'],
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  resources: ['configmaps', 'widgets'],
};
const matchConstraints = { resourceRules: [rule] };

function validatingPolicy(expression: string): object {
  return {
    metadata: { name: 'p' },
    spec: {
      matchConstraints,
      variables: [{ name: 'n', expression }],
      matchConditions: [{ name: 'm', expression }],
      validations: [{ expression, messageExpression: expression }],
      auditAnnotations: [{ key: 'k', valueExpression: expression }],
    },
  };
}

function mutatingPolicy(expression: string): object {
  return {
    metadata: { name: 'm' },
    spec: {
      matchConstraints,
      reinvocationPolicy: 'IfNeeded',
      mutations: [
        { patchType: 'ApplyConfiguration', applyConfiguration: { expression } },
        { patchType: 'JSONPatch', jsonPatch: { expression } },
      ],
    },
  };
}

function definition(expression: string): object {
  return {
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    n: { type: 'integer', default: 1 },
                    s: { type: 'string', maxLength: 20, pattern: '^(a|b)*$' },
                    l: { type: 'array', maxItems: 20, items: { type: 'string', maxLength: 20 } },
                  },
                  'x-kubernetes-validations': [{ rule: expression, messageExpression: expression }],
                },
              },
            },
          },
        },
      ],
    },
  };
}

let sim: Simulation;
let server: ApiServer;

function boot(): void {
  sim = new Simulation({ seed: 'hostile', startMs: 0 });
  server = new ApiServer({ sim });
  send({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: 'demo' } } });
  send({ method: 'POST', path: `${demo}/serviceaccounts`, body: { metadata: { name: 'default' } } });
  send({ method: 'POST', path: definitions, body: definition('self.n < 5') });
  sim.advance(1);
  send({ method: 'POST', path: `${demo}/configmaps`, body: { metadata: { name: 'a' }, data: { x: 'y' } } });
  send({ method: 'POST', path: widgets, body: { metadata: { name: 'a' }, spec: { n: 1, l: ['a'] } } });
}

beforeEach(boot);

function sizeOf(body: ApiRequest['body']): number {
  if (body === undefined) return 0;
  return typeof body === 'string' || body instanceof Uint8Array ? body.length : JSON.stringify(body).length;
}

/** Sends it, and holds it to its time. */
function send(request: Omit<ApiRequest, 'user'>): ApiResponse {
  const before = performance.now();
  const response = server.handle({ ...request, user: admin });
  const took = performance.now() - before;
  const kilobytes = (sizeOf(request.body) + request.path.length) / 1024;
  expect(took, `${request.method} ${request.path}`).toBeLessThan(baseMs + kilobytes * perKilobyteMs);
  return response;
}

function checked(request: Omit<ApiRequest, 'user'>): ApiResponse {
  const response = send(request);
  expect(response.status).toBeGreaterThanOrEqual(200);
  expect(response.status).toBeLessThan(600);
  // A refusal tells what was wrong; only an evaluation that a policy's author asked to fail is the server's.
  expect(() => JSON.stringify(response.body)).not.toThrow();
  sim.advance(sim.nowMs + 1);
  response.stream?.start({ onChunk: () => {}, onEnd: () => {} });
  response.stream?.close();
  checkStore(server);
  return response;
}

const targets = [`${demo}/configmaps/a`, `${widgets}/a`, `${widgets}/a/status`, `${demo}/configmaps/new`];
const pointers = [
  '',
  '/',
  '/metadata',
  '/metadata/name',
  '/metadata/uid',
  '/data/x',
  '/spec/l/-',
  '/spec/l/9',
  '/a~2',
  '/~01',
];

describe('patches', () => {
  const operation = fc.record(
    {
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'odd'),
      path: fc.constantFrom(...pointers),
      from: fc.constantFrom(...pointers),
      value: fc.jsonValue({ maxDepth: 2 }),
    },
    { requiredKeys: [] },
  );
  const directive = fc.constantFrom(
    '$patch',
    '$retainKeys',
    '$deleteFromPrimitiveList/l',
    '$setElementOrder/l',
  );
  const merge = fc.record(
    {
      metadata: fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.dictionary(directive, fc.jsonValue({ maxDepth: 1 })),
      ),
      data: fc.jsonValue({ maxDepth: 2 }),
      spec: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.dictionary(directive, fc.jsonValue({ maxDepth: 1 }))),
    },
    { requiredKeys: [] },
  );
  const applied = fc
    .tuple(fc.constantFrom('v1 ConfigMap', 'example.com/v1 Widget', 'x Y'), merge)
    .map(([kind, rest]) => {
      const [apiVersion, name] = kind.split(' ');
      return { apiVersion, kind: name, metadata: { name: 'a' }, ...rest };
    });
  const patches = fc.oneof(
    fc.tuple(fc.constant('json-patch+json'), fc.array(operation, { maxLength: 6 })),
    fc.tuple(fc.constant('merge-patch+json'), merge),
    fc.tuple(fc.constant('strategic-merge-patch+json'), merge),
    fc.tuple(fc.constant('apply-patch+yaml'), applied),
    fc.tuple(
      fc.constantFrom('json-patch+json', 'merge-patch+json', 'apply-patch+yaml'),
      fc.jsonValue({ maxDepth: 3 }),
    ),
  );

  it('of every type', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(patches, fc.constantFrom(...targets), fc.boolean()), { maxLength: 8 }),
        (sent) => {
          boot();
          for (const [[type, body], target, force] of sent) {
            checked({
              method: 'PATCH',
              path: `${target}?fieldManager=f${force ? '&force=true' : ''}`,
              headers: { 'content-type': `application/${type}` },
              body: JSON.stringify(body),
            });
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each([
    [
      'json-patch+json',
      (size: number) =>
        JSON.stringify(Array.from({ length: size }, () => ({ op: 'copy', from: '/data', path: '/data/x' }))),
    ],
    ['merge-patch+json', (size: number) => `${'{"data":'.repeat(size)}1${'}'.repeat(size)}`],
    ['strategic-merge-patch+json', (size: number) => `${'{"data":'.repeat(size)}1${'}'.repeat(size)}`],
    ['apply-patch+yaml', (size: number) => `${'['.repeat(size)}${']'.repeat(size)}`],
    [
      'apply-patch+yaml',
      (size: number) =>
        `a0: &a0 [x]\n${Array.from({ length: size }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}`,
    ],
  ])('%s that grow', (type, make) => {
    for (const size of [10, 100, 1000, 5000])
      checked({
        method: 'PATCH',
        path: `${demo}/configmaps/a?fieldManager=f`,
        headers: { 'content-type': `application/${type}` },
        body: make(size),
      });
  });
});

describe('bodies', () => {
  it('in YAML', () => {
    const token = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '&x',
      '*x',
      '!!binary',
      '|',
      '>',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '---',
      '<<',
      '?',
      '#',
      '\t',
      '0x1',
      '~',
      'metadata',
      'name',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        checked({
          method: 'POST',
          path: `${demo}/configmaps?dryRun=All`,
          headers: { 'content-type': 'application/yaml' },
          body: tokens.join(''),
        });
      }),
    );
  });

  it('in protobuf', () => {
    const magic = [0x6b, 0x38, 0x73, 0x00];
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.boolean(),
        fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
        (bytes, isMarked, method) => {
          checked({
            method,
            path: method === 'POST' ? `${demo}/configmaps` : `${demo}/configmaps/a?dryRun=All`,
            headers: { 'content-type': 'application/vnd.kubernetes.protobuf' },
            body: Uint8Array.from(isMarked ? [...magic, ...bytes] : bytes),
          });
        },
      ),
    );
  });

  it.each([
    ['deep', (size: number) => `${'{"a":'.repeat(size)}1${'}'.repeat(size)}`],
    [
      'wide',
      (size: number) =>
        JSON.stringify({
          metadata: { name: 'w' },
          data: Object.fromEntries(Array.from({ length: size }, (_, n) => [`k${n}`, 'v'])),
        }),
    ],
    ['of a long text', (size: number) => JSON.stringify({ metadata: { name: 'a'.repeat(size * 20) } })],
    [
      'of a long list',
      (size: number) =>
        JSON.stringify({ metadata: { name: 'l', finalizers: Array.from({ length: size }, () => 'a.b/c') } }),
    ],
  ])('that are %s', (_, make) => {
    for (const path of [`${demo}/configmaps`, widgets])
      for (const size of [10, 1000, 20_000]) checked({ method: 'POST', path, body: make(size) });
  });
});

describe('paths, queries and headers', () => {
  const names = [
    'watch',
    'limit',
    'continue',
    'resourceVersion',
    'resourceVersionMatch',
    'labelSelector',
    'fieldSelector',
    'timeoutSeconds',
    'allowWatchBookmarks',
    'sendInitialEvents',
    'pretty',
    'dryRun',
    'fieldValidation',
    'propagationPolicy',
    'gracePeriodSeconds',
  ];
  const values = [
    '',
    '0',
    '1',
    '-1',
    'true',
    'x',
    '99999999999999999999',
    'a in (b',
    '!a,b==c',
    'a=b,',
    'metadata.name=a',
    'Exact',
    'NotOlderThan',
    'All',
    '%',
    'e30=',
    '\u0000',
    'a'.repeat(2000),
  ];
  const queries = fc.array(
    fc.tuple(
      fc.constantFrom(...names),
      fc.oneof(fc.constantFrom(...values), fc.string({ maxLength: 20 })),
      fc.boolean(),
    ),
    { maxLength: 5 },
  );
  const accepts = [
    '',
    '*/*',
    'application/json;as=Table;v=v1;g=meta.k8s.io',
    'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
    'application/vnd.kubernetes.protobuf',
    ',;=,;q=x',
    'application/json;q=0.5,application/yaml;q=nan',
  ];

  it('of lists and watches', () => {
    fc.assert(
      fc.property(
        queries,
        fc.constantFrom(...accepts),
        fc.constantFrom(...targets, `${demo}/configmaps`, widgets, '/api/v1/pods'),
        (query, accept, path) => {
          const text = query
            .map(([name, value, isRaw]) => `${name}=${isRaw ? value : encodeURIComponent(value)}`)
            .join('&');
          checked({ method: 'GET', path: `${path}?${text}`, headers: { accept } });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of deletions', () => {
    fc.assert(
      fc.property(
        queries,
        fc.constantFrom(...targets, `${demo}/configmaps`, widgets),
        fc.oneof(fc.json(), fc.string()),
        (query, path, body) => {
          boot();
          const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
          checked({
            method: 'DELETE',
            path: `${path}?${text}`,
            headers: { 'content-type': 'application/json' },
            body,
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('of any text', () => {
    const part = fc.constantFrom(
      'api',
      'apis',
      'v1',
      'namespaces',
      'demo',
      'configmaps',
      'a',
      'status',
      '..',
      '.',
      '',
      '%2e',
      '%00',
      '%zz',
      'proxy',
      'watch',
      'é',
      '__proto__',
      'constructor',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 9 }),
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'CONNECT', 'TRACE', ''),
        (parts, method) => {
          checked({ method, path: `/${parts.join('/')}` });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('expressions', () => {
  const expression = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...expressions) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...expressions),
          fc.nat(),
          fc.constantFrom('(', ')', '[', '"', ' && ', '.', '!', '0', 'self', ''),
        )
        .map(
          ([text, at, put]) =>
            `${text.slice(0, at % (text.length + 1))}${put}${text.slice(at % (text.length + 1))}`,
        ),
    },
  );

  it('in policies and in rules of custom resources', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(expression, fc.constantFrom('validating', 'mutating', 'definition')), {
          minLength: 1,
          maxLength: 3,
        }),
        (sent) => {
          boot();
          for (const [text, where] of sent) {
            if (where === 'definition') {
              checked({ method: 'DELETE', path: `${definitions}/widgets.example.com` });
              checked({ method: 'POST', path: definitions, body: JSON.stringify(definition(text)) });
            } else {
              const policy = where === 'validating' ? validatingPolicy(text) : mutatingPolicy(text);
              const name = where === 'validating' ? 'p' : 'm';
              checked({
                method: 'POST',
                path: `${admission}/${where}admissionpolicies`,
                body: JSON.stringify(policy),
              });
              const bound = {
                policyName: name,
                ...(where === 'validating' ? { validationActions: ['Deny', 'Audit'] } : {}),
              };
              checked({
                method: 'POST',
                path: `${admission}/${where}admissionpolicybindings`,
                body: { metadata: { name: 'b' }, spec: bound },
              });
            }
            sim.advance(sim.nowMs + 1000);
            checked({
              method: 'POST',
              path: `${demo}/configmaps`,
              body: { metadata: { name: 'c' }, data: { a: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa!' } },
            });
            checked({
              method: 'POST',
              path: widgets,
              body: { metadata: { name: 'w' }, spec: { n: 3, s: 'ab', l: ['a', 'b'] } },
            });
            checked({ method: 'DELETE', path: `${demo}/configmaps/a` });
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('that cost more than they may', () => {
    const range = `[${Array.from({ length: 100 }, (_, n) => n).join(',')}]`;
    const costly = `${range}.all(a, ${range}.all(b, ${range}.all(c, ${range}.all(d, ${range}.all(e, a + b + c + d + e >= 0)))))`;
    checked({
      method: 'POST',
      path: `${admission}/validatingadmissionpolicies`,
      body: { metadata: { name: 'p' }, spec: { matchConstraints, validations: [{ expression: costly }] } },
    });
    checked({
      method: 'POST',
      path: `${admission}/validatingadmissionpolicybindings`,
      body: { metadata: { name: 'b' }, spec: { policyName: 'p', validationActions: ['Deny'] } },
    });
    sim.advance(sim.nowMs + 1000);
    checked({ method: 'POST', path: `${demo}/configmaps`, body: { metadata: { name: 'c' } } });
  });
});
