import type { Life, News } from './life.ts';
import type { Commands } from './protocol.ts';

/** Where a session's cluster lives, and who decides which cluster and which moment is shown. */
export interface Home {
  /** What is shown; undefined until something was opened. */
  readonly life: Life | undefined;
  /** How many look at it together; undefined where it is one page's own. */
  readonly viewers: number | undefined;
  /** Boots a new cluster or opens a recording. Throws an Error whose message is for the page's user. */
  open(what: Commands['open']['give']): Promise<void>;
  /** Pauses time or lets it go on, and how fast. */
  pace(pace: Commands['pace']['give']): void;
  /** Shows another moment. */
  seek(atMs: number): void;
  /** Tells from now on what there is to look at. Returns how to end that. */
  follow(listener: (news: News) => void): () => void;
}

/** Those who follow a home. */
export class Followers {
  readonly #listeners = new Set<(news: News) => void>();

  readonly tell = (news: News): void => {
    for (const listener of this.#listeners) listener(news);
  };

  add(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
