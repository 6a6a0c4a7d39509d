import { goQuote } from '../../engine/index.ts';
import { CommandError } from '../errors.ts';
import { sortedKeys } from '../go/sort.ts';
import type { Kind, Schema, SchemaDocument } from './schema-document.ts';
import { wordWrap } from './word-wrap.ts';

/** References on the way to a schema: meeting one again is a circle. */
type History = ReadonlySet<string>;

const noHistory: History = new Set();
const mostEnumValues = 4;

/**
 * What `kubectl explain` says of a kind, or of the field at a path. Throws a CommandError when there is
 * no such field. Models kubectl/pkg/explain/v2/templates/plaintext.tmpl (v1.36).
 */
export class Plaintext {
  private readonly document: SchemaDocument;
  private readonly recursive: boolean;

  constructor(document: SchemaDocument, recursive: boolean) {
    this.document = document;
    this.recursive = recursive;
  }

  /** The lines that say which kind this is about. */
  head({ group, kind, version }: Kind): string {
    return `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`;
  }

  body(schema: Schema, path: readonly string[]): string {
    const text = this.atPath(schema, path, noHistory);
    if (text === '') throw new CommandError(`field ${goQuote(path.at(-1) ?? '')} does not exist`);
    return `${text}\n`;
  }

  private atPath(schema: Schema, path: readonly string[], history: History): string {
    const { $ref = '' } = schema;
    const resolved = this.resolved(schema);
    const [first, ...rest] = path;
    if (first === undefined) return this.whole(resolved);
    if ($ref !== '' && history.has($ref)) return '';
    const next: History = new Set([...history, $ref]);
    const { properties, items, additionalProperties, allOf = [] } = resolved;
    const field = own(properties, first);
    if (field !== undefined) {
      const title = rest.length === 0 ? this.fieldTitle(first, field) : '';
      return title + this.atPath(field, rest, noHistory);
    }
    if (items) return this.atPath(items, path, next);
    if (additionalProperties) return this.atPath(additionalProperties, path, next);
    for (const part of allOf) {
      const text = this.atPath(part, path, next);
      if (text !== '') return text;
    }
    return '';
  }

  private fieldTitle(name: string, schema: Schema): string {
    return `FIELD: ${name} <${this.typeOf(schema)}>\n${longEnum(schema)}\n\n`;
  }

  private whole(schema: Schema): string {
    const description = indent(4, wordWrap(this.description(schema) || '<empty>', 76));
    const fields = this.fields(schema, 1, noHistory);
    return `DESCRIPTION:\n${description}\n${fields === '' ? '' : `FIELDS:\n${fields}`}`;
  }

  /** The text of a schema and of all that it consists of. */
  private description(schema: Schema): string {
    const { description = '', allOf = [], items, additionalProperties } = this.resolved(schema);
    const parts = [...allOf, ...present(items), ...present(additionalProperties)];
    const own = description === '' ? '' : `${description}\n`;
    return own + parts.map((part) => this.description(part)).join('');
  }

  private fields(schema: Schema, level: number, history: History): string {
    const { $ref = '' } = schema;
    if ($ref !== '' && history.has($ref)) return '';
    const next: History = new Set([...history, $ref]);
    const resolved = this.resolved(schema);
    const { properties = {}, allOf = [], items, additionalProperties } = resolved;
    let text = '';
    for (const name of sortedKeys(properties)) {
      const field = properties[name] as Schema;
      text += this.field(name, field, resolved.required?.includes(name) === true, level);
      if (this.recursive) text += this.fields(field, level + 1, next);
    }
    for (const part of [...allOf, ...present(items), ...present(additionalProperties)])
      text += this.fields(part, level, next);
    return text;
  }

  private field(name: string, schema: Schema, required: boolean, level: number): string {
    const margin = level * 2;
    const title = `${indent(margin, name)}\t<${this.typeOf(schema)}>${required ? ' -required-' : ''}`;
    const line = `${title}${shortEnum(schema, margin)}\n`;
    if (this.recursive) return line;
    const text = wordWrap(schema.description || '<no description>', 78 - margin);
    return `${line}${indent(margin + 2, text)}\n\n`;
  }

  private typeOf(schema: Schema): string {
    const { items, additionalProperties, allOf = [], properties, $ref, type = '' } = schema;
    if (items) return `[]${this.typeOf(items)}`;
    if (additionalProperties) return `map[string]${this.typeOf(additionalProperties)}`;
    const [only] = allOf;
    if (only !== undefined && allOf.length === 1 && properties === undefined) return this.typeOf(only);
    if ($ref === undefined) return type === 'object' || type === '' ? 'Object' : type;
    const referred = this.document.resolve($ref)?.type ?? 'object';
    return referred === 'object' ? ($ref.split(/[/.]/).at(-1) ?? 'Object') : referred;
  }

  private resolved(schema: Schema): Schema {
    return this.document.resolve(schema.$ref) ?? schema;
  }
}

function own(fields: Schema['properties'], name: string): Schema | undefined {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function present(schema: Schema | undefined): Schema[] {
  return schema ? [schema] : [];
}

function enumValues({ enum: values = [] }: Schema): string[] {
  return values.map((value) => (value === '' ? '""' : String(value)));
}

function longEnum(schema: Schema): string {
  const values = enumValues(schema);
  return values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${value}`).join('')}`;
}

function shortEnum(schema: Schema, margin: number): string {
  const values = enumValues(schema);
  if (values.length === 0) return '';
  const more = values.length > mostEnumValues ? ', ....' : '';
  return `\n${indent(margin, 'enum: ')}${values.slice(0, mostEnumValues).join(', ')}${more}`;
}

function indent(margin: number, text: string): string {
  const pad = ' '.repeat(margin);
  return pad + text.replaceAll('\n', `\n${pad}`);
}
