import { inOnePiece } from './plain.ts';

/**
 * A seeded stream of random numbers (sfc32). Streams with other names are independent, so that one
 * component drawing more numbers never changes what another draws.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string, stream: string) {
    const hash = hashText(`${seed}\u0000${stream}`);
    this.#a = hash();
    this.#b = hash();
    this.#c = hash();
    for (let warmUp = 0; warmUp < 12; warmUp++) this.uint32();
  }

  /** The next 32 random bits, as an unsigned integer. */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** An integer in [0, bound). `bound` is at most 2^32. */
  int(bound: number): number {
    return Math.floor((this.uint32() / 4294967296) * bound);
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.uint32() / 4294967296;
  }

  /** One of `items`, which is not empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T;
  }

  /** A version 4 UUID. */
  uuid(): string {
    const [a, b, c, d] = [this.uint32(), this.uint32(), this.uint32(), this.uint32()];
    const version = (b & 0xffff0fff) | 0x4000;
    const variant = (c & 0x3fffffff) | 0x80000000;
    const half = (word: number): string => hexByte(word >>> 8) + hexByte(word);
    return inOnePiece(
      `${half(a >>> 16)}${half(a)}-${half(b >>> 16)}-${half(version)}-${half(variant >>> 16)}-${half(c)}${half(d >>> 16)}${half(d)}`,
    );
  }

  /**
   * Random characters of the alphabet that Kubernetes uses for generated names.
   * Models k8s.io/apimachinery/pkg/util/rand.String (v1.36).
   */
  suffix(length: number): string {
    let text = '';
    for (let index = 0; index < length; index++) text += this.pick(nameAlphabet);
    return text;
  }
}

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The lowest byte of a word. */
function hexByte(word: number): string {
  return hexBytes[word & 0xff] as string;
}

const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789'.split('');

/** A xmur3 hash of `text`, giving as many 32-bit words as asked for. */
function hashText(text: string): () => number {
  let state = 1779033703 ^ text.length;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 3432918353);
    state = (state << 13) | (state >>> 19);
  }
  return () => {
    state = Math.imul(state ^ (state >>> 16), 2246822507);
    state = Math.imul(state ^ (state >>> 13), 3266489909);
    return (state ^= state >>> 16) >>> 0;
  };
}
