import { lineAndColumn, type YamlDocument, type YamlRange } from '../engine/index.ts';
import type { ApplyProblem } from './protocol.ts';

type Range = NonNullable<ApplyProblem['range']>;

/**
 * The place in `text` of a field that the API server named (`spec.containers[0].image`,
 * `metadata.labels[a/b]`), or of the nearest thing around it that is there.
 */
export function fieldPosition(text: string, document: YamlDocument, field: string): Range | undefined {
  const steps = fieldSteps(field);
  // Go's decoder leaves list indexes out: the first place of that name will do.
  const exact = document.positions.get(pointerOf(steps)) ?? withoutIndexes(document, steps);
  if (exact !== undefined) return textRange(text, exact);
  for (let length = steps.length - 1; length > 0; length--) {
    const range = document.positions.get(pointerOf(steps.slice(0, length)));
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

/** A block scalar's value begins on the next line: its key is what can be pointed at. */
function textRange(text: string, { keyStart, keyEnd, start, end }: YamlRange): Range | undefined {
  const from = start ?? keyStart;
  const to = end ?? keyEnd;
  if (from === undefined || to === undefined) return undefined;
  const first = lineAndColumn(text, from);
  const last = lineAndColumn(text, Math.max(to, from + 1));
  if (first.line !== last.line && keyStart !== undefined && keyEnd !== undefined) {
    return textRange(text, { start: keyStart, end: keyEnd });
  }
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}
