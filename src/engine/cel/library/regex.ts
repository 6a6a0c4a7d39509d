/** Finding by pattern. Models k8s.io/apiserver/pkg/cel/library/regex.go (v1.36). */
import { parseRegExp, RegExpError, type GoRegExp } from '../../api/regexp.ts';
import { matches, type Declaration } from '../functions.ts';
import { CelError, ValueList } from '../values.ts';

function patternOf(pattern: string): GoRegExp {
  try {
    return parseRegExp(pattern);
  } catch (error) {
    if (error instanceof RegExpError)
      throw new CelError(`Illegal regex: error parsing regexp: ${error.message}`);
    throw error;
  }
}

function find(text: string, pattern: string): string {
  const [start = 0, end = 0] = patternOf(pattern).exec(text) ?? [];
  return text.slice(start, end);
}

function findAll(text: string, pattern: string, limit = -1n): ValueList {
  const regExp = patternOf(pattern);
  const found: string[] = [];
  for (let from = 0, lastEnd = -1; from <= text.length && (limit < 0n || BigInt(found.length) < limit);) {
    const [start, end] = regExp.exec(text, from) ?? [];
    if (start === undefined || end === undefined) break;
    // An empty match right behind another one does not count.
    if (end > start || start !== lastEnd) found.push(text.slice(start, end));
    lastEnd = end;
    from = end > start ? end : end + String.fromCodePoint(text.codePointAt(end) ?? 0).length;
  }
  return new ValueList(found);
}

export const regex: readonly Declaration[] = [
  ['(string).find(string): string', find, matches],
  ['(string).findAll(string): list<string>', findAll, matches],
  ['(string).findAll(string, int): list<string>', findAll, matches],
];
