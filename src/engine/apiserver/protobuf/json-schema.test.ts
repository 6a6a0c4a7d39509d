import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonSchema } from './json-schema.ts';
import { WireError } from './wire.ts';

const text = (words: string): number[] => [...Buffer.from(words)];

/** A number in seven bits at a time. */
function varint(number: number): number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...varint(number >> 7)];
}
const field = (number: number, content: readonly number[]): number[] => [
  ...varint((number << 3) | 2),
  ...varint(content.length),
  ...content,
];
const flag = (number: number, value: 0 | 1): number[] => [...varint(number << 3), value];
const read = (bytes: readonly number[]): object => readJsonSchema(Uint8Array.from(bytes));

const ofType = (type: string): number[] => field(5, text(type));

describe('schemas in protobuf', () => {
  it.each<[string, number[], object]>([
    ['texts; empty ones are none', [...ofType('object'), ...field(4, [])], { type: 'object' }],
    [
      'the names that JSON gives',
      [...field(3, text('#/a')), ...flag(38, 1)],
      { $ref: '#/a', 'x-kubernetes-preserve-unknown-fields': true },
    ],
    [
      'flags; some mean something when false',
      [...flag(37, 0), ...flag(38, 0)],
      { 'x-kubernetes-preserve-unknown-fields': false },
    ],
    [
      'numbers',
      [...flag(13, 0), ...varint((9 << 3) | 1), 0, 0, 0, 0, 0, 0, 0xf8, 0x3f],
      { maxLength: 0, maximum: 1.5 },
    ],
    [
      'JSON',
      [...field(8, field(1, text('{"a":1}'))), ...field(20, field(1, text('"x"')))],
      { default: { a: 1 }, enum: ['x'] },
    ],
    [
      'properties',
      field(29, [...field(1, text('spec')), ...field(2, ofType('object'))]),
      { properties: { spec: { type: 'object' } } },
    ],
    [
      'a property of a dangerous name',
      field(29, [...field(1, text('__proto__')), ...field(2, [])]),
      JSON.parse('{"properties":{"__proto__":{}}}') as object,
    ],
    ['items of one schema', field(24, field(1, ofType('string'))), { items: { type: 'string' } }],
    [
      'items of several',
      field(24, [...field(2, ofType('string')), ...field(2, [])]),
      { items: [{ type: 'string' }, {}] },
    ],
    [
      'additional properties of a schema',
      field(30, [...flag(1, 1), ...field(2, ofType('string'))]),
      { additionalProperties: { type: 'string' } },
    ],
    ['additional properties or none', field(30, flag(1, 0)), { additionalProperties: false }],
    [
      'rules',
      field(44, [...field(1, text('self > 0')), ...field(2, []), ...field(4, text('FieldValueInvalid'))]),
      { 'x-kubernetes-validations': [{ rule: 'self > 0', reason: 'FieldValueInvalid' }] },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(read(bytes)).toEqual(expected);
  });

  it('refuses schemas within schemas without end', () => {
    let bytes: number[] = [];
    for (let depth = 0; depth < 100; depth++) bytes = field(28, bytes);
    expect(() => read(bytes)).toThrow(WireError);
  });

  it('reads any bytes, or says what is wrong', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          readJsonSchema(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});
