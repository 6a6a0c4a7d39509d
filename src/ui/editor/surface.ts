import type { ApplyProblem } from '../../session/protocol.ts';

/** What a text surface is given, whichever one it is. */
export interface EditorSurfaceProps {
  /** Identifies the document; another one is another text. */
  readonly documentKey: string;
  readonly path: string;
  readonly text: string;
  readonly problems: readonly ApplyProblem[];
  /** A place to go to, when it changes. */
  readonly jump?: { readonly line: number; readonly column: number };
  readonly onChange: (text: string) => void;
  readonly onApply: () => void;
}
