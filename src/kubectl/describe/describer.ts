import { type Event, type KubeObject, parseTime, type Resource, resourcePath } from '../../engine/index.ts';
import { coreEvents } from '../api/known-resources.ts';
import { listAt, type AnyObject } from '../api/object.ts';
import type { Context } from '../context.ts';
import { goSort } from '../go/sort.ts';
import { eventInterval } from '../print/event-times.ts';
import { DescribeWriter } from './writer.ts';

/** What a description may ask for besides its object. */
export class DescribeRequest {
  readonly context: Context;
  readonly showEvents: boolean;
  private readonly chunkSize: number;

  constructor(context: Context, showEvents: boolean) {
    this.context = context;
    this.showEvents = showEvents;
    this.chunkSize = context.flags.number('chunk-size');
  }

  writer(): DescribeWriter {
    return new DescribeWriter(this.context.environment.now());
  }

  async list<T>(
    resource: Resource,
    options: { namespace?: string; labelSelector?: string; fieldSelector?: string; unlimited?: boolean } = {},
  ): Promise<T[]> {
    const path = resourcePath(resource, { namespace: options.namespace });
    const { labelSelector, fieldSelector } = options;
    const limit = options.unlimited ? undefined : this.chunkSize || undefined;
    const items: T[] = [];
    let next: unknown = '';
    do {
      const list = (await this.context.client.request('GET', path, {
        query: { labelSelector, fieldSelector, limit, continue: next as string },
      })) as AnyObject;
      items.push(...(listAt(list, 'items') as T[]));
      next = (list['metadata'] as AnyObject | undefined)?.['continue'];
    } while (typeof next === 'string' && next !== '');
    return items;
  }

  async get<T>(resource: Resource, key: { namespace?: string; name: string }): Promise<T> {
    return (await this.context.client.request('GET', resourcePath(resource, key))) as T;
  }

  /** The events about an object, if they are to be shown. Models describe.searchEvents (v1.36). */
  async eventsOf(
    object: KubeObject,
    more: { kind?: string; uid?: string } = {},
  ): Promise<Event[] | undefined> {
    if (!this.showEvents) return undefined;
    const { name, namespace = '', uid } = object.metadata;
    const kind = more.kind ?? object.kind ?? '';
    const fields = [
      ...(kind === '' ? [] : [`involvedObject.kind=${kind}`]),
      `involvedObject.name=${name}`,
      `involvedObject.namespace=${namespace}`,
      `involvedObject.uid=${more.uid ?? uid ?? ''}`,
    ];
    try {
      return await this.list<Event>(coreEvents, { namespace, fieldSelector: fields.join(',') });
    } catch {
      return [];
    }
  }
}

/** Describes one object that has been fetched. */
export type Describer = (object: never, request: DescribeRequest) => Promise<string> | string;

/** The Events section. Models describe.DescribeEvents (v1.36). */
export function writeEvents(w: DescribeWriter, events: readonly Event[] | undefined): void {
  if (events === undefined) return;
  if (events.length === 0) {
    w.write(0, 'Events:\t<none>\n');
    return;
  }
  w.flush();
  const sorted = goSort([...events], (a, b) => lastTime(a) < lastTime(b));
  w.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n');
  w.write(1, '----\t------\t----\t----\t-------\n');
  for (const event of sorted) {
    const from = event.source?.component || event.reportingComponent || '';
    const message = (event.message ?? '').trim();
    const path = event.involvedObject?.fieldPath;
    const shown = path ? `${path}: ${message}` : message;
    w.write(
      1,
      `${event.type ?? ''}\t${event.reason ?? ''}\t${eventInterval(event, w.nowMs)}\t${from}\t${shown}\n`,
    );
  }
}

function lastTime(event: Event): number {
  return parseTime(event.lastTimestamp) ?? Number.NEGATIVE_INFINITY;
}
