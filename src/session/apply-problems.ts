import { lineAndColumn, parseYaml, YamlError, type Status, type YamlDocument } from '../engine/index.ts';
import { fieldPosition } from './field-position.ts';
import type { ApplyProblem } from './protocol.ts';

/** A request that the API server refused: what was sent, and the answer. */
export interface Refusal {
  readonly kind: string;
  readonly name: string;
  readonly status: Status;
}

/** What is wrong with a manifest as a text: it is no YAML. Undefined when it is. */
export function syntaxProblem(text: string): ApplyProblem | undefined {
  try {
    parseYaml(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (error.offset === undefined) return { message: error.message };
    const { line, column } = lineAndColumn(text, error.offset);
    return {
      message: error.message,
      range: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
    };
  }
}

/** The refusals of a manifest's objects, each at the field that caused it. `text` is good YAML. */
export function refusalProblems(text: string, refusals: readonly Refusal[]): ApplyProblem[] {
  const documents = parseYaml(text);
  return refusals.flatMap((refusal) => {
    const document = documents.find((candidate) => describes(candidate, refusal)) ?? documents[0];
    return problemsOf(refusal.status).map(({ message, field }) => ({
      message,
      range: document === undefined ? undefined : fieldPosition(text, document, field),
    }));
  });
}

function describes({ value }: YamlDocument, { kind, name }: Refusal): boolean {
  const object = value as { kind?: unknown; metadata?: { name?: unknown } } | null;
  return object?.kind === kind && object.metadata?.name === name;
}

/** The fields that a Status speaks of: its causes, or the paths that a decoder quotes. */
function problemsOf(status: Status): { message: string; field: string }[] {
  const causes = status.details?.causes ?? [];
  if (causes.length > 0) {
    return causes.map(({ field = '', message = '' }) => ({ field, message: `${field}: ${message}` }));
  }
  const message = status.message ?? '';
  const strict = Array.from(message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g), ([text, field]) => ({
    field: field ?? '',
    message: text,
  }));
  if (strict.length > 0) return strict;
  // Go's decoder names the struct first and leaves list indexes out.
  const typed = /Go struct field \w+\.([\w.]+) of type/.exec(message);
  return [{ field: typed?.[1] ?? '', message }];
}
