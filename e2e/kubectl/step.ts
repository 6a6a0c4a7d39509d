/** One command, and what is to be seen when it has run. */
export interface Step {
  /** What stands behind `kubectl`, as in a shell: words, with quotes around those that hold spaces. */
  readonly run: string;
  /** Default 0. */
  readonly code?: number;
  /** Everything that standard output must show, and the first thing that it must not. */
  readonly out?: RegExp | readonly RegExp[];
  readonly notOut?: RegExp;
  readonly err?: RegExp;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Commands that run while this one goes on; it is ended when its output shows `out`. */
  readonly during?: readonly string[];
  /** Runs again until it shows what it should, since somebody in the cluster has work to do first. */
  readonly eventually?: boolean;
  /** Left out where the page is not built: the texts of `explain` come with it. */
  readonly needsPage?: boolean;
  /** The oldest minor version of kubectl that can do this. Default 27. */
  readonly since?: number;
}

/** Steps that build on each other, with the files that they name. */
export interface Story {
  readonly title: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Flags of a server of its own; without them stories share one. */
  readonly flags?: readonly string[];
  readonly steps: readonly Step[];
}

/** The words of a command line: quotes hold words together and go away. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g))
    words.push(
      word.replaceAll(
        /'([^']*)'|"([^"]*)"/g,
        (_, single?: string, double?: string) => single ?? double ?? '',
      ),
    );
  return words;
}
