import { aggregateText, invalid, type FieldError } from './field-error.ts';
import { isQualifiedName } from './names.ts';

export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** A selector that cannot be; the message is Kubernetes'. */
export class SelectorError extends Error {
  override name = 'SelectorError';
}

/** Models labels.validateLabelKey (v1.36). `path` is `<nil>` where the text has no field of its own. */
export function labelKeyErrors(key: string, path: string): FieldError[] {
  const problems = isQualifiedName(key);
  return problems.length === 0 ? [] : [invalid(path, key, problems.join('; '))];
}

interface Token {
  readonly kind: 'identifier' | 'operator' | 'error' | 'end';
  readonly text: string;
}

const symbols = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '(']);
const symbolStart = /[=!(),><]/;
const space = /[ \t\r\n]/;

/** Operators that stand between a key and its values. */
const binaryOperators: Readonly<Record<string, LabelOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};
const binaryOperatorNames = 'in, notin, =, ==, !=, gt, lt';

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let index = 0;
  while (index < text.length) {
    const start = index;
    if (space.test(text[index] as string)) {
      index++;
    } else if (symbolStart.test(text[index] as string)) {
      index++;
      while (index < text.length && symbols.has(text.slice(start, index + 1))) index++;
      found.push({ kind: 'operator', text: text.slice(start, index) });
    } else {
      while (
        index < text.length &&
        !space.test(text[index] as string) &&
        !symbolStart.test(text[index] as string)
      ) {
        index++;
      }
      found.push({ kind: 'identifier', text: text.slice(start, index) });
    }
  }
  found.push({ kind: 'end', text: '' });
  return found;
}

/**
 * Reads a label selector; `requirement` makes each condition. Throws a SelectorError.
 * Models labels.Parser (v1.36): the words `in` and `notin` are operators only behind a key.
 */
export function parseSelectorText<T>(
  text: string,
  requirement: (key: string, operator: LabelOperator, values: string[]) => T,
): T[] {
  const items = tokens(text);
  let position = 0;
  const peek = (): Token => items[position] as Token;
  const take = (): Token => items[Math.min(position++, items.length - 1)] as Token;
  const isSymbol = (token: Token, symbol: string): boolean =>
    token.kind === 'operator' && token.text === symbol;
  const fail = (message: string): never => {
    throw new SelectorError(message);
  };

  const readIdentifiers = (): string[] => {
    const values = new Set<string>();
    for (;;) {
      const token = take();
      if (token.kind === 'identifier') {
        values.add(token.text);
        const next = peek();
        if (isSymbol(next, ')')) return [...values];
        if (!isSymbol(next, ',')) fail(`found '${next.text}', expected: ',' or ')'`);
      } else if (isSymbol(token, ',')) {
        if (values.size === 0) values.add('');
        if (isSymbol(peek(), ')')) return [...values.add('')];
        if (isSymbol(peek(), ',')) {
          take();
          values.add('');
        }
      } else {
        fail(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  };
  const readSet = (): string[] => {
    const open = take();
    if (!isSymbol(open, '(')) fail(`found '${open.text}' expected: '('`);
    const first = peek();
    if (isSymbol(first, ')')) {
      take();
      return [''];
    }
    if (first.kind !== 'identifier' && !isSymbol(first, ',')) {
      fail(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = readIdentifiers();
    const close = take();
    if (!isSymbol(close, ')')) fail(`found '${close.text}', expected: ')'`);
    return values.toSorted();
  };
  const readExactValue = (): string[] => {
    const next = peek();
    if (next.kind === 'end' || isSymbol(next, ',')) return [''];
    const token = take();
    return token.kind === 'identifier' ? [token.text] : fail(`found '${token.text}', expected: identifier`);
  };
  const readRequirement = (): T => {
    let token = take();
    const negated = isSymbol(token, '!');
    if (negated) token = take();
    if (token.kind !== 'identifier') fail(`found '${token.text}', expected: identifier`);
    const key = token.text;
    const keyErrors = labelKeyErrors(key, '<nil>');
    if (keyErrors.length > 0) fail(aggregateText(keyErrors));
    if (negated) return requirement(key, '!', []);
    const next = peek();
    if (next.kind === 'end' || isSymbol(next, ',')) return requirement(key, 'exists', []);
    const sign = take();
    const operator = Object.hasOwn(binaryOperators, sign.text) ? binaryOperators[sign.text] : undefined;
    if (operator === undefined) return fail(`found '${sign.text}', expected: ${binaryOperatorNames}`);
    const values = operator === 'in' || operator === 'notin' ? readSet() : readExactValue();
    return requirement(key, operator, values);
  };

  const found: T[] = [];
  for (;;) {
    const token = peek();
    if (token.kind === 'end') return found;
    if (token.kind !== 'identifier' && !isSymbol(token, '!')) {
      fail(`found '${token.text}', expected: !, identifier, or 'end of string'`);
    }
    try {
      found.push(readRequirement());
    } catch (error) {
      if (error instanceof SelectorError) fail(`unable to parse requirement: ${error.message}`);
      throw error;
    }
    const separator = take();
    if (separator.kind === 'end') return found;
    if (!isSymbol(separator, ',')) fail(`found '${separator.text}', expected: ',' or 'end of string'`);
    const following = peek();
    if (following.kind !== 'identifier' && !isSymbol(following, '!')) {
      fail(`found '${following.text}', expected: identifier after ','`);
    }
  }
}
