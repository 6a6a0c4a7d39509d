/** A mistake of a filter or of what it is given; the message is jq's, behind `jq: error`. */
export class JqProblem extends Error {
  override name = 'JqProblem';
  /** What `error(value)` threw. */
  readonly value: Json;

  constructor(message: string, value: Json = message) {
    super(message);
    this.value = value;
  }
}

/** A program that is none. */
export class JqSyntaxError extends Error {
  override name = 'JqSyntaxError';
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Filter =
  | { readonly kind: 'identity' | 'recurse' | 'empty' }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'format'; readonly name: string }
  /** A text with `\(…)` in it; `format` is applied to what is put in. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Filter)[]; readonly format?: string }
  | { readonly kind: 'field'; readonly of: Filter; readonly key: Filter }
  | { readonly kind: 'slice'; readonly of: Filter; readonly from?: Filter; readonly to?: Filter }
  | { readonly kind: 'each'; readonly of: Filter }
  | { readonly kind: 'try'; readonly body: Filter; readonly handler?: Filter }
  | {
      readonly kind: 'pipe' | 'comma' | 'and' | 'or';
      readonly left: Filter;
      readonly right: Filter;
    }
  | { readonly kind: 'alternative'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'assign'; readonly operator: string; readonly path: Filter; readonly value: Filter }
  | { readonly kind: 'negate'; readonly operand: Filter }
  | { readonly kind: 'array'; readonly items?: Filter }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: Filter, value: Filter])[] }
  | { readonly kind: 'if'; readonly condition: Filter; readonly yes: Filter; readonly no?: Filter }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'as'; readonly source: Filter; readonly pattern: Pattern; readonly body: Filter }
  | {
      readonly kind: 'reduce';
      readonly source: Filter;
      readonly pattern: Pattern;
      readonly start: Filter;
      readonly update: Filter;
    }
  | {
      readonly kind: 'foreach';
      readonly source: Filter;
      readonly pattern: Pattern;
      readonly start: Filter;
      readonly update: Filter;
      readonly extract?: Filter;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Filter[] }
  | {
      readonly kind: 'define';
      readonly name: string;
      readonly parameters: readonly string[];
      readonly body: Filter;
      readonly rest: Filter;
    };

/** What `as` binds: a variable, or the parts of a value. */
export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: Filter, value: Pattern])[] };
