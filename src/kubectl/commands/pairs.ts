import { CommandError } from '../errors.ts';

/** Splits arguments into resources and `KEY=VALUE` or `KEY-` words. Models cmd/util.GetResourcesAndPairs (v1.36). */
export function resourcesAndPairs(
  args: readonly string[],
  type: string,
): { resources: string[]; pairs: string[] } {
  const resources: string[] = [];
  const pairs: string[] = [];
  for (const word of args) {
    const isPair = (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');
    if (isPair) pairs.push(word);
    else if (pairs.length === 0) resources.push(word);
    else throw new CommandError(`all resources must be specified before ${type} changes: ${word}`);
  }
  return { resources, pairs };
}

export interface Pairs {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

/** `KEY=VALUE` sets, `KEY-` takes away. Models cmd/util.ParsePairs (v1.36). */
export function parsePairs(words: readonly string[], type: string, canRemove: boolean): Pairs {
  const set = new Map<string, string>();
  const remove: string[] = [];
  const invalid: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0) set.set(word.slice(0, equals), word.slice(equals + 1));
    else if (canRemove && word.endsWith('-') && word !== '-') remove.push(word.slice(0, -1));
    else invalid.push(word);
  }
  if (invalid.length > 0) throw new CommandError(`invalid ${type} format: ${invalid.join(', ')}`);
  return { set, remove };
}
