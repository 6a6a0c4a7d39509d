import { CommandError } from '../errors.ts';
import type { ValueMap } from '../go/values.ts';

/** Members in the order of Go's types, so that JSON comes out as kubectl's. Absent ones are left out. */
export function ordered(members: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)
  );
}

/** A map with its keys in order, as Go writes it; undefined when it is empty. */
export function stringMap(entries: Iterable<readonly [string, string]>): Record<string, string> | undefined {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted);
}

/** `A=1` words as environment variables. Models generate/versioned.parseEnvs (v1.36). */
export function environmentVariables(words: readonly string[]): ValueMap[] {
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals <= 0) throw new CommandError(`invalid env: ${word}`);
    return ordered({ name: word.slice(0, equals), value: word.slice(equals + 1) });
  });
}

/** `a=b,c=d` as a map. Models generate.ParseLabels (v1.36). */
export function parseLabelWords(text: string): Record<string, string> | undefined {
  if (text === '') return undefined;
  const labels = new Map<string, string>();
  for (const word of text.split(',')) {
    const parts = word.split('=');
    if (parts.length !== 2) throw new CommandError(`unexpected label spec: ${word}`);
    if (parts[0] === '') throw new CommandError('unexpected empty label key');
    labels.set(parts[0] as string, parts[1] as string);
  }
  return stringMap(labels);
}

const referencePattern =
  /^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*(:[0-9]+)?\/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*(:[\w][\w.-]{0,127})?(@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;

/** Whether a text can name an image. Models distribution/reference.ReferenceRegexp. */
export function isImageReference(text: string): boolean {
  return referencePattern.test(text);
}

/** A port as an integer; the error is strconv's. */
export function parsePort(text: string): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}
