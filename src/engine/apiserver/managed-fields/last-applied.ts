import { goJson } from '../../api/go-text.ts';
import { JsonSyntaxError, readJson } from '../../api/json.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import type { KubeObject } from '../../api/types.ts';
import { difference, type FieldSet } from './field-set.ts';
import { compare, fieldSetOf, type Shape } from './typed-value.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manager whose applies take over from client-side ones. */
export const takesOver = 'kubectl';

/**
 * The fields that a client-side apply set and that still stand as it set them; undefined where there
 * was none. Models managedfields/internal.lastAppliedManager (v1.36).
 */
export function lastAppliedFields(shape: Shape, live: KubeObject): FieldSet | undefined {
  const applied = parse(live.metadata.annotations?.[annotation] ?? '');
  if (!isMap(applied) || applied['apiVersion'] !== live.apiVersion) return undefined;
  const { added, modified, removed } = compare(shape, applied, live);
  return [modified, added, removed].reduce(difference, fieldSetOf(shape, applied));
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : readJson(text).value;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/**
 * Keeps the annotation of client-side applies up to date, so that a client may go back to them.
 * Models managedfields/internal.lastAppliedUpdater (v1.36).
 */
export function updateLastApplied(draft: KubeObject, configuration: KubeObject): void {
  if (!draft.metadata.annotations?.[annotation]) return;
  const annotations = { ...configuration.metadata.annotations };
  delete annotations[annotation];
  const { annotations: _annotations, ...metadata } = configuration.metadata;
  const applied = {
    ...configuration,
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
  };
  draft.metadata.annotations = {
    ...draft.metadata.annotations,
    [annotation]: `${goJson(sorted(applied))}\n`,
  };
}

/** The value with the members of all its maps by name, as Go writes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const members = Object.keys(value).toSorted();
  return Object.fromEntries(members.map((name) => [name, sorted(value[name])]));
}
