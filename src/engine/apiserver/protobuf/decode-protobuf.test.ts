import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeProtobuf, WireError } from './decode-protobuf.ts';

const text = (words: string): number[] => [...Buffer.from(words)];
const field = (number: number, content: readonly number[]): number[] => [
  (number << 3) | 2,
  content.length,
  ...content,
];
const body = (apiVersion: string, kind: string, raw: readonly number[]): Uint8Array =>
  Uint8Array.from([
    ...text('k8s'),
    0,
    ...field(1, [...field(1, text(apiVersion)), ...field(2, text(kind))]),
    ...field(2, raw),
  ]);
const named = field(1, field(1, text('a')));

describe('protobuf bodies', () => {
  it.each<[string, string, string, number[], object]>([
    [
      'maps',
      'v1',
      'ConfigMap',
      [...field(2, [...field(1, text('k')), ...field(2, text('v'))])],
      { data: { k: 'v' } },
    ],
    [
      'bytes',
      'v1',
      'Secret',
      field(2, [...field(1, text('k')), ...field(2, text('q'))]),
      { data: { k: 'cQ==' } },
    ],
    ['numbers, zero among them', 'apps/v1', 'Deployment', field(2, [1 << 3, 0]), { spec: { replicas: 0 } }],
    [
      'negative numbers',
      'scheduling.k8s.io/v1',
      'PriorityClass',
      [2 << 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
      { value: -1 },
    ],
    [
      'lists and texts or numbers',
      'v1',
      'Service',
      field(2, [
        ...field(1, [3 << 3, 80, ...field(4, [1 << 3, 1, ...field(3, text('web'))])]),
        ...field(1, [3 << 3, 81]),
      ]),
      { spec: { ports: [{ port: 80, targetPort: 'web' }, { port: 81 }] } },
    ],
    [
      'what JSON shows in place',
      'v1',
      'Pod',
      field(2, field(1, [...field(1, text('v')), ...field(2, field(2, field(1, text('Memory'))))])),
      { spec: { volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }] } },
    ],
    [
      'quantities',
      'v1',
      'ResourceQuota',
      field(2, field(1, [...field(1, text('pods')), ...field(2, field(1, text('9')))])),
      { spec: { hard: { pods: '9' } } },
    ],
  ])('%s', (_what, apiVersion, kind, raw, rest) => {
    const object = decodeProtobuf(body(apiVersion, kind, [...named, ...raw]));
    expect(object).toEqual({ apiVersion, kind, metadata: { name: 'a' }, ...rest });
  });

  it('leaves out times that are not set', () => {
    expect(decodeProtobuf(body('v1', 'Pod', field(1, field(8, [])))).metadata).toEqual({});
    const atOne = field(1, field(8, [1 << 3, 1]));
    expect(decodeProtobuf(body('v1', 'Pod', atOne)).metadata).toEqual({
      creationTimestamp: '1970-01-01T00:00:01Z',
    });
  });

  it('refuses what it does not know', () => {
    expect(() => decodeProtobuf(Uint8Array.from(text('{}')))).toThrow(
      /does not appear to be a protobuf message/,
    );
    expect(() => decodeProtobuf(body('example.com/v1', 'Widget', []))).toThrow(/no kind "Widget"/);
  });

  it('answers an object or a WireError to any bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Pod', 'Service', 'ConfigMap', 'Event'),
        fc.uint8Array({ maxLength: 120 }),
        (kind, raw) => {
          try {
            expect(decodeProtobuf(body('v1', kind, [...raw]))).toHaveProperty('kind', kind);
          } catch (error) {
            expect(error).toBeInstanceOf(WireError);
          }
        },
      ),
    );
  });
});
