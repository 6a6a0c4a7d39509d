/** A part of a word. `quoted` parts are not split at spaces; in `plain` text `*` and `~` have their meaning. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly plain?: true }
  | VariablePart
  | { readonly kind: 'command'; readonly script: Script; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly text: string }
  /** `<(…)`: a file with what the script prints. */
  | { readonly kind: 'process'; readonly script: Script };

export interface VariablePart {
  readonly kind: 'variable';
  /** A name, a digit, or one of `@ * # ? $ ! -`. */
  readonly name: string;
  readonly quoted: boolean;
  readonly edit?: VariableEdit;
}

/** What `${name…}` makes of a variable. */
export type VariableEdit =
  | { readonly kind: 'length' }
  /** `:-`, `-`, `:=`, `=`, `:?`, `?`, `:+`, `+`: what stands for a variable that is not set (or not, or is). */
  | { readonly kind: 'default'; readonly operator: string; readonly word: Word }
  /** `#`, `##`, `%`, `%%`: without what a pattern matches at its start or end. */
  | { readonly kind: 'trim'; readonly operator: string; readonly pattern: Word }
  | { readonly kind: 'replace'; readonly all: boolean; readonly pattern: Word; readonly by: Word }
  /** `:offset` or `:offset:length`, both arithmetic. */
  | { readonly kind: 'slice'; readonly offset: string; readonly length?: string }
  /** `^`, `^^`, `,`, `,,`. */
  | { readonly kind: 'case'; readonly operator: string };

export type Word = readonly WordPart[];

export interface Redirect {
  /** The file; the text of a here-document; what is copied, which is `1` or `2`. */
  readonly to: Word;
  readonly append: boolean;
  /** `here` is a here-document: `to` is its text. */
  readonly stream: 'stdin' | 'here' | 'stdout' | 'stderr' | 'both';
  /** `2>&1`: the stream goes where that other one goes by now. */
  readonly copies?: 'stdout' | 'stderr';
}

export type Command = (
  | {
      readonly kind: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
    }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise?: Script }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | {
      readonly kind: 'for';
      readonly variable: string;
      readonly items: readonly Word[];
      readonly body: Script;
    }
  /** `for ((start; condition; step))`. */
  | {
      readonly kind: 'count';
      readonly start: string;
      readonly condition: string;
      readonly step: string;
      readonly body: Script;
    }
  | { readonly kind: 'group'; readonly body: Script; readonly subshell: boolean }
  | {
      readonly kind: 'case';
      readonly word: Word;
      readonly choices: readonly { readonly patterns: readonly Word[]; readonly body: Script }[];
    }
  | { readonly kind: 'function'; readonly name: string; readonly body: Command }
  /** `[[ … ]]`. */
  | { readonly kind: 'condition'; readonly test: Condition }
  /** `(( … ))`. */
  | { readonly kind: 'arithmetic'; readonly text: string }
) & { readonly redirects: readonly Redirect[] };

interface Assignment {
  readonly name: string;
  readonly value: Word;
  /** `+=`. */
  readonly appends: boolean;
}

interface Branch {
  readonly condition: Script;
  readonly body: Script;
}

export type Condition =
  | { readonly kind: 'both' | 'either'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition }
  /** `-f x`, or with an empty operator just `x`. */
  | { readonly kind: 'unary'; readonly operator: string; readonly word: Word }
  | { readonly kind: 'binary'; readonly left: Word; readonly operator: string; readonly right: Word };

export interface Step {
  readonly pipeline: readonly Command[];
  readonly negated: boolean;
  /** What decides whether it runs: how the one before ended. */
  readonly after: 'always' | 'success' | 'failure';
  readonly background: boolean;
}

export type Script = readonly Step[];
