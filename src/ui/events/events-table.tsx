import { useMemo, useState } from 'react';
import type { EventView } from '../../session/protocol.ts';
import { Clauses } from '../kit/clauses.tsx';
import { DataTable } from '../kit/data-table.tsx';
import type { Column } from '../kit/data-table.tsx';
import { inspect, light, lightNothing } from '../state/actions.ts';
import { ageText } from '../state/format.ts';
import { page, rowIsLit } from '../state/store.ts';
import type { PageState } from '../state/store.ts';
import { usePage, usePageCalmly, usePageShallow } from '../state/use-page.ts';
import styles from './events.module.css';
import { resourceOf } from './resource-of.ts';

const eventsOf = (state: PageState): PageState['mirror']['events'] => state.mirror.events;

/** The cluster's events, as `kubectl get events -w` would tell them. */
export function EventsTable() {
  const events = usePageCalmly(eventsOf);
  const lit = usePageShallow(({ lit, pinned, stage }) => ({ lit, pinned, stage }));
  const nowSeconds = usePage((state) => Math.floor(state.mirror.time.nowMs / 1000));
  const [warningsOnly, setWarningsOnly] = useState(false);
  const rows = useMemo(() => {
    const all = [...events.values()];
    return warningsOnly ? all.filter((event) => event.type === 'Warning') : all;
  }, [events, warningsOnly]);
  const columns = useMemo(() => columnsAt(nowSeconds * 1000), [nowSeconds]);
  return (
    <DataTable
      label="events"
      rows={rows}
      columns={columns}
      keyOf={(event) => event.uid}
      textOf={textOf}
      sorting={{ column: 'last', descending: true }}
      empty="No events yet."
      tone={(event) => (event.type === 'Warning' ? 'warn' : undefined)}
      lit={(event) =>
        rowIsLit(lit, event.objectUid) || (event.objectKind === 'Node' && lit.lit.nodes.has(event.objectName))
      }
      onPoint={point}
      onOpen={(event) =>
        inspect({
          resource: resourceOf(event.objectKind),
          namespace: event.objectNamespace,
          name: event.objectName,
          uid: event.objectUid,
        })
      }
      filters={
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={warningsOnly}
            onChange={(change) => setWarningsOnly(change.target.checked)}
          />
          Warnings only
        </label>
      }
    />
  );
}

function textOf(event: EventView): string {
  return `${event.type} ${event.reason} ${event.object} ${event.source} ${event.message} ${event.namespace}`;
}

function point(event: EventView | undefined): void {
  if (!event) lightNothing();
  else if (event.objectKind === 'Node') light([event.objectName]);
  else light([], [event.objectUid]);
}

function columnsAt(nowMs: number): Column<EventView>[] {
  return [
    {
      id: 'last',
      title: 'Last seen',
      width: '5.4em',
      cell: (event) => ageText(nowMs - event.lastMs),
      // Some components tell the time to the second: within one, the order of arrival is the order.
      order: (event) => Math.floor(event.lastMs / 1000),
    },
    {
      id: 'type',
      title: 'Type',
      width: '5.2em',
      cell: (event) => event.type,
      order: (event) => event.type,
      from: 520,
    },
    {
      id: 'reason',
      title: 'Reason',
      width: 'minmax(7em, 1.1fr)',
      cell: (event) => (event.count > 1 ? `${event.reason} ×${event.count}` : event.reason),
      order: (event) => event.reason,
    },
    {
      id: 'object',
      title: 'Object',
      width: 'minmax(7em, 2.1fr)',
      cell: (event) => event.object,
      order: (event) => event.object,
      from: 420,
    },
    {
      id: 'source',
      title: 'Source',
      width: 'minmax(6em, 1.35fr)',
      cell: (event) => event.source,
      order: (event) => event.source,
      from: 900,
    },
    {
      id: 'message',
      title: 'Message',
      width: 'minmax(0, 3.6fr)',
      cell: (event) => <Message event={event} />,
      order: (event) => event.message,
    },
  ];
}

/** The message; a scheduler's with its clauses, which light the nodes they speak of. */
function Message({ event }: { readonly event: EventView }) {
  if (event.reason !== 'FailedScheduling') return event.message;
  const decision = page
    .getState()
    .mirror.decisions.findLast((past) => past.podUid === event.objectUid && past.message === event.message);
  return decision ? (
    <Clauses message={event.message} clauses={decision.clauses} onPoint={light} />
  ) : (
    event.message
  );
}
