import { lineAndColumn, type YamlDocument, type YamlRange } from '../engine/index.ts';
import type { ApplyProblem } from './protocol.ts';

type Range = NonNullable<ApplyProblem['range']>;

/**
 * The place in `text` of a field that the API server named (`spec.containers[0].image`,
 * `metadata.labels[a/b]`), or of the nearest thing around it that is there.
 */
export function fieldPosition(text: string, document: YamlDocument, field: string): Range | undefined {
  const steps = fieldSteps(field);
  for (let length = steps.length; length > 0; length--) {
    const some = steps.slice(0, length);
    // Go's decoder leaves list indexes out: the first place of that name will do.
    const range = document.positions.get(pointerOf(some)) ?? withoutIndexes(document, some);
    if (range !== undefined) return textRange(text, range);
  }
  const first = document.positions.get('/kind') ?? document.positions.get('/apiVersion');
  return first === undefined ? undefined : textRange(text, first);
}

/** `spec.containers[0].ports[1]` → spec, containers, 0, ports, 1. Brackets may hold dots. */
function fieldSteps(field: string): string[] {
  return Array.from(field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g), ([, bracket, name]) => bracket ?? name ?? '');
}

function withoutIndexes({ positions }: YamlDocument, steps: readonly string[]): YamlRange | undefined {
  if (steps.some((step) => /^\d+$/.test(step))) return undefined;
  const wanted = pointerOf(steps);
  for (const [pointer, range] of positions) {
    if (pointer.replaceAll(/\/\d+(?=\/|$)/g, '') === wanted) return range;
  }
  return undefined;
}

function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * What to mark of a value: all of it on one line, else its key (a block of text begins on the next
 * line), else the line on which it begins.
 */
function textRange(text: string, { keyStart, keyEnd, start, end }: YamlRange): Range | undefined {
  const isOneLine = start !== undefined && end !== undefined && !text.slice(start, end).includes('\n');
  if (isOneLine) return rangeOf(text, start, end);
  if (keyStart !== undefined && keyEnd !== undefined) return rangeOf(text, keyStart, keyEnd);
  if (start === undefined) return undefined;
  const newline = text.indexOf('\n', start);
  return rangeOf(text, start, newline < 0 ? text.length : newline);
}

function rangeOf(text: string, from: number, to: number): Range {
  const first = lineAndColumn(text, from);
  const last = lineAndColumn(text, Math.max(to, from + 1));
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}
