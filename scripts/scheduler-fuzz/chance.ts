import type { Random } from '../../src/engine/sim/random.ts';

/** Random numbers, and the few questions that the generators ask of them. */
export class Chance {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Whether something of this probability happens. */
  one(probability: number): boolean {
    return this.#random.fraction() < probability;
  }

  /** An integer in [from, to]. */
  between(from: number, to: number): number {
    return from + this.#random.int(to - from + 1);
  }

  pick<T>(items: readonly T[]): T {
    return this.#random.pick(items);
  }

  /** Each item with this probability, in order. */
  some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.one(probability));
  }

  /** Between `from` and `to` things. */
  list<T>(from: number, to: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.between(from, to) }, (_, index) => make(index));
  }

  /** The fields with this probability, none otherwise: to be spread into an object. */
  maybe<T extends object>(probability: number, make: () => T): T | Record<string, never> {
    return this.one(probability) ? make() : {};
  }
}
