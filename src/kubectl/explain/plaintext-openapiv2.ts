import { goQuote } from '../../engine/index.ts';
import { CommandError } from '../errors.ts';
import { sortedKeys } from '../go/sort.ts';
import type { Kind, Schema, SchemaDocument } from './schema-document.ts';

const lineWidth = 80;
const fieldMargin = 3;
const textMargin = 5;

/** A schema together with the texts of the references, lists and maps around it. */
interface Unwrapped {
  readonly schema: Schema;
  readonly descriptions: readonly string[];
}

/**
 * What `kubectl explain --output=plaintext-openapiv2` says. Simplified: it reads the document of OpenAPI
 * v3. Models kubectl/pkg/explain (v1.36).
 */
export class PlaintextOpenApiV2 {
  private readonly document: SchemaDocument;
  private readonly recursive: boolean;

  constructor(document: SchemaDocument, recursive: boolean) {
    this.document = document;
    this.recursive = recursive;
  }

  text(kind: Kind, root: Schema, path: readonly string[]): string {
    const found = this.lookUp(root, path);
    const { schema, descriptions } = this.unwrap(found);
    const name = path.at(-1) ?? '';
    const { properties } = schema;
    const type = `<${this.typeOf(found)}>`;
    const label = properties === undefined ? 'FIELD:   ' : 'RESOURCE:';
    const title = name === '' && properties !== undefined ? '' : `${label} ${name} ${type}\n\n`;
    const fields = properties === undefined ? '' : `\nFIELDS:\n${this.fields(schema)}`;
    const group = kind.group === '' ? '' : `${kind.group}/`;
    return `KIND:     ${kind.kind}\nVERSION:  ${group}${kind.version}\n\n${title}${this.description(descriptions)}${fields}`;
  }

  private lookUp(root: Schema, path: readonly string[]): Schema {
    let schema = root;
    for (const name of path) {
      const { properties } = this.unwrap(schema).schema;
      const field = properties !== undefined && Object.hasOwn(properties, name) && properties[name];
      if (!field) throw new CommandError(`field ${goQuote(name)} does not exist`);
      schema = field;
    }
    return schema;
  }

  private unwrap(schema: Schema): Unwrapped {
    const { description = '' } = schema;
    const inner = this.inner(schema) ?? schema.items ?? schema.additionalProperties;
    if (inner === undefined) return { schema, descriptions: [description] };
    const { schema: last, descriptions } = this.unwrap(inner);
    return { schema: last, descriptions: [description, ...descriptions] };
  }

  /** What a schema refers to, if it does nothing else. */
  private inner({ allOf, $ref }: Schema): Schema | undefined {
    return allOf?.length === 1 ? allOf[0] : this.document.resolve($ref);
  }

  private description(descriptions: readonly string[]): string {
    const texts = descriptions.filter((text) => text !== '');
    const blocks = (texts.length === 0 ? ['<empty>'] : texts).map((text) => paragraph(text, textMargin));
    return `DESCRIPTION:\n${blocks.join('\n')}`;
  }

  private fields(schema: Schema): string {
    const { properties = {}, required = [] } = schema;
    return sortedKeys(properties)
      .map((name) => {
        const field = properties[name] as Schema;
        const title = `${' '.repeat(fieldMargin)}${name}\t<${this.typeOf(field)}>`;
        if (this.recursive) return `${title}\n${this.inside(field, fieldMargin * 2, new Set())}`;
        const mark = required.includes(name) ? ' -required-' : '';
        return `${title}${mark}\n${paragraph(field.description ?? '', textMargin)}\n`;
      })
      .join('');
  }

  private inside(field: Schema, margin: number, seen: ReadonlySet<Schema>): string {
    const { schema } = this.unwrap(field);
    if (seen.has(schema)) return '';
    const { properties = {} } = schema;
    return sortedKeys(properties)
      .map((name) => {
        const part = properties[name] as Schema;
        const line = `${' '.repeat(margin)}${name}\t<${this.typeOf(part)}>\n`;
        return line + this.inside(part, margin + fieldMargin, new Set([...seen, schema]));
      })
      .join('');
  }

  private typeOf(schema: Schema): string {
    if (schema.items) return `[]${this.typeOf(schema.items)}`;
    if (schema.additionalProperties) return `map[string]${this.typeOf(schema.additionalProperties)}`;
    const inner = this.inner(schema);
    if (inner !== undefined) return this.typeOf(inner);
    if (schema['oneOf'] !== undefined) return 'string';
    return schema.type === undefined || schema.type === 'object' ? 'Object' : schema.type;
  }
}

/** A text in lines of bounded width. Models explain.Formatter.WriteWrapped. */
function paragraph(text: string, margin: number): string {
  const pad = ' '.repeat(margin);
  return wrapText(text, lineWidth - margin)
    .map((line) => (line === '' ? '\n' : `${pad}${line}\n`))
    .join('');
}

const bullet = /^(\d+\.?|-|\*)\s/;

function wrapText(text: string, width: number): string[] {
  const wrapped: string[] = [];
  let words: string[] = [];
  let lastWord = '';
  const flush = (): void => {
    if (words.length === 0) return;
    wrapped.push(words.join(' '));
    words = [];
    lastWord = '';
  };
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (line.startsWith('    ')) {
      flush();
      wrapped.push(line);
      continue;
    }
    if (wrapped.length > 0 && trimmed === '') {
      flush();
      wrapped.push('');
      continue;
    }
    if (lastWord.endsWith(':') || trimmed === '' || bullet.test(trimmed)) flush();
    for (const word of trimmed.split(/\s+/).filter(Boolean)) {
      if (words.length > 0 && [...words, word].join(' ').length > width) flush();
      words.push(word);
      lastWord = word;
    }
  }
  flush();
  return wrapped;
}
