import { Followers, type Home } from './home.ts';
import type { Life } from './life.ts';

/** A cluster that several pages look at and drive together. Nobody can put another in its place, or turn its time back. */
export class SharedHome implements Home {
  readonly #followers = new Followers();
  /** What a life of this home tells its news to. */
  readonly tell = this.#followers.tell;
  #life: Life | undefined;
  #viewers = 0;

  get life(): Life | undefined {
    return this.#life;
  }

  get viewers(): number {
    return this.#viewers;
  }

  /** Who looks on is shown to everybody. */
  set viewers(count: number) {
    this.#viewers = count;
    this.tell('pace');
  }

  /** Lives here from now on. */
  moveIn(life: Life): void {
    this.#life = life;
  }

  open({ seed, recording }: Parameters<Home['open']>[0]): Promise<void> {
    if (seed === undefined && recording === undefined) return Promise.resolve();
    return Promise.reject(new Error('This cluster is shared: another cannot be put in its place.'));
  }

  pace(pace: Parameters<Home['pace']>[0]): void {
    this.#life?.pace(pace);
  }

  seek(): void {
    throw new Error('This cluster is shared: its time cannot be turned back for all.');
  }

  follow(listener: Parameters<Home['follow']>[0]): () => void {
    return this.#followers.add(listener);
  }
}
