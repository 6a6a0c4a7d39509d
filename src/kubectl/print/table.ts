import { formatLabels, type Labels } from '../../engine/index.ts';
import { listAt, mapAt, namespaceOf, type AnyObject } from '../api/object.ts';
import type { TabWriter } from '../go/tab-writer.ts';
import { at, goValue } from '../go/values.ts';

export interface TableOptions {
  readonly noHeaders: boolean;
  readonly wide: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  readonly withNamespace: boolean;
  /** `pod/`, `deployment.apps/`: what stands before names. */
  readonly kindPrefix?: string;
}

interface Column {
  readonly name: string;
  readonly priority: number;
  readonly isName: boolean;
}

const eventTypes: Readonly<Record<string, string>> = {
  ADDED: 'ADDED   ',
  MODIFIED: 'MODIFIED',
  DELETED: 'DELETED ',
  ERROR: 'ERROR   ',
};

/** Prints the tables that a server answers. Models cli-runtime/pkg/printers.HumanReadablePrinter (v1.36). */
export class TablePrinter {
  private readonly options: TableOptions;
  private columns: readonly Column[] = [];
  private definitions = '';
  private headersPrinted = false;

  constructor(options: TableOptions) {
    this.options = options;
  }

  print(table: AnyObject, writer: TabWriter, eventType?: string): void {
    const rows = listAt(table, 'rows') as AnyObject[];
    const definitions = listAt(table, 'columnDefinitions') as AnyObject[];
    const text = JSON.stringify(definitions);
    const repeats = definitions.length === 0 || text === this.definitions;
    const headers = !this.options.noHeaders && !(this.headersPrinted && repeats);
    if (!repeats) {
      this.definitions = text;
      this.columns = definitions.map(columnOf);
    }
    if (rows.length > 0) this.headersPrinted = true;
    if (headers && rows.length > 0) writer.write(`${this.header(eventType).join('\t')}\n`);
    for (const row of rows) writer.write(`${this.row(row, eventType).join('\t')}\n`);
  }

  private header(eventType: string | undefined): string[] {
    const { labelColumns, showLabels, withNamespace } = this.options;
    return [
      ...(eventType === undefined ? [] : ['EVENT']),
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...this.columns.filter((column) => this.shows(column)).map((column) => column.name.toUpperCase()),
      ...labelColumns.map(labelHeader),
      ...(showLabels ? ['LABELS'] : []),
    ];
  }

  private row(row: AnyObject, eventType: string | undefined): string[] {
    const { labelColumns, showLabels, withNamespace, kindPrefix } = this.options;
    const object = at(row, 'object');
    const labels = mapAt(object, 'metadata', 'labels') as Labels;
    const cells = listAt(row, 'cells');
    const shown: string[] = [];
    for (const [index, column] of this.columns.entries()) {
      if (!this.shows(column)) continue;
      const text = cellText(cells[index]);
      shown.push(column.isName && kindPrefix !== undefined ? `${kindPrefix}/${text}` : text);
    }
    return [
      ...(eventType === undefined ? [] : [eventTypes[eventType] ?? eventType]),
      ...(withNamespace ? [namespaceOf(object)] : []),
      ...shown,
      ...labelColumns.map((label) => labels[label] ?? ''),
      ...(showLabels ? [formatLabels(labels)] : []),
    ];
  }

  private shows(column: Column): boolean {
    return this.options.wide || column.priority === 0;
  }
}

function columnOf(definition: AnyObject): Column {
  return {
    name: String(definition['name'] ?? ''),
    priority: Number(definition['priority'] ?? 0),
    isName: definition['format'] === 'name' && definition['type'] === 'string',
  };
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return goValue(cell);
  const lineEnd = cell.search(/[\f\n\r]/);
  return escapeTerminal(lineEnd < 0 ? cell : cell.slice(0, lineEnd)) + (lineEnd < 0 ? '' : '...');
}

/** Takes away what would steer a terminal. */
export function escapeTerminal(text: string): string {
  return text.replaceAll('\u001b', '^[').replaceAll('\r', '\\r');
}

function labelHeader(label: string): string {
  return (label.split('/').at(-1) as string).toUpperCase();
}
