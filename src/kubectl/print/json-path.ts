import { marshalJson } from '../go/json.ts';
import { sortedKeys } from '../go/sort.ts';
import { goValue, isMap } from '../go/values.ts';
import { JsonPathError, parseJsonPath, type PathNode, type SliceBounds } from './json-path-parser.ts';

/** A JSONPath template, ready to be asked. Models client-go/util/jsonpath.JSONPath (v1.36). */
export class JsonPath {
  private readonly nodes: readonly PathNode[];
  private readonly allowMissingKeys: boolean;

  constructor(template: string, allowMissingKeys: boolean) {
    this.nodes = parseJsonPath(template);
    this.allowMissingKeys = allowMissingKeys;
  }

  /** What each `{…}` and each text of the template finds. Throws `JsonPathError`. */
  find(data: unknown): unknown[][] {
    return new Evaluation(this.allowMissingKeys).run(this.nodes, data);
  }

  /** The template filled in. With `asJson` every result is a JSON list. */
  execute(data: unknown, asJson = false): string {
    return this.find(data)
      .map((results) => (asJson ? `${marshalJson(results, '    ')}\n` : results.map(resultText).join(' ')))
      .join('');
  }
}

function resultText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) || isMap(value) ? marshalJson(value) : goValue(value);
}

class Evaluation {
  private readonly allowMissingKeys: boolean;
  private ranges = 0;

  constructor(allowMissingKeys: boolean) {
    this.allowMissingKeys = allowMissingKeys;
  }

  run(nodes: readonly PathNode[], data: unknown): unknown[][] {
    return this.sequence(nodes, 0, data).results;
  }

  /** Evaluates nodes from `start` to the `end` of the range that they are in; `next` stands behind it. */
  private sequence(
    nodes: readonly PathNode[],
    start: number,
    data: unknown,
  ): { results: unknown[][]; next: number } {
    const results: unknown[][] = [];
    let index = start;
    while (index < nodes.length) {
      const node = nodes[index] as PathNode;
      const keyword = rangeKeyword(node);
      if (keyword === 'end') {
        if (this.ranges === 0) throw new JsonPathError('not in range, nothing to end');
        return { results, next: index + 1 };
      }
      const found = this.walk([data], node);
      index++;
      if (keyword !== 'range') {
        results.push(found);
        continue;
      }
      this.ranges++;
      let next = index;
      for (const item of found) {
        const inner = this.sequence(nodes, index, item);
        results.push(...inner.results);
        next = inner.next;
      }
      this.ranges--;
      index = found.length > 0 ? next : endOfRange(nodes, index);
    }
    return { results, next: index };
  }

  private walk(values: unknown[], node: PathNode): unknown[] {
    switch (node.type) {
      case 'list':
        return this.chain(values, node.nodes);
      case 'text':
        return [node.text];
      case 'value':
        return values.map(() => node.value);
      case 'field':
        return this.field(values, node.name);
      case 'slice':
        return values.flatMap((value) => slice(value, node.bounds));
      case 'wildcard':
        return values.flatMap(children);
      case 'recursive':
        return values.flatMap(descend);
      case 'union':
        return node.members.flatMap((member) => this.chain(values, member));
      case 'filter':
        return values.flatMap((value) => this.filter(value, node));
      case 'identifier':
        if (node.name === 'range' || node.name === 'end') return values;
        throw new JsonPathError(`unrecognized identifier ${node.name}`);
    }
  }

  private chain(values: unknown[], nodes: readonly PathNode[]): unknown[] {
    let current = values;
    for (const node of nodes) current = this.walk(current, node);
    return current;
  }

  private field(values: unknown[], name: string): unknown[] {
    if (values.length === 0) return [];
    const found = values.flatMap((value) =>
      isMap(value) && Object.hasOwn(value, name) ? [value[name]] : [],
    );
    if (found.length === 0 && !this.allowMissingKeys) throw new JsonPathError(`${name} is not found`);
    return found;
  }

  private filter(value: unknown, node: Extract<PathNode, { type: 'filter' }>): unknown[] {
    if (!Array.isArray(value)) {
      throw new JsonPathError(`${goValue(value)} is not array or slice and cannot be filtered`);
    }
    return value.filter((item) => {
      if (node.operator === 'exists') return this.exists(item, node.left);
      const left = this.chain([item], node.left);
      if (left.length === 0) return false;
      const right = this.chain([item], node.right);
      if (right.length === 0) return false;
      if (left.length > 1 || right.length > 1)
        throw new JsonPathError('can only compare one element at a time');
      return compare(left[0], node.operator, right[0]);
    });
  }

  private exists(item: unknown, path: readonly PathNode[]): boolean {
    try {
      return this.chain([item], path).length > 0;
    } catch {
      return false;
    }
  }
}

function rangeKeyword(node: PathNode): 'range' | 'end' | undefined {
  if (node.type !== 'list') return undefined;
  const [first] = node.nodes;
  return first?.type === 'identifier' && (first.name === 'range' || first.name === 'end')
    ? first.name
    : undefined;
}

function endOfRange(nodes: readonly PathNode[], from: number): number {
  let depth = 1;
  for (let index = from; index < nodes.length; index++) {
    const keyword = rangeKeyword(nodes[index] as PathNode);
    if (keyword === 'range') depth++;
    else if (keyword === 'end' && --depth === 0) return index + 1;
  }
  return nodes.length;
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return isMap(value) ? sortedKeys(value).map((key) => value[key]) : [];
}

function descend(value: unknown): unknown[] {
  const inner = children(value);
  return inner.length === 0 ? [] : [value, ...inner.flatMap(descend)];
}

function slice(value: unknown, bounds: SliceBounds): unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`);
  const { length } = value;
  let from = bounds.from ?? 0;
  if (from < 0) from += length;
  let to = bounds.single ? (bounds.from ?? 0) + 1 : (bounds.to ?? length);
  if (to < 0 || (to === 0 && bounds.single)) to += length;
  if (from === to) return [];
  if (from >= length || from < 0) {
    throw new JsonPathError(`array index out of bounds: index ${from}, length ${length}`);
  }
  if (to > length || to < 0) {
    throw new JsonPathError(`array index out of bounds: index ${to - 1}, length ${length}`);
  }
  if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`);
  const step = bounds.step ?? 1;
  if (step <= 0) throw new JsonPathError('step must be > 0');
  return (value as unknown[]).slice(from, to).filter((_, index) => index % step === 0);
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (typeof left !== typeof right) throw new JsonPathError('incompatible types for comparison');
  const a = left as string | number;
  const b = right as string | number;
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

function goType(value: unknown): string {
  if (isMap(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
