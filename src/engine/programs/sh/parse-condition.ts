import { ShellSyntaxError, type Token } from './lexer.ts';
import type { Condition, Word, WordPart } from './syntax.ts';

/** What stands between `[[` and `]]`. Throws a ShellSyntaxError. */
export function parseCondition(tokens: readonly Token[]): Condition {
  let at = 0;
  const refuse = (): never => {
    throw new ShellSyntaxError('sh: syntax error in conditional expression');
  };
  const isOperator = (text: string): boolean => {
    const token = tokens[at];
    return token?.kind === 'operator' && token.text === text;
  };
  const word = () => {
    const token = tokens[at++];
    return token?.kind === 'word' ? token : refuse();
  };
  const either = (): Condition => {
    let left = both();
    while (isOperator('||')) {
      at++;
      left = { kind: 'either', left, right: both() };
    }
    return left;
  };
  const both = (): Condition => {
    let left = single();
    while (isOperator('&&')) {
      at++;
      left = { kind: 'both', left, right: single() };
    }
    return left;
  };
  const single = (): Condition => {
    if (isOperator('(')) {
      at++;
      const inner = either();
      if (!isOperator(')')) refuse();
      at++;
      return inner;
    }
    const first = word();
    if (first.raw === '!') return { kind: 'not', inner: single() };
    const next = tokens[at];
    if (/^-[a-zA-Z]$/.test(first.raw) && next?.kind === 'word') {
      at++;
      return { kind: 'unary', operator: first.raw, word: next.word };
    }
    if (next?.kind === 'redirect' && (next.text === '<' || next.text === '>')) {
      at++;
      return { kind: 'binary', left: first.word, operator: next.text, right: word().word };
    }
    if (next?.kind !== 'word') return { kind: 'unary', operator: '', word: first.word };
    at++;
    const right = next.raw === '=~' ? expression() : word().word;
    return { kind: 'binary', left: first.word, operator: next.raw, right };
  };
  /** A regular expression may have parentheses and bars that are not quoted. */
  const expression = (): Word => {
    const parts: WordPart[] = [];
    for (let token = tokens[at]; token !== undefined; token = tokens[++at]) {
      if (token.kind === 'word') parts.push(...token.word);
      else if (token.kind === 'operator' && ['(', ')', '|'].includes(token.text))
        parts.push({ kind: 'text', text: token.text, plain: true });
      else break;
    }
    return parts;
  };
  const condition = either();
  if (at < tokens.length) refuse();
  return condition;
}
