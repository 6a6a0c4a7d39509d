import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  matchesLabels,
  parseLabelSelector,
  structOfKind,
  type Labels,
} from '../../engine/index.ts';
import { readYamlDocuments, readYamlValue } from '../api/documents.ts';
import { mapAt, nameOf, namespaceOf, textAt, type AnyObject } from '../api/object.ts';
import { CommandError } from '../errors.ts';
import type { Resource } from './generate.ts';
import type { PatchTarget } from './kustomization.ts';

/** The resources after a patch: a list of JSON patch operations, or objects to merge in. */
export function withPatch(
  resources: readonly Resource[],
  text: string,
  target: PatchTarget | undefined,
): Resource[] {
  if (/^\s*[-[]/.test(text) && !text.trimStart().startsWith('---')) {
    if (target === undefined) throw new CommandError('must specify a target for JSON patch');
    const operations = readYamlValue(text);
    return patched(
      resources,
      (resource) => isTarget(resource, target),
      (object) => applyJsonPatch(object, operations),
    );
  }
  const { values, error } = readYamlDocuments(text);
  if (error !== undefined) throw new CommandError(`unable to parse SM or JSON patch from ${text}`);
  return (values as AnyObject[]).reduce<Resource[]>(
    (all, patch) => {
      if (patch === null) return all;
      const isMeant = (resource: Resource): boolean =>
        target === undefined ? isSame(resource, patch) : isTarget(resource, target);
      return patched(all, isMeant, (object) => merged(object, patch, target !== undefined));
    },
    [...resources],
  );
}

function patched(
  resources: readonly Resource[],
  isMeant: (resource: Resource) => boolean,
  patch: (object: AnyObject) => AnyObject,
): Resource[] {
  if (!resources.some(isMeant)) throw new CommandError('no resource matches strategic merge patch');
  return resources
    .map((resource) => (isMeant(resource) ? { ...resource, object: patch(resource.object) } : resource))
    .filter(({ object }) => object['$patch'] !== 'delete');
}

/** Merges a patch into an object; one that is aimed by a target names nothing itself. */
function merged(object: AnyObject, patch: AnyObject, aimed: boolean): AnyObject {
  if (patch['$patch'] === 'delete') return patch;
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = patch;
  const { name: _name, namespace: _namespace, ...metadata } = mapAt(patch, 'metadata');
  const content = aimed ? { ...rest, metadata } : patch;
  const struct = structOfKind(textAt(object, 'apiVersion'), textAt(object, 'kind'));
  return struct === undefined
    ? applyMergePatch(object, content)
    : applyStrategicMergePatch(object, content, struct);
}

function isSame({ object, originalName }: Resource, patch: AnyObject): boolean {
  return (
    textAt(object, 'kind') === textAt(patch, 'kind') &&
    textAt(object, 'apiVersion') === textAt(patch, 'apiVersion') &&
    [nameOf(object), originalName].includes(nameOf(patch)) &&
    ['', namespaceOf(object)].includes(namespaceOf(patch))
  );
}

function isTarget({ object, originalName }: Resource, target: PatchTarget): boolean {
  const [version = '', group = ''] = textAt(object, 'apiVersion').split('/').toReversed();
  const fits = (pattern: string | undefined, ...values: readonly string[]): boolean =>
    !pattern || values.some((value) => new RegExp(`^(?:${pattern})$`).test(value));
  return (
    fits(target.kind, textAt(object, 'kind')) &&
    fits(target.name, originalName, nameOf(object)) &&
    fits(target.namespace, namespaceOf(object)) &&
    fits(target.group, group) &&
    fits(target.version, version) &&
    (!target.labelSelector ||
      matchesLabels(parseLabelSelector(target.labelSelector), mapAt(object, 'metadata', 'labels') as Labels))
  );
}
