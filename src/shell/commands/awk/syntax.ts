/** A program that awk refuses; the message is gawk's, behind `awk: cmd. line:1: `. */
export class AwkProblem extends Error {
  override name = 'AwkProblem';
}

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly index: Expression }
  | { readonly kind: 'element'; readonly array: string; readonly index: readonly Expression[] }
  | { readonly kind: 'in'; readonly index: readonly Expression[]; readonly array: string }
  | { readonly kind: 'unary'; readonly operator: '!' | '-' | '+'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      /** Arithmetic, a comparison, `~`, `!~`, `&&`, `||`, or a blank: texts side by side. */
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | {
      readonly kind: 'assign';
      /** Empty, or the arithmetic of `+=` and its like. */
      readonly operator: string;
      readonly target: Expression;
      readonly value: Expression;
    }
  | { readonly kind: 'step'; readonly target: Expression; readonly by: 1 | -1; readonly prefix: boolean }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type Statement =
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | {
      readonly kind: 'print' | 'printf';
      readonly values: readonly Expression[];
      readonly to?: { readonly path: Expression; readonly append: boolean };
    }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly yes: Statement;
      readonly no?: Statement;
    }
  | {
      readonly kind: 'while';
      readonly condition: Expression;
      readonly body: Statement;
      readonly first: boolean;
    }
  | {
      readonly kind: 'for';
      readonly start?: Statement;
      readonly condition?: Expression;
      readonly step?: Statement;
      readonly body: Statement;
    }
  | { readonly kind: 'each'; readonly variable: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'delete'; readonly array: string; readonly index?: readonly Expression[] }
  | { readonly kind: 'exit' | 'return'; readonly value?: Expression }
  | { readonly kind: 'next' | 'break' | 'continue' };

export interface Rule {
  readonly pattern?: Expression;
  /** The end of a range of lines. */
  readonly until?: Expression;
  readonly when: 'begin' | 'line' | 'end';
  /** Absent: prints the line. */
  readonly body?: Statement;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
