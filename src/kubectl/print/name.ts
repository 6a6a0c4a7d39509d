import { listAt, nameOf, textAt, isList, type AnyObject } from '../api/object.ts';

/** `pod`, `deployment.apps`: how kubectl names a kind before a slash. */
function kindName(object: unknown): string {
  const kind = textAt(object, 'kind').toLowerCase();
  const apiVersion = textAt(object, 'apiVersion');
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
}

/** `pod/web created`, one line an object. Models cli-runtime/pkg/printers.NamePrinter (v1.36). */
export function nameLines(object: AnyObject, operation = ''): string {
  if (isList(object)) {
    return listAt(object, 'items')
      .map((item) => nameLines(item as AnyObject, operation))
      .join('');
  }
  return `${kindName(object)}/${nameOf(object) || '<unknown>'}${operation === '' ? '' : ` ${operation}`}\n`;
}

/** As `kindName`, of a resource. */
export function kindPrefix(resource: { kind: string; group: string }): string {
  const kind = resource.kind.toLowerCase();
  return resource.group === '' ? kind : `${kind}.${resource.group}`;
}
