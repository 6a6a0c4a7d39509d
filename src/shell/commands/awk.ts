import { complain, inputText, linesOf, type ShellCommand } from '../command.ts';
import { unescaped } from './patterns.ts';

/** Simplified: `{print …}` of fields and texts, with `/pattern/`, `NR>1`-like conditions and `-F`. */
export const awk: ShellCommand = (process) => {
  const args = [...process.args];
  let separator: string | RegExp = /\s+/;
  const at = args.findIndex((arg) => arg.startsWith('-F'));
  if (at >= 0) {
    const bundled = args[at]?.slice(2);
    separator = bundled || (args[at + 1] ?? ' ');
    args.splice(at, bundled ? 1 : 2);
  }
  const [program = '', ...paths] = args;
  const match =
    /^\s*(?:\/((?:[^/\\]|\\.)*)\/|NR\s*(==|>=|<=|>|<|!=)\s*(\d+))?\s*(?:\{\s*print\s*([^}]*)\})?\s*$/.exec(
      program,
    );
  if (match === null || program.trim() === '') return complain(process, `syntax error at source line 1`);
  const [, pattern, comparison, number, printed = ''] = match;
  const expression = pattern === undefined ? undefined : new RegExp(pattern);
  const text = inputText(process, paths);
  if (text === undefined) return 2;
  linesOf(text).forEach((line, index) => {
    if (expression !== undefined && !expression.test(line)) return;
    if (comparison !== undefined && !compares(index + 1, comparison, Number(number))) return;
    const fields = (typeof separator === 'string' ? line : line.trim()).split(separator);
    process.stdout(`${awkValue(printed, line, fields, index + 1)}\n`);
  });
  return 0;
};

function compares(a: number, comparison: string, b: number): boolean {
  if (comparison === '==') return a === b;
  if (comparison === '!=') return a !== b;
  if (comparison.startsWith('>')) return comparison === '>' ? a > b : a >= b;
  return comparison === '<' ? a < b : a <= b;
}

function awkValue(expression: string, line: string, fields: readonly string[], record: number): string {
  if (expression.trim() === '') return line;
  return expression
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((part) =>
      Array.from(
        part.matchAll(/"((?:[^"\\]|\\.)*)"|\$(NF|\d+)|(NR)|(NF)/g),
        ([, quoted, field, isRecord, isCount]) => {
          if (quoted !== undefined) return unescaped(quoted);
          if (isRecord) return String(record);
          if (isCount) return String(fields.length);
          if (field === '0') return line;
          return fields[field === 'NF' ? fields.length - 1 : Number(field) - 1] ?? '';
        },
      ).join(''),
    )
    .join(' ');
}
