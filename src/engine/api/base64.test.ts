import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  base64Problem,
  base64Size,
  decodeBase64,
  decodeBase64Text,
  encodeBase64,
  encodeBase64Text,
} from './base64.ts';
import { utf8Bytes } from './utf8.ts';

it.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['geheim', 'Z2VoZWlt'],
  ['ä€😀', 'w6Tigqzwn5iA'],
])('%j is %s', (text, encoded) => {
  expect(encodeBase64Text(text)).toBe(encoded);
  expect(decodeBase64Text(encoded)).toBe(text);
});

it('what does not belong is skipped', () => {
  expect(decodeBase64Text('Zm\n 9v')).toBe('foo');
});

it('every text comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = encodeBase64Text(text);
      expect(decodeBase64Text(encoded)).toBe(text);
      expect(base64Problem(encoded)).toBeUndefined();
      expect(base64Size(encoded)).toBe(utf8Bytes(text).length);
    }),
  );
});

it('bytes come back from either alphabet, as everybody else writes them', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom('standard' as const, 'url' as const), (bytes, kind) => {
      const encoded = encodeBase64(bytes, kind);
      expect(encoded).toBe(Buffer.from(bytes).toString(kind === 'url' ? 'base64url' : 'base64'));
      expect(decodeBase64(encoded, kind)).toEqual([...bytes]);
    }),
  );
});
