import { checkRecording } from './check-recording.ts';
import type { Descriptions } from './descriptions.ts';
import { Followers, type Home } from './home.ts';
import { Life, type LifeOptions } from './life.ts';
import { Pacer } from './pacer.ts';
import { newcomersSeed } from './protocol.ts';
import type { Commands, Operation, Recording } from './protocol.ts';
import type { RecordingStore } from './recording-store.ts';
import { sampleOperations } from './sample-files.ts';

export interface OwnHomeOptions {
  readonly store: RecordingStore;
  /** What fields mean. */
  readonly descriptions: Descriptions;
  readonly recorded?: LifeOptions['recorded'];
  /** The date, at which a new cluster begins. */
  readonly dateMs: () => number;
}

/** How often the recording is kept while time passes. */
const saveMs = 1000;

/** A cluster of one's own: any moment of it can be shown, and it is kept from one visit to the next. */
export class OwnHome implements Home {
  readonly viewers = undefined;
  readonly #options: OwnHomeOptions;
  readonly #pacer = new Pacer();
  readonly #followers = new Followers();
  #life: Life | undefined;
  #unsavedMs = 0;
  #savedEndMs = 0;

  constructor(options: OwnHomeOptions) {
    this.#options = options;
    this.#followers.add((news) => {
      if (news === 'operation') this.#save();
    });
  }

  get life(): Life | undefined {
    return this.#life;
  }

  follow(listener: Parameters<Home['follow']>[0]): () => void {
    return this.#followers.add(listener);
  }

  /** Lets wall time pass. */
  tick(elapsedMs: number, mayGoOn: () => boolean): void {
    this.#life?.tick(elapsedMs, mayGoOn);
    this.#unsavedMs += elapsedMs;
    if (this.#unsavedMs > saveMs && this.#life?.recorded.endMs !== this.#savedEndMs) this.#save();
  }

  async open({ seed, startMs, asInSlides, recording, atMs }: Commands['open']['give']): Promise<void> {
    const given =
      recording ??
      (seed === undefined && asInSlides === undefined ? await this.#options.store.load() : undefined);
    const checked = given === undefined ? undefined : checkRecording(given);
    if (typeof checked === 'string' && recording !== undefined) throw new Error(checked);
    if (atMs !== undefined) this.#pacer.paused = true;
    if (typeof checked === 'object')
      this.#live(checked, Math.min(Math.round(atMs ?? Infinity), checked.endMs));
    else this.#liveAnew(seed, startMs, asInSlides);
  }

  pace(pace: Commands['pace']['give']): void {
    this.#pacer.set(pace);
    this.#followers.tell('pace');
  }

  seek(atMs: number): void {
    const life = this.#life;
    if (life === undefined) return;
    const whole = Math.round(atMs);
    const { recorded, crash } = life;
    this.#pacer.paused = true;
    if (crash === undefined && whole >= recorded.nowMs) life.advance(Math.min(whole, recorded.endMs));
    else {
      const recording = recorded.recording();
      this.#live(recording, Math.min(whole, recording.endMs));
    }
  }

  #liveAnew(
    seed = newcomersSeed,
    startMs = Math.floor(this.#options.dateMs() / 1000) * 1000,
    asInSlides = false,
  ): void {
    const recording: Recording = {
      podyard: 'recording',
      version: 1,
      seed,
      startMs,
      endMs: startMs,
      cluster: { nodes: ['controlplane', 'node01', 'node02'], ...(asInSlides && { asInSlides }) },
      operations: [],
    };
    this.#live(recording, startMs, sampleOperations);
    this.#save();
  }

  /** Lives `recording` up to `atMs`, and does what `operations` say; shown from there on. */
  #live(recording: Recording, atMs: number, operations: readonly Operation[] = []): void {
    const { recorded, descriptions } = this.#options;
    const life: Life = new Life(recording, {
      pacer: this.#pacer,
      cluster: { apiServer: { descriptions } },
      recorded,
      tell: (news) => {
        if (life === this.#life) this.#followers.tell(news);
      },
    });
    try {
      life.advance(atMs);
      for (const operation of operations) life.perform(operation);
    } finally {
      this.#life = life;
      this.#followers.tell('another');
    }
  }

  #save(): void {
    const life = this.#life;
    if (life === undefined || life.crash !== undefined) return;
    this.#unsavedMs = 0;
    this.#savedEndMs = life.recorded.endMs;
    void this.#options.store.save(life.recorded.recording());
  }
}
