import { utf8Bytes } from './utf8.ts';

/** SHA-256 of a text's UTF-8, as 32 bytes. FIPS 180-4. */
export function sha256(text: string): number[] {
  const content = utf8Bytes(text);
  const end = Math.ceil((content.length + 9) / 64) * 64;
  const bytes = new Uint8Array(end);
  bytes.set(content);
  bytes[content.length] = 0x80;
  new DataView(bytes.buffer).setBigUint64(end - 8, BigInt(content.length) * 8n);
  const state = Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)));
  for (let start = 0; start < end; start += 64) compress(state, bytes, start);
  return Array.from(state).flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff));
}

const primes = firstPrimes(64);
const roundConstants = primes.map((prime) => fractionBits(Math.cbrt(prime)));

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}

/** The first 32 bits behind the point. */
function fractionBits(value: number): number {
  return ((value - Math.floor(value)) * 2 ** 32) >>> 0;
}

/** The message schedule, used again for each block. */
const words = new Int32Array(64);

function compress(state: Int32Array, bytes: Uint8Array, start: number): void {
  for (let index = 0; index < 16; index++) words[index] = wordAt(bytes, start + index * 4);
  for (let index = 16; index < 64; index++) words[index] = extended(index);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + (roundConstants[round] as number) + (words[round] as number)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] as number) + word;
  });
}

function wordAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer).getInt32(at);
}

function extended(index: number): number {
  const near = words[index - 2] as number;
  const far = words[index - 15] as number;
  const sigma0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
  const sigma1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
  return ((words[index - 16] as number) + sigma0 + (words[index - 7] as number) + sigma1) | 0;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
