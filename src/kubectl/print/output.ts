import { goQuote } from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { absolutePath } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { marshalJson } from '../go/json.ts';
import { kyaml } from '../go/kyaml.ts';
import { compareStrings } from '../go/sort.ts';
import { goYaml } from '../go/yaml.ts';
import { isList, isTable, listAt, mapAt, withMetadata, type AnyObject } from '../api/object.ts';
import { CustomColumnsPrinter, parseColumns, readColumnsFile } from './custom-columns.ts';
import { goSyntax } from './go-syntax.ts';
import { TemplateError } from './go-template-parser.ts';
import { GoTemplate } from './go-template.ts';
import { JsonPath } from './json-path.ts';
import { JsonPathError } from './json-path-parser.ts';
import { nameLines } from './name.ts';

/** Turns objects into text; it may remember what it printed before. */
export type ObjectPrinter = (object: AnyObject) => string;

const templateFormats = ['go-template', 'go-template-file', 'template', 'templatefile'];
const jsonPathFormats = ['jsonpath', 'jsonpath-as-json', 'jsonpath-file'];
const columnFormats = ['custom-columns', 'custom-columns-file'];
const plainFormats = ['json', 'yaml', 'kyaml'];

export interface OutputOptions {
  /** What `-o` is when it is not given. */
  readonly fallback?: string;
  /** `created`: what stands behind a name when nothing else is asked for. */
  readonly operation?: string;
  /** `get`'s, which also knows columns. */
  readonly columns?: boolean;
  readonly noName?: boolean;
  /** Members in the order in which Go's types have them. */
  readonly typed?: boolean;
}

/** The printer that `-o` and `--template` ask for. Models cli-runtime's PrintFlags.ToPrinter (v1.36). */
export function objectPrinter(context: Context, options: OutputOptions = {}): ObjectPrinter {
  const { flags } = context;
  const template = flags.has('template') ? flags.string('template') : '';
  let output = flags.changed('output') ? flags.string('output') : (options.fallback ?? '');
  if (output === '' && template !== '') output = 'go-template';
  const equals = output.indexOf('=');
  const format = equals < 0 ? output : output.slice(0, equals);
  const argument = template !== '' ? template : equals < 0 ? '' : output.slice(equals + 1);
  if (template === '' || equals < 0) {
    if (plainFormats.includes(output)) return plainPrinter(context, output, options.typed ?? false);
    if (!options.noName && (output === 'name' || output === '')) {
      const operation = output === 'name' ? '' : options.operation;
      return (object) => nameLines(object, operation);
    }
  }
  if (templateFormats.includes(format)) return templatePrinter(context, format, argument);
  if (jsonPathFormats.includes(format)) return jsonPathPrinter(context, format, argument);
  if (options.columns && columnFormats.includes(format)) return columnsPrinter(context, format, argument);
  throw noPrinter(output, options);
}

function noPrinter(output: string, options: OutputOptions): CommandError {
  const allowed = [
    ...plainFormats,
    ...(options.noName ? [] : ['name']),
    ...templateFormats,
    ...jsonPathFormats,
    ...(options.columns ? [...columnFormats, 'wide'] : []),
  ];
  return new CommandError(
    `unable to match a printer suitable for the output format ${goQuote(output)}, allowed formats are: ${allowed.sort(compareStrings).join(',')}`,
  );
}

function plainPrinter(context: Context, format: string, typed: boolean): ObjectPrinter {
  const keepsManaged = context.flags.has('show-managed-fields') && context.flags.bool('show-managed-fields');
  let printed = 0;
  return (object) => {
    const shown = keepsManaged ? object : withoutManagedFields(object);
    if (format === 'json') return `${marshalJson(shown, '    ', !typed)}\n`;
    if (format === 'kyaml') return kyaml(shown);
    return (printed++ > 0 ? '---\n' : '') + goYaml(shown);
  };
}

/** Without `metadata.managedFields`, in lists too. Models printers.OmitManagedFieldsPrinter. */
export function withoutManagedFields(object: AnyObject): AnyObject {
  if (isList(object)) {
    return {
      ...object,
      items: listAt(object, 'items').map((item) => withoutManagedFields(item as AnyObject)),
    };
  }
  if (isTable(object) || !('managedFields' in mapAt(object, 'metadata'))) return object;
  return withMetadata(object, { managedFields: undefined });
}

function required(argument: string): string {
  if (argument === '') throw new CommandError('template format specified but no template given');
  return argument;
}

function readTemplate(context: Context, file: string): string {
  const text = context.environment.files.read(absolutePath(context.environment, file));
  if (text === undefined) {
    throw new CommandError(`error reading --template ${file}, open ${file}: no such file or directory`);
  }
  return text;
}

function allowsMissing(context: Context): boolean {
  return (
    !context.flags.has('allow-missing-template-keys') || context.flags.bool('allow-missing-template-keys')
  );
}

function jsonPathPrinter(context: Context, format: string, argument: string): ObjectPrinter {
  const template =
    format === 'jsonpath-file' ? readTemplate(context, required(argument)) : required(argument);
  let path: JsonPath;
  try {
    path = new JsonPath(template, allowsMissing(context));
  } catch (error) {
    throw new CommandError(`error parsing jsonpath ${template}, ${(error as Error).message}`);
  }
  return (object) => {
    try {
      return path.execute(object, format === 'jsonpath-as-json');
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      throw new CommandError(
        `error executing jsonpath ${goQuote(template)}: Error executing template: ${error.message}. ` +
          'Printing more information for debugging the template:\n' +
          `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
      );
    }
  };
}

function templatePrinter(context: Context, format: string, argument: string): ObjectPrinter {
  const text = format.endsWith('file') ? readTemplate(context, required(argument)) : required(argument);
  let template: GoTemplate;
  try {
    template = new GoTemplate(text);
  } catch (error) {
    throw new CommandError(`error parsing template ${text}, ${(error as Error).message}`);
  }
  return (object) => {
    try {
      return template.execute(object);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new CommandError(
        `error executing template ${goQuote(text)}: template: output:1: ${error.message}`,
      );
    }
  };
}

function columnsPrinter(context: Context, format: string, argument: string): ObjectPrinter {
  if (argument === '') throw new CommandError('custom-columns format specified but no custom columns given');
  const columns =
    format === 'custom-columns-file'
      ? readColumnsFile(context.environment, argument)
      : parseColumns(argument);
  const printer = new CustomColumnsPrinter(columns, context.flags.bool('no-headers'));
  return (object) => printer.print(object);
}
