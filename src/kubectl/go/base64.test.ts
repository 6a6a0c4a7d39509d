import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { base64Decode, base64Encode, fromUtf8, toUtf8 } from './base64.ts';

it.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['geheim', 'Z2VoZWlt'],
  ['ä€😀', 'w6Tigqzwn5iA'],
])('%j is %s', (text, encoded) => {
  expect(base64Encode(text)).toBe(encoded);
  expect(base64Decode(encoded)).toBe(text);
});

it('every text comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fromUtf8(toUtf8(text))).toBe(text);
      expect(base64Decode(base64Encode(text))).toBe(text);
    }),
  );
});
