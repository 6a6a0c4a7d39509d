/** What can be told of arguments that are written out. Models the validators of cel-go/cel/validator.go (v0.26). */
import { parseRegExp, RegExpError } from '../api/regexp.ts';
import type { CallNode } from './ast.ts';
import { formatProblem } from './library/strings.ts';
import type { CelIssue } from './source.ts';
import { parseDuration, parseTimestamp } from './time.ts';
import { dynType } from './types.ts';

/** Times, spans, patterns and templates that are written out must be some. */
export function literalIssues(node: CallNode): readonly CelIssue[] {
  const { name, args, target } = node;
  if (name === 'format') return formatIssues(node);
  const argument = name === 'matches' && target === undefined ? args[1] : args[0];
  if (argument?.is !== 'literal' || typeof argument.value !== 'string') return [];
  const isWrong = literalChecks[name]?.(argument.value) ?? false;
  return isWrong ? [{ at: argument.at, message: `invalid ${name} argument` }] : [];
}

function formatIssues({ target, args: [list], at }: CallNode): CelIssue[] {
  if (target?.is !== 'literal' || typeof target.value !== 'string' || list?.is !== 'list') return [];
  const types = list.items.map(({ value }) => (value.is === 'literal' ? value.type : dynType));
  const problem = formatProblem(target.value, types);
  if (problem === undefined) return [];
  const argument = problem.argument === undefined ? undefined : list.items[problem.argument]?.value.at;
  return [{ at: argument ?? at, message: problem.message }];
}

const literalChecks: Readonly<Record<string, (text: string) => boolean>> = {
  duration: (text) => parseDuration(text) === undefined,
  timestamp: (text) => parseTimestamp(text) === undefined,
  matches(text) {
    try {
      parseRegExp(text);
      return false;
    } catch (error) {
      if (error instanceof RegExpError) return true;
      throw error;
    }
  },
};
