/** Objects of the API as values of expressions, and back. */
import { decodeBase64 } from '../api/base64.ts';
import { setOwn } from '../sim/plain.ts';
import { parseDuration, parseTimestamp } from './time.ts';
import { dynType, type CelType } from './types.ts';
import {
  CelDuration,
  CelList,
  CelMap,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelUint,
  fail,
  type CelValue,
} from './values.ts';

/** A list of the API's objects; its items are read when they are asked for. */
class HostList extends CelList {
  readonly host: readonly unknown[];
  readonly #of: CelType;
  constructor(host: readonly unknown[], of: CelType) {
    super();
    this.host = host;
    this.#of = of;
  }
  get size(): number {
    return this.host.length;
  }
  at(index: number): CelValue {
    return fromHost(this.host[index], this.#of);
  }
}

/** An object of the API; its members are read when they are asked for. */
class HostMap extends CelMap {
  readonly host: Readonly<Record<string, unknown>>;
  readonly #type: CelType;
  constructor(host: Readonly<Record<string, unknown>>, type: CelType) {
    super();
    this.host = host;
    this.#type = type;
  }
  get size(): number {
    return Object.keys(this.host).length;
  }
  get(key: CelValue): CelValue | undefined {
    if (typeof key !== 'string') return undefined;
    const name = this.#type.kind === 'struct' ? unescapeField(key) : key;
    if (!Object.hasOwn(this.host, name) || this.host[name] === undefined) return undefined;
    return fromHost(this.host[name], this.#typeOf(key));
  }
  keys(): readonly string[] {
    const names = Object.keys(this.host);
    return this.#type.kind === 'struct' ? names.map(escapeField) : names;
  }
  #typeOf(key: string): CelType {
    if (this.#type.kind === 'struct') return this.#type.fields?.().get(key) ?? dynType;
    return this.#type.parameters[1] ?? dynType;
  }
}

/** A value of the API as a value of expressions. Where the type is known, it decides: what of numbers, times. */
export function fromHost(host: unknown, type: CelType = dynType): CelValue {
  switch (typeof host) {
    case 'number':
      return type.kind === 'double' || !Number.isInteger(host) ? host : BigInt(host);
    case 'string':
      return textFromHost(host, type);
    case 'boolean':
    case 'bigint':
      return host;
    case 'object':
      if (host === null) return null;
      if (Array.isArray(host)) return new HostList(host, type.parameters[0] ?? dynType);
      if (host instanceof CelOpaque || host instanceof CelMap) return host;
      return new HostMap(host as Readonly<Record<string, unknown>>, type);
    default:
      return null;
  }
}

function textFromHost(text: string, type: CelType): CelValue {
  switch (type.kind) {
    case 'timestamp':
      return new CelTimestamp(parseTimestamp(text) ?? fail(`Invalid date ${text}`));
    case 'duration':
      return new CelDuration(parseDuration(text) ?? fail(`Invalid duration ${text}`));
    case 'bytes':
      return Uint8Array.from(decodeBase64(text));
    default:
      return text;
  }
}

/** A value of an expression as a value of the API. */
export function toHost(value: CelValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof CelUint) return Number(value.value);
  if (value instanceof HostList || value instanceof HostMap) return value.host;
  if (value instanceof CelList) return Array.from(value, toHost);
  if (value instanceof CelOptional) return value.value === undefined ? null : toHost(value.value);
  if (value instanceof CelMap) {
    const host: Record<string, unknown> = {};
    for (const key of value.keys()) setOwn(host, String(key), toHost(value.get(key) as CelValue));
    return host;
  }
  return value;
}

const fieldEscapes: ReadonlyMap<string, string> = new Map([
  ['.', '__dot__'],
  ['-', '__dash__'],
  ['/', '__slash__'],
]);
const fieldUnescapes: ReadonlyMap<string, string> = new Map([
  ['__dot__', '.'],
  ['__dash__', '-'],
  ['__slash__', '/'],
  ['__underscores__', '__'],
]);
/** Words of the language that no identifier may be. */
const reservedFields: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** How expressions name a field of a schema. Models k8s.io/apiserver/pkg/cel.Escape (v1.36). */
export function escapeField(name: string): string {
  if (reservedFields.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll(/[./-]/g, (char) => fieldEscapes.get(char) ?? char);
}

function unescapeField(name: string): string {
  const reserved = /^__([a-z]+)__$/.exec(name)?.[1];
  if (reserved !== undefined && reservedFields.has(reserved)) return reserved;
  return name.replaceAll(
    /__(?:dot|dash|slash|underscores)__/g,
    (escape) => fieldUnescapes.get(escape) ?? escape,
  );
}
