import { absolutePath, type Environment } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { tabbed, tableLayout } from '../go/tab-writer.ts';
import { goValue } from '../go/values.ts';
import { isList, listAt, type AnyObject } from '../api/object.ts';
import { JsonPath } from './json-path.ts';
import { escapeTerminal } from './table.ts';

interface Column {
  readonly header: string;
  readonly path: string;
}

const looseExpression = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/;

/** `.a.b`, `a.b`, `{a.b}` and `{.a.b}` all as `{.a.b}`. Models get.RelaxedJSONPathExpression (v1.36). */
export function relaxedExpression(text: string): string {
  if (text === '') return text;
  const parts = looseExpression.exec(text);
  if (parts === null) {
    throw new CommandError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${parts[1] ?? parts[2]}}`;
}

/** `NAME:.metadata.name,NODE:.spec.nodeName`. */
export function parseColumns(spec: string): Column[] {
  if (spec === '') throw new CommandError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) {
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return { header: part.slice(0, colon), path: relaxedExpression(part.slice(colon + 1)) };
  });
}

/** Two lines of words: headers, and the paths below them. */
export function readColumnsFile(environment: Environment, file: string): Column[] {
  const text = environment.files.read(absolutePath(environment, file));
  if (text === undefined) {
    throw new CommandError(`error reading template ${file}, open ${file}: no such file or directory\n`);
  }
  const [headers = '', paths = ''] = text.split('\n');
  const names = headers.trim().split(/\s+/);
  const specs = paths.trim().split(/\s+/);
  if (names.length !== specs.length) {
    throw new CommandError(
      `number of headers (${names.length}) and field specifications (${specs.length}) don't match`,
    );
  }
  return names.map((header, index) => ({ header, path: relaxedExpression(specs[index] as string) }));
}

/** Prints chosen fields of objects in columns. Models get.CustomColumnsPrinter (v1.36). */
export class CustomColumnsPrinter {
  private readonly columns: readonly Column[];
  private readonly noHeaders: boolean;
  private headersPrinted = false;

  constructor(columns: readonly Column[], noHeaders: boolean) {
    this.columns = columns;
    this.noHeaders = noHeaders;
  }

  print(object: AnyObject): string {
    const paths = this.columns.map((column) => new JsonPath(column.path, true));
    return tabbed(tableLayout, (writer) => {
      if (!this.noHeaders && !this.headersPrinted) {
        writer.write(`${this.columns.map((column) => column.header).join('\t')}\n`);
        this.headersPrinted = true;
      }
      for (const item of isList(object) ? listAt(object, 'items') : [object]) {
        writer.write(`${paths.map((path) => cell(path, item)).join('\t')}\n`);
      }
    });
  }
}

function cell(path: JsonPath, object: unknown): string {
  const results = path.find(object);
  const found = results.flat().map((value) => escapeTerminal(goValue(value)));
  if ((results[0] ?? []).length === 0) found.unshift('<none>');
  return found.join(',');
}
