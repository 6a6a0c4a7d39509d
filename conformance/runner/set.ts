/** One recorded case, played against Podyard. */
export interface CaseResult {
  /** `scheduler/verdicts/taint-toleration`: the file it stands in, without its ending. */
  readonly family: string;
  /** Unique within its family. */
  readonly name: string;
  /** Each place where Podyard differs, as one readable line: path, expected, got. Empty = passed. */
  readonly disagreements: readonly string[];
}

/** A part of the recordings with its own format and its own way to play it. */
export interface ConformanceSet {
  /** `scheduler/verdicts`, `api`: also its folder under `conformance/`. */
  readonly name: string;
  /** Plays every case in `folder` (by default the project's own), in the order of files and lines. */
  run(folder: string): Iterable<CaseResult> | AsyncIterable<CaseResult>;
}
