import { type Event, goQuote, groupVersion, resourcePath } from '../../engine/index.ts';
import { coreEvents } from '../api/known-resources.ts';
import type { ApiResource } from '../api/discovery.ts';
import { listObjects } from '../api/fetch-objects.ts';
import { listAt, textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError, Exit } from '../errors.ts';
import { goSort } from '../go/sort.ts';
import { TabWriter, tableLayout } from '../go/tab-writer.ts';
import { eventInterval, eventTimeMs } from '../print/event-times.ts';
import { objectPrinter } from '../print/output.ts';
import { escapeTerminal } from '../print/table.ts';

/** `kubectl events`. Models kubectl/pkg/cmd/events (v1.36). */
export async function events(context: Context): Promise<void> {
  const { flags } = context;
  const fieldSelector = await forSelector(context);
  const types = flags.list('types').map((type) => type.toLowerCase());
  if (types.some((type) => type !== 'normal' && type !== 'warning')) {
    throw new CommandError('valid --types are Normal or Warning');
  }
  const output = flags.string('output');
  const print = output === '' ? undefined : objectPrinter(context, {});
  const isWanted = (event: Event): boolean =>
    types.length === 0 || types.includes((event.type ?? '').toLowerCase());
  const namespace = flags.bool('all-namespaces') ? '' : context.namespace;
  const writer = new TabWriter((text) => context.out(text), tableLayout);
  const table = new EventTable(context, writer);
  if (flags.bool('watch')) {
    await context.client.watch(
      resourcePath(coreEvents, { namespace }),
      { fieldSelector },
      ({ type, object }) => {
        const event = object as unknown as Event;
        if (type === 'DELETED' || !isWanted(event)) return false;
        if (print !== undefined) context.out(print(object));
        else table.print(event);
        writer.flush();
        return false;
      },
    );
    return;
  }
  const resource = {
    ...coreEvents,
    singular: 'event',
    verbs: [],
    shortNames: [],
    categories: [],
    subresources: [],
  };
  const list = await listObjects(context, resource, { namespace, fieldSelector, chunkSize: 500 });
  const found = (listAt(list, 'items') as unknown as Event[])
    .filter(isWanted)
    .map((event) => ({ apiVersion: 'v1', kind: 'Event', ...event }));
  if (found.length === 0) {
    context.err(namespace === '' ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
    return;
  }
  goSort(found, (a, b) => eventTimeMs(a) < eventTimeMs(b));
  if (print !== undefined) {
    context.out(print({ ...list, apiVersion: 'v1', kind: 'EventList', items: found }));
    return;
  }
  for (const event of found) table.print(event);
  writer.flush();
}

async function forSelector(context: Context): Promise<string> {
  const wanted = context.flags.string('for');
  if (wanted === '') return '';
  const parts = wanted.split('/');
  if (parts.length === 1) throw new CommandError('--for must be in resource/name form');
  if (parts.length !== 2)
    throw new CommandError('arguments in resource/name form may not have more than one slash');
  const [type = '', name = ''] = parts;
  const resource: ApiResource | undefined = await context.discovery.find(type.toLowerCase());
  if (resource === undefined) {
    context.err(`the server doesn't have a resource type ${goQuote(type)}\n`);
    throw new Exit(1);
  }
  return (
    `involvedObject.kind=${resource.kind},involvedObject.apiVersion=${groupVersion(resource)},` +
    `involvedObject.name=${name}`
  );
}

class EventTable {
  private readonly context: Context;
  private readonly writer: TabWriter;
  private headersPrinted = false;

  constructor(context: Context, writer: TabWriter) {
    this.context = context;
    this.writer = writer;
  }

  print(event: Event): void {
    const { flags } = this.context;
    const all = flags.bool('all-namespaces');
    if (!this.headersPrinted && !flags.bool('no-headers')) {
      this.writer.write(`${all ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
    }
    this.headersPrinted = true;
    const { kind = '', name = '' } = event.involvedObject ?? {};
    const cells = [
      ...(all ? [textAt(event, 'metadata', 'namespace')] : []),
      eventInterval(event, this.context.environment.now()),
      event.type ?? '',
      event.reason ?? '',
      `${kind}/${name}`,
      (event.message ?? '').trim(),
    ];
    this.writer.write(`${cells.map(escapeTerminal).join('\t')}\n`);
  }
}
