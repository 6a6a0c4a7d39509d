/** A part of a word. `quoted` parts are not split at spaces; in `plain` text `*` and `~` have their meaning. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly plain?: true }
  | { readonly kind: 'variable'; readonly name: string; readonly fallback?: string; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly script: Script; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly text: string };

export type Word = readonly WordPart[];

/** `here` is a here-document: `to` is its text. */
export interface Redirect {
  readonly to: Word;
  readonly append: boolean;
  readonly stream: 'stdin' | 'here' | 'stdout' | 'stderr' | 'both';
}

export type Command =
  | {
      readonly kind: 'simple';
      readonly assignments: readonly { readonly name: string; readonly value: Word }[];
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise?: Script }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | {
      readonly kind: 'for';
      readonly variable: string;
      readonly items: readonly Word[];
      readonly body: Script;
    }
  | { readonly kind: 'group'; readonly body: Script };

export interface Branch {
  readonly condition: Script;
  readonly body: Script;
}

export interface Step {
  readonly pipeline: readonly Command[];
  readonly negated: boolean;
  /** What decides whether it runs: how the one before ended. */
  readonly after: 'always' | 'success' | 'failure';
  readonly background: boolean;
}

export type Script = readonly Step[];
