import { marshalJson } from '../go/json.ts';
import { isMap, type ValueMap } from '../go/values.ts';
import { mapAt, textAt, withMetadata, type AnyObject } from '../api/object.ts';

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** What `kubectl apply` remembers of an object: itself, without what it remembers. Models util.GetModifiedConfiguration. */
function lastAppliedText(object: AnyObject): string {
  const { [lastAppliedAnnotation]: _, ...annotations } = mapAt(object, 'metadata', 'annotations');
  return `${marshalJson(withMetadata(object, { annotations }))}\n`;
}

/** The object with what `apply` will want to know of it. */
export function withLastApplied(object: AnyObject): AnyObject {
  const annotations = {
    ...mapAt(object, 'metadata', 'annotations'),
    [lastAppliedAnnotation]: lastAppliedText(object),
  };
  return withMetadata(object, { annotations });
}

/** What was applied last; empty where nothing was. */
export function lastApplied(object: AnyObject): ValueMap {
  const text = textAt(mapAt(object, 'metadata', 'annotations'), lastAppliedAnnotation);
  if (text === '') return {};
  const value: unknown = JSON.parse(text);
  return isMap(value) ? value : {};
}
