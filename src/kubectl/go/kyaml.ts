import { jsonString } from './json.ts';
import { sortedKeys } from './sort.ts';
import { isMap } from './values.ts';

/** KYAML: YAML in flow style with quoted strings, so that indentation means nothing. Models sigs.k8s.io/yaml/kyaml. */
export function kyaml(value: unknown): string {
  return `---\n${node(value, '')}\n`;
}

function node(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    // Maps and lists hug their brackets: `[{`, `}, {`, `}]`.
    if (value.every((item) => isMap(item) || Array.isArray(item))) {
      return `[${value.map((item) => node(item, indent)).join(', ')}]`;
    }
    return `[\n${value.map((item) => `${inner}${node(item, inner)},\n`).join('')}${indent}]`;
  }
  if (isMap(value)) {
    const keys = sortedKeys(value).filter((key) => value[key] !== undefined);
    if (keys.length === 0) return '{}';
    return `{\n${keys.map((key) => `${inner}${keyText(key)}: ${node(value[key], inner)},\n`).join('')}${indent}}`;
  }
  return typeof value === 'string'
    ? jsonString(value).replace(/\\u00(3c|3e|26)/g, unescape)
    : JSON.stringify(value);
}

function unescape(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

const ambiguous = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

function keyText(key: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(key) && !ambiguous.test(key) ? key : jsonString(key);
}
