import { toUtf8 } from './base64.ts';

const primes = firstPrimes(64);
const constants = primes.map((prime) => fraction(Math.cbrt(prime)));
const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** The SHA-256 of a text's UTF-8, in hexadecimal. */
export function sha256Hex(text: string): string {
  const bytes = toUtf8(text);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let shift = 56; shift >= 0; shift -= 8) bytes.push(Math.floor(bits / 2 ** shift) & 0xff);
  let state = [...start];
  for (let at = 0; at < bytes.length; at += 64) state = compress(state, bytes.slice(at, at + 64));
  return state.map((word) => word.toString(16).padStart(8, '0')).join('');
}

function compress(state: readonly number[], block: readonly number[]): number[] {
  const words: number[] = [];
  for (let index = 0; index < 64; index++) {
    if (index < 16) {
      const [a = 0, b = 0, c = 0, d = 0] = block.slice(index * 4, index * 4 + 4);
      words.push(((a << 24) | (b << 16) | (c << 8) | d) >>> 0);
      continue;
    }
    const w15 = words[index - 15] as number;
    const w2 = words[index - 2] as number;
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    words.push(((words[index - 16] as number) + s0 + (words[index - 7] as number) + s1) >>> 0);
  }
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let index = 0; index < 64; index++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const t1 = (h + s1 + choice + (constants[index] as number) + (words[index] as number)) >>> 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) >>> 0, c, b, a, (t1 + s0 + majority) >>> 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + (state[index] as number)) >>> 0);
}

function rotate(word: number, by: number): number {
  return ((word >>> by) | (word << (32 - by))) >>> 0;
}

function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32) >>> 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
