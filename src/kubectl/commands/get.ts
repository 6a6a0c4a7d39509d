import { humanDuration, parseTime, resourcePath } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { isList, isTable, listAt, nameOf, textAt, type AnyObject } from '../api/object.ts';
import type { Info, ResourceQuery } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import type { Context } from '../context.ts';
import { CommandError, throwAll } from '../errors.ts';
import { TabWriter, tableLayout } from '../go/tab-writer.ts';
import { marshalJson } from '../go/json.ts';
import { objectPrinter, withoutManagedFields } from '../print/output.ts';
import { sortedByField, sortedTable } from '../print/sort-by.ts';
import { TablePrinter } from '../print/table.ts';

const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

/** `kubectl get`. Models kubectl/pkg/cmd/get (v1.36). */
export async function get(context: Context): Promise<void> {
  const { flags, args } = context;
  if (flags.string('raw') !== '') return raw(context);
  const watches = flags.bool('watch') || flags.bool('watch-only');
  if (
    !watches &&
    args.length === 0 &&
    flags.list('filename').length === 0 &&
    flags.string('kustomize') === ''
  ) {
    context.err(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
    );
    throw context.usageError(
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
  if (flags.bool('show-labels') && flags.string('output') !== '' && flags.string('output') !== 'wide') {
    throw context.usageError(
      '--show-labels option cannot be used with -o other than wide'.replace(
        ' -o other than wide',
        ` ${flags.string('output')} printer`,
      ),
    );
  }
  if (flags.bool('output-watch-events') && !watches) {
    throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
  }
  if (watches) return watch(context);
  return isHumanReadable(context) ? printTables(context) : printObjects(context);
}

async function raw(context: Context): Promise<void> {
  if (context.args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
  const response = await context.client.text(context.flags.string('raw'));
  context.out(response);
}

function isHumanReadable(context: Context): boolean {
  const output = context.flags.string('output');
  return (output === '' && context.flags.string('template') === '') || output === 'wide';
}

function query(context: Context): ResourceQuery {
  const { flags } = context;
  const tables = isHumanReadable(context) && flags.bool('server-print');
  const allNamespaces = flags.bool('all-namespaces');
  return {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit && !allNamespaces,
    allNamespaces,
    filenames: flags.list('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    subresource: flags.string('subresource'),
    chunkSize: flags.string('sort-by') === '' ? flags.number('chunk-size') : 0,
    allowEmptySelector: true,
    continueOnError: true,
    latest: true,
    flatten: true,
    accept: tables ? tableAccept : undefined,
    includeObject: tables && flags.string('sort-by') !== '' ? 'Object' : undefined,
    ignoreNotFound: flags.bool('ignore-not-found'),
  };
}

async function printTables(context: Context): Promise<void> {
  const { flags } = context;
  const set = await ResourceSet.open(context, query(context));
  const errors: Error[] = [];
  const found = await set.infos(errors);
  const withKind = flags.bool('show-kind') || new Set(found.map((info) => info.resource)).size > 1;
  const sortBy = flags.string('sort-by');
  // Tables have their rows sorted, objects that came alone are sorted among each other.
  const areTables = found.some((info) => isTable(info.object));
  const infos = sortBy === '' || areTables ? found : sortedByField(found, sortBy, (info) => info.object);
  let written = 0;
  let separate = false;
  const writer = new TabWriter((text) => {
    context.out((separate ? '\n' : '') + text);
    separate = false;
    written += text.length;
  }, tableLayout);
  let printer: TablePrinter | undefined;
  let last: ApiResource | undefined;
  let allNamespaced = !flags.bool('all-namespaces');
  for (const info of infos) {
    const resource = info.resource as ApiResource;
    allNamespaced &&= resource.namespaced;
    if (printer === undefined || last !== resource) {
      writer.flush();
      writer.forgetWidths();
      if (last !== undefined && !flags.bool('no-headers') && written > 0) separate = true;
      printer = tablePrinter(context, resource, withKind);
      last = resource;
    }
    try {
      const table = asTable(context, info);
      printer.print(sortBy === '' ? table : sortedTable(table, sortBy), writer);
    } catch {
      // As in kubectl, an object that cannot be printed is passed over.
    }
  }
  writer.flush();
  if (written === 0 && !flags.bool('ignore-not-found') && errors.length === 0) {
    context.err(
      allNamespaced ? `No resources found in ${context.namespace} namespace.\n` : 'No resources found\n',
    );
  }
  throwAll(errors);
}

function tablePrinter(context: Context, resource: ApiResource, withKind: boolean): TablePrinter {
  const { flags } = context;
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  return new TablePrinter({
    noHeaders: flags.bool('no-headers'),
    wide: flags.string('output') === 'wide',
    showLabels: flags.bool('show-labels'),
    labelColumns: flags.list('label-columns'),
    withNamespace: flags.bool('all-namespaces') && resource.namespaced,
    kindPrefix: withKind ? kind.toLowerCase() : undefined,
  });
}

const plainColumns = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Age', type: 'string', format: '', priority: 0 },
];

/** What the server answered as a table, or names and ages of what it did not. */
function asTable(context: Context, info: Info): AnyObject {
  const object = info.object as AnyObject;
  if (isTable(object)) return object;
  const items = (isList(object) ? listAt(object, 'items') : [object]) as AnyObject[];
  return {
    columnDefinitions: plainColumns,
    rows: items.map((item) => ({ cells: [nameOf(item), age(context, item)], object: item })),
  };
}

function age(context: Context, object: AnyObject): string {
  const created = parseTime(textAt(object, 'metadata', 'creationTimestamp'));
  return created === undefined ? '<unknown>' : humanDuration(context.environment.now() - created);
}

async function printObjects(context: Context): Promise<void> {
  const { flags } = context;
  const set = await ResourceSet.open(context, query(context));
  const errors: Error[] = [];
  const infos = await set.infos(errors);
  if (errors.length > 0 && set.singleItemImplied) throwAll(errors);
  if (infos.length === 0 && flags.bool('ignore-not-found')) return throwAll(errors);
  const printer = objectPrinter(context, { columns: true });
  const sortBy = flags.string('sort-by');
  let object: AnyObject;
  const [only] = infos;
  if (set.singleItemImplied && infos.length === 1 && only?.object !== undefined) {
    object = only.object;
  } else {
    let items = infos.map((info) => info.object as AnyObject);
    if (sortBy !== '' && items.length > 0) items = sortedByField(items, sortBy, (item) => item);
    object = { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
  }
  context.out(printer(object));
  throwAll(errors);
}

async function watch(context: Context): Promise<void> {
  const { flags } = context;
  const sortBy = flags.string('sort-by');
  if (sortBy !== '') {
    const flag = flags.bool('watch') ? '--watch' : '--watch-only';
    context.err(
      `warning: ${flag} requested, --sort-by will be ignored${flags.bool('watch') ? ' for watch events received' : ''}\n`,
    );
  }
  const set = await ResourceSet.open(context, {
    ...query(context),
    singleResourceType: true,
    flatten: false,
    continueOnError: false,
  });
  const [info] = await set.infos();
  if (info === undefined) return;
  const resource = info.resource as ApiResource;
  const isSingle = info.name !== '';
  const print = watchPrinter(context, resource);
  const object = info.object as AnyObject;
  if (!flags.bool('watch-only')) {
    const initial = isTable(object) || !isList(object) ? [object] : (listAt(object, 'items') as AnyObject[]);
    for (const item of initial) print(flags.bool('output-watch-events') ? 'ADDED' : undefined, item);
  }
  // A watch of one object starts with that object, which has been printed already.
  let skips = isSingle ? 1 : 0;
  const namespace = resource.namespaced ? info.namespace : '';
  await context.client.watch(
    resourcePath(resource, { namespace: flags.bool('all-namespaces') ? '' : namespace }),
    {
      fieldSelector: isSingle ? `metadata.name=${info.name}` : flags.string('field-selector'),
      labelSelector: isSingle ? undefined : flags.string('selector'),
      resourceVersion: isSingle ? '0' : textAt(object, 'metadata', 'resourceVersion'),
    },
    (event) => {
      if (skips-- > 0) return false;
      print(flags.bool('output-watch-events') ? event.type : undefined, event.object);
      return false;
    },
    { accept: isHumanReadable(context) ? tableAccept : undefined },
  );
}

function watchPrinter(
  context: Context,
  resource: ApiResource,
): (type: string | undefined, object: AnyObject) => void {
  if (!isHumanReadable(context)) {
    const printer = objectPrinter(context, { columns: true });
    const asEvent = context.flags.string('output') === 'json';
    return (type, object) => {
      if (type === undefined) context.out(printer(object));
      else if (asEvent) context.out(`${marshalJson({ type, object: withoutManagedFields(object) })}\n`);
      else context.out(printer({ type, object }));
    };
  }
  const writer = new TabWriter((text) => context.out(text), tableLayout);
  const printer = tablePrinter(context, resource, context.flags.bool('show-kind'));
  return (type, object) => {
    printer.print(asTable(context, { resource, namespace: '', name: '', object }), writer, type);
    writer.flush();
  };
}
