import { deepCopy, deepEqual, setOwn } from '../../sim/plain.ts';
import { byteLength } from '../names.ts';
import { PatchError } from './patch-error.ts';

interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly from?: unknown;
  readonly value?: unknown;
}

type Container = Record<string, unknown> | unknown[];

/** How much a patch may copy within its document, in bytes of JSON. */
const copyLimit = 3 * 1024 * 1024;

/**
 * The document after an RFC 6902 patch. Neither argument is changed. Throws a PatchError.
 * Models gopkg.in/evanphx/json-patch.v4, which is laxer than the RFC: replace also sets a member
 * that is not there, and what stands before the first slash of a path is ignored.
 */
export function applyJsonPatch(document: object, patch: unknown): Record<string, unknown> {
  if (!Array.isArray(patch)) {
    const type = patch === null || typeof patch !== 'object' ? typeof patch : 'object';
    throw new PatchError(`json: cannot unmarshal ${type} into Go value of type []handlers.jsonPatchOp`, true);
  }
  let root = deepCopy(document) as Container;
  const copied: Copied = { bytes: 0 };
  for (const operation of patch as (Operation | null)[]) root = applyOperation(root, operation ?? {}, copied);
  return root as Record<string, unknown>;
}

/** What the copies of a patch come to. */
interface Copied {
  bytes: number;
}

function applyOperation(root: Container, operation: Operation, copied: Copied): Container {
  const { op, value } = operation;
  const path = pointer(operation.path, 'path');
  switch (op) {
    case 'add': {
      add(root, path, deepCopy(value ?? null));
      return root;
    }
    case 'remove':
      remove(root, path);
      return root;
    case 'replace':
      if (path === '') return deepCopy(value) as Container;
      replace(root, path, deepCopy(value ?? null));
      return root;
    case 'move': {
      const from = pointer(operation.from, 'from');
      const moved = read(root, from);
      remove(root, from);
      add(root, path, moved);
      return root;
    }
    case 'copy': {
      const source = read(root, pointer(operation.from, 'from'));
      copied.bytes += byteLength(JSON.stringify(source) ?? '');
      if (copied.bytes > copyLimit)
        throw refused(
          `Unable to complete the copy, the accumulated size increase of copy is ${copied.bytes}, exceeding the limit ${copyLimit}`,
        );
      add(root, path, deepCopy(source));
      return root;
    }
    case 'test': {
      const actual = read(root, path);
      if (!deepEqual(actual ?? null, value ?? null)) throw refused(`testing value ${path} failed`);
      return root;
    }
    default:
      throw refused(`Unexpected kind: ${String(op)}`);
  }
}

function refused(message: string): PatchError {
  return new PatchError(message, false);
}

function pointer(path: unknown, name: string): string {
  if (typeof path !== 'string') throw refused(`missing operation ${name}`);
  return path;
}

/** The object or list that holds what `path` names, and its key there. */
function locate(root: Container, path: string): [container: Container, key: string] {
  const parts = path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (parts.length < 2) throw refused(`doc is missing path: ${path}`);
  const key = parts.pop() as string;
  let container = root;
  for (const part of parts.slice(1)) {
    const next = memberOf(container, part);
    if (typeof next !== 'object' || next === null) throw refused(`doc is missing path: ${path}`);
    container = next as Container;
  }
  return [container, key];
}

function memberOf(container: Container, key: string): unknown {
  if (Array.isArray(container)) return container[indexIn(container, key, container.length - 1)];
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

/** A list index; negative ones count from the end. */
function indexIn(list: readonly unknown[], key: string, last: number): number {
  if (!/^[+-]?[0-9]+$/.test(key)) throw refused(`strconv.Atoi: parsing "${key}": invalid syntax`);
  const index = Number(key);
  if (index > last || index < -list.length) throw refused(`Unable to access invalid index: ${index}`);
  return index < 0 ? index + list.length : index;
}

function read(root: Container, path: string): unknown {
  const [container, key] = locate(root, path);
  return memberOf(container, key);
}

function add(root: Container, path: string, value: unknown): void {
  const [container, key] = locate(root, path);
  if (!Array.isArray(container)) setOwn(container, key, value);
  else if (key === '-') container.push(value);
  else container.splice(indexIn(container, key, container.length), 0, value);
}

function remove(root: Container, path: string): void {
  const [container, key] = locate(root, path);
  if (Array.isArray(container)) container.splice(indexIn(container, key, container.length - 1), 1);
  else if (Object.hasOwn(container, key)) delete container[key];
  else throw refused(`Unable to remove nonexistent key: ${key}`);
}

function replace(root: Container, path: string, value: unknown): void {
  const [container, key] = locate(root, path);
  if (Array.isArray(container)) container[indexIn(container, key, container.length - 1)] = value;
  else setOwn(container, key, value);
}
