import { isMap } from './values.ts';
import { sortedKeys } from './sort.ts';

/**
 * JSON as Go's encoding/json writes it: `<`, `>` and `&` escaped; members by key as in a map, or in
 * their own order as in a struct. `indent` gives one member a line.
 */
export function marshalJson(value: unknown, indent = '', sorted = true): string {
  return write(value, indent, '\n', sorted);
}

function write(value: unknown, indent: string, lineBreak: string, sorted: boolean): string {
  if (Array.isArray(value))
    return list(
      '[',
      value.map((item) => write(item, indent, lineBreak + indent, sorted)),
      ']',
      indent,
      lineBreak,
    );
  if (isMap(value)) {
    const members: string[] = [];
    for (const key of sorted ? sortedKeys(value) : Object.keys(value)) {
      const member = value[key];
      if (member === undefined) continue;
      members.push(
        `${jsonString(key)}:${indent === '' ? '' : ' '}${write(member, indent, lineBreak + indent, sorted)}`,
      );
    }
    return list('{', members, '}', indent, lineBreak);
  }
  if (typeof value === 'string') return jsonString(value);
  return value === undefined ? 'null' : JSON.stringify(value);
}

function list(
  open: string,
  items: readonly string[],
  close: string,
  indent: string,
  lineBreak: string,
): string {
  if (items.length === 0) return open + close;
  if (indent === '') return open + items.join(',') + close;
  const inner = lineBreak + indent;
  return open + inner + items.join(`,${inner}`) + lineBreak + close;
}

const unsafe = /[<>&\u2028\u2029]/g;

/** A JSON string with what HTML could misread escaped. */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(
    unsafe,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
