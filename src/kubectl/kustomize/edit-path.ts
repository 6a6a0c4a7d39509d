import { isMap, type ValueMap } from '../go/values.ts';

/**
 * A copy of an object in which the values at a path are others. The path's names are separated by `/`;
 * `[]` behind one goes into every item: `containers[]/image`. Where the path leads nowhere nothing changes,
 * unless `create` says that missing maps are made.
 */
export function editPath(
  object: ValueMap,
  path: string,
  edit: (value: unknown, owner: ValueMap) => unknown,
  create = false,
): ValueMap {
  return editIn(object, path.split('/'), edit, create) as ValueMap;
}

function editIn(
  value: unknown,
  [step = '', ...rest]: readonly string[],
  edit: (value: unknown, owner: ValueMap) => unknown,
  create: boolean,
): unknown {
  if (!isMap(value)) return value;
  const isList = step.endsWith('[]');
  const name = isList ? step.slice(0, -2) : step;
  const member = Object.hasOwn(value, name) ? value[name] : undefined;
  if (isList) {
    if (!Array.isArray(member)) return value;
    const items = member.map((item) =>
      rest.length === 0 ? edit(item, value) : editIn(item, rest, edit, create),
    );
    return { ...value, [name]: items };
  }
  if (member === undefined && !create) return value;
  if (rest.length === 0) return { ...value, [name]: edit(member, value) };
  return { ...value, [name]: editIn(member ?? {}, rest, edit, create) };
}
