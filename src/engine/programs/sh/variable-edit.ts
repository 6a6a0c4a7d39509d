import { patternSource } from './pattern.ts';
import type { VariableEdit } from './syntax.ts';

/** Whether a variable's default word stands for it: `:` counts an empty one as not set. */
export function wantsDefault(operator: string, value: string | undefined): boolean {
  const missing = value === undefined || (operator.startsWith(':') && value === '');
  return operator.endsWith('+') ? !missing : missing;
}

/** What a variable is with a `${name…}` edit; `pattern` and `by` are its words, expanded. */
export function editedVariable(
  value: string,
  edit: Exclude<VariableEdit, { kind: 'default' }>,
  { pattern = '', by = '', number }: { pattern?: string; by?: string; number: (text: string) => number },
): string {
  switch (edit.kind) {
    case 'length':
      return String(value.length);
    case 'trim':
      return trimmed(value, edit.operator, pattern);
    case 'replace':
      return pattern === '' ? value : value.replace(replaced(pattern, edit.all), () => by);
    case 'slice': {
      const offset = number(edit.offset);
      const from = offset < 0 ? Math.max(0, value.length + offset) : offset;
      if (edit.length === undefined) return value.slice(from);
      const length = number(edit.length);
      return length < 0 ? value.slice(from, value.length + length) : value.slice(from, from + length);
    }
    case 'case': {
      const change = (text: string): string =>
        edit.operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase();
      return edit.operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
    }
  }
}

/** `#` at the start and `%` at the end of a replaced pattern tie it there. */
function replaced(pattern: string, all: boolean): RegExp {
  if (pattern.startsWith('#')) return new RegExp(`^${patternSource(pattern.slice(1))}`);
  if (pattern.startsWith('%')) return new RegExp(`${patternSource(pattern.slice(1))}$`);
  return new RegExp(patternSource(pattern), all ? 'g' : '');
}

function trimmed(value: string, operator: string, pattern: string): string {
  const longest = operator.length === 2;
  if (operator.startsWith('#')) return value.replace(new RegExp(`^${patternSource(pattern, !longest)}`), '');
  const atEnd = new RegExp(`^${patternSource(pattern)}$`);
  // The shortest end that fits begins last.
  for (let step = 0; step <= value.length; step++) {
    const from = longest ? step : value.length - step;
    if (atEnd.test(value.slice(from))) return value.slice(0, from);
  }
  return value;
}
