import {
  CORE_SCHEMA,
  EVENT_ID,
  NOT_RESOLVED,
  YAMLException,
  constructFromEvents,
  defineScalarTag,
  getScalarValue,
  mergeTag,
  parseEvents,
  type Event,
} from 'js-yaml';
import { goYamlProblem } from './yaml-problem.ts';

/** A text that is no YAML, or asks for too much; the message is that of sigs.k8s.io/yaml. */
export class YamlError extends Error {
  override name = 'YamlError';
  /** Where it went wrong: the offset in the text. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Where a value stands: offsets in the text. The key is absent for list items and documents. */
export interface YamlRange {
  readonly keyStart?: number;
  readonly keyEnd?: number;
  readonly start?: number;
  readonly end?: number;
}

export interface YamlDocument {
  /** Plain data; undefined where the document is empty. */
  readonly value: unknown;
  /** By JSON pointer: `/spec/containers/0/image`. */
  readonly positions: ReadonlyMap<string, YamlRange>;
  /** `line 9: key "foo" already set in map`, for each key that repeats one of its map's. */
  readonly repeatedKeys: readonly string[];
}

const maxTextLength = 3 * 1024 * 1024;
const maxDepth = 100;
const maxAliases = 100;
const maxMergeKeys = 10_000;
const maxNodes = 1_000_000;

const trueTexts = new Set('y Y yes Yes YES true True TRUE on On ON'.split(' '));
const falseTexts = new Set('n N no No NO false False FALSE off Off OFF'.split(' '));
const numberStarts = '0123456789+-'.split('');
const intPattern = /^([-+]?)(0b[01]+|0x[0-9a-fA-F]+|0o[0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const floatPattern = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function resolveBool(text: string): boolean | typeof NOT_RESOLVED {
  if (trueTexts.has(text)) return true;
  return falseTexts.has(text) ? false : NOT_RESOLVED;
}

function resolveInt(text: string): number | typeof NOT_RESOLVED {
  const match = intPattern.exec(text.replaceAll('_', ''));
  if (match === null) return NOT_RESOLVED;
  const [, sign, digits = ''] = match;
  const value = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -value : value;
}

function resolveFloat(text: string): number | typeof NOT_RESOLVED {
  const plain = text.replaceAll('_', '');
  return floatPattern.test(plain) ? Number(plain) : NOT_RESOLVED;
}

/** Plain scalars as kubectl reads them: mostly YAML 1.1. Models goyaml.v2's resolve (sigs.k8s.io/yaml). */
const schema = CORE_SCHEMA.withTags(
  defineScalarTag('tag:yaml.org,2002:bool', {
    implicit: true,
    implicitFirstChars: 'yYnNtTfFoO'.split(''),
    resolve: resolveBool,
    identify: (value) => typeof value === 'boolean',
    represent: String,
  }),
  defineScalarTag('tag:yaml.org,2002:int', {
    implicit: true,
    implicitFirstChars: numberStarts,
    resolve: resolveInt,
    identify: (value) => Number.isInteger(value),
    represent: String,
  }),
  defineScalarTag('tag:yaml.org,2002:float', {
    implicit: true,
    implicitFirstChars: [...numberStarts, '.'],
    resolve: resolveFloat,
    identify: (value) => typeof value === 'number' && !Number.isInteger(value),
    represent: String,
  }),
  mergeTag,
);

/**
 * The documents of a text, with the place of every value. Of repeated keys the last one wins.
 * Throws a YamlError.
 */
export function parseYaml(text: string): YamlDocument[] {
  if (text.length > maxTextLength) throw new YamlError('yaml: document is too large', maxTextLength);
  let events: Event[];
  let values: unknown[];
  try {
    events = parseEvents(text, { maxDepth });
    values = constructFromEvents(events, {
      source: text,
      schema,
      json: true,
      maxAliases,
      maxTotalMergeKeys: maxMergeKeys,
    });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = error.mark?.position ?? 0;
    throw new YamlError(
      `yaml: ${goYamlProblem(text, error.reason, offset, error.mark?.line ?? 0, error.mark?.column ?? 0)}`,
      offset,
    );
  }
  for (const value of values) checkSize(value);
  const located = locate(text, events);
  return values.map((value, index) => ({
    value,
    ...(located[index] ?? { positions: new Map(), repeatedKeys: [] }),
  }));
}

/** What strict reading minds in a document that it can read; undefined where there is nothing. Models yaml.UnmarshalStrict. */
export function strictYamlProblem({ repeatedKeys }: YamlDocument): string | undefined {
  return repeatedKeys.length === 0
    ? undefined
    : `error converting YAML to JSON: yaml: unmarshal errors:\n  ${repeatedKeys.join('\n  ')}`;
}

/** The first document's value, as sigs.k8s.io/yaml.Unmarshal reads it. Throws a YamlError. */
export function yamlValue(text: string): unknown {
  return parseYaml(text)[0]?.value;
}

/** Aliases share what they name, so a short text can mean a huge or endless tree. */
function checkSize(root: unknown): void {
  let nodes = 0;
  const open = new Set<object>();
  const visit = (value: unknown): void => {
    if (++nodes > maxNodes) throw new YamlError('yaml: document contains excessive aliasing', 0);
    if (typeof value !== 'object' || value === null) return;
    if (open.has(value)) throw new YamlError('yaml: anchor contains itself', 0);
    open.add(value);
    for (const member of Object.values(value)) visit(member);
    open.delete(value);
  };
  visit(root);
}

interface Frame {
  readonly kind: 'document' | 'map' | 'list';
  readonly path: string;
  index: number;
  /** In a map: the key whose value comes next. */
  key: string | undefined;
  /** In a map: the keys so far. */
  readonly keys: Set<string>;
  /** Whether this collection is itself a key, which has no pointer. */
  readonly isKey: boolean;
}

/** Follows the events and notes where each pointer's key and value stand. */
function locate(text: string, events: readonly Event[]): Omit<YamlDocument, 'value'>[] {
  const documents: Omit<YamlDocument, 'value'>[] = [];
  let repeatedKeys: string[] = [];
  const stack: Frame[] = [];
  let positions = new Map<string, YamlRange>();
  const note = (path: string, range: YamlRange): void => {
    positions.set(path, { ...positions.get(path), ...range });
  };
  /** The pointer of the value that comes next; undefined where a key is due. */
  const nextPath = (): string | undefined => {
    const top = stack.at(-1);
    if (top === undefined || top.kind === 'document') return '';
    if (top.kind === 'list') return `${top.path}/${top.index++}`;
    if (top.key === undefined) return undefined;
    const path = `${top.path}/${top.key}`;
    top.key = undefined;
    return path;
  };
  const noteKey = (key: string, range?: YamlRange): void => {
    const top = stack.at(-1);
    if (top === undefined) return;
    if (range?.keyStart !== undefined) {
      if (top.keys.has(key)) {
        const { line } = lineAndColumn(text, range.keyStart);
        repeatedKeys.push(`line ${line + 1}: key ${JSON.stringify(key)} already set in map`);
      }
      top.keys.add(key);
    }
    top.key = key.replaceAll('~', '~0').replaceAll('/', '~1');
    if (range !== undefined) note(`${top.path}/${top.key}`, range);
  };
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        positions = new Map();
        repeatedKeys = [];
        documents.push({ positions, repeatedKeys });
        stack.push({ kind: 'document', path: '', index: 0, key: undefined, keys: new Set(), isKey: false });
        break;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const path = nextPath();
        if (path !== undefined) note(path, { start: event.start });
        const kind = event.type === EVENT_ID.SEQUENCE ? 'list' : 'map';
        stack.push({
          kind,
          path: path ?? '',
          index: 0,
          key: undefined,
          keys: new Set(),
          isKey: path === undefined,
        });
        break;
      }
      case EVENT_ID.SCALAR: {
        const path = nextPath();
        if (path !== undefined) note(path, { start: event.valueStart, end: event.valueEnd });
        else noteKey(getScalarValue(text, event), { keyStart: event.valueStart, keyEnd: event.valueEnd });
        break;
      }
      case EVENT_ID.ALIAS: {
        const path = nextPath();
        if (path !== undefined) note(path, { start: event.anchorStart, end: event.anchorEnd });
        else noteKey('?');
        break;
      }
      case EVENT_ID.POP:
        if (stack.pop()?.isKey === true) noteKey('?');
        break;
    }
  }
  return documents;
}

/** The zero-based line and column of an offset. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length - 1, column: offset - lineStart };
}
