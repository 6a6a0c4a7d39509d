/** SHA-256 of an ASCII text, as 32 bytes. FIPS 180-4. */
export function sha256(text: string): number[] {
  const bytes = Array.from(text, (character) => character.charCodeAt(0) & 0xff);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let shift = 56; shift >= 0; shift -= 8) bytes.push(Math.floor(bits / 2 ** shift) & 0xff);

  const state = primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));
  for (let block = 0; block < bytes.length; block += 64) compress(state, bytes.slice(block, block + 64));
  return state.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff));
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

function compress(state: number[], block: readonly number[]): void {
  const words: number[] = [];
  for (let index = 0; index < 64; index++)
    words.push(index < 16 ? wordAt(block, index * 4) : extend(words, index));
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + (roundConstants[round] ?? 0) + (words[round] ?? 0)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sum0 + majority) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = ((state[index] ?? 0) + word) >>> 0;
  });
}

function wordAt(bytes: readonly number[], at: number): number {
  return bytes.slice(at, at + 4).reduce((word, byte) => (word << 8) | byte, 0);
}

function extend(words: readonly number[], index: number): number {
  const at = (back: number): number => words[index - back] ?? 0;
  const sigma0 = rotate(at(15), 7) ^ rotate(at(15), 18) ^ (at(15) >>> 3);
  const sigma1 = rotate(at(2), 17) ^ rotate(at(2), 19) ^ (at(2) >>> 10);
  return (at(16) + sigma0 + at(7) + sigma1) | 0;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
