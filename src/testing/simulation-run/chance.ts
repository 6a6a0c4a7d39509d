import { Random } from '../../engine/index.ts';

/** Seeded chance, and the few questions that generators ask of it. */
export class Chance {
  readonly #random: Random;

  constructor(seed: string, stream: string) {
    this.#random = new Random(seed, stream);
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

  /** One of `choices`, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.#random.fraction() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    return (choices.at(-1) as (typeof choices)[number])[1];
  }

  /** The members with this probability, none otherwise: to be spread into an object. */
  maybe<T extends object>(probability: number, make: () => T): T | Record<string, never> {
    return this.one(probability) ? make() : {};
  }
}
