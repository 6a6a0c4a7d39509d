/** What runs in the background of a terminal. */
export interface Job {
  readonly number: number;
  readonly id: number;
  readonly command: string;
  /** Undefined while it runs. */
  exitCode?: number;
  readonly done: Promise<number>;
  readonly cancel: () => void;
}

const firstProcessId = 2100;

/** The jobs of one terminal, as bash counts them. */
export class Jobs {
  readonly #jobs: Job[] = [];
  #processes = 0;

  get all(): readonly Job[] {
    return this.#jobs;
  }

  start(command: string, run: () => Promise<number>, cancel: () => void): Job {
    const job: Job = {
      number: (this.#jobs.at(-1)?.number ?? 0) + 1,
      id: firstProcessId + 2 * ++this.#processes,
      command,
      done: run().then((code) => (job.exitCode = code)),
      cancel,
    };
    this.#jobs.push(job);
    return job;
  }

  /** `%1`, `%%`, `%+`, or a process's id. */
  find(word: string): Job | undefined {
    if (word === '%%' || word === '%+' || word === '') return this.#jobs.at(-1);
    if (word.startsWith('%')) return this.#jobs.find(({ number }) => String(number) === word.slice(1));
    return this.#jobs.find(({ id }) => String(id) === word);
  }

  /** Lines about what has ended; each job is told once. */
  takeEnded(): string[] {
    const ended = this.#jobs.filter(({ exitCode }) => exitCode !== undefined);
    const lines = ended.map((job) => this.describe(job));
    for (const job of ended) this.#jobs.splice(this.#jobs.indexOf(job), 1);
    return lines;
  }

  /** `[1]+  Running                 sleep 60 &` */
  describe(job: Job): string {
    const sign = job === this.#jobs.at(-1) ? '+' : job === this.#jobs.at(-2) ? '-' : ' ';
    const { exitCode } = job;
    const state =
      exitCode === undefined
        ? 'Running'
        : exitCode === 0
          ? 'Done'
          : exitCode === terminated
            ? 'Terminated'
            : `Exit ${exitCode}`;
    return `[${job.number}]${sign}  ${state.padEnd(22)}  ${job.command}${exitCode === undefined ? ' &' : ''}`;
  }

  cancelAll(): void {
    for (const job of this.#jobs) job.cancel();
  }
}

/** The exit code of what `kill` ended. */
export const terminated = 143;
