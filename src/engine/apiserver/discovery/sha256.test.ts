import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from './sha256.ts';

it('hashes as everybody does', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 300 });
  fc.assert(
    fc.property(ascii, (text) => {
      expect(sha256(text)).toEqual([...createHash('sha256').update(text, 'latin1').digest()]);
    }),
  );
});
