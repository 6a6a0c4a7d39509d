import { useMemo } from 'react';
import type { RequestView } from '../../session/protocol.ts';
import type { Column } from '../kit/data-table.tsx';
import { DataTable } from '../kit/data-table.tsx';
import { light, lightNothing } from '../state/actions.ts';
import { clockText } from '../state/format.ts';
import { rowIsLit } from '../state/store.ts';
import type { PageState } from '../state/store.ts';
import { usePage, usePageCalmly, usePageShallow } from '../state/use-page.ts';
import styles from './events.module.css';

const requestsOf = (state: PageState): PageState['mirror']['requests'] => state.mirror.requests;

/** Who changed what through the API server. */
export function RequestsTable() {
  const requests = usePageCalmly(requestsOf);
  const startMs = usePage((state) => state.mirror.time.startMs);
  const lit = usePageShallow(({ lit, pinned, stage }) => ({ lit, pinned, stage }));
  const columns = useMemo(() => columnsSince(startMs), [startMs]);
  return (
    <DataTable
      label="requests"
      rows={requests}
      columns={columns}
      keyOf={(request) => String(request.id)}
      textOf={(request) =>
        `${request.user} ${request.userAgent} ${request.method} ${request.path} ${request.status}`
      }
      sorting={{ column: 'at', descending: true }}
      empty="Nobody has changed anything yet."
      lit={(request) => request.objectUid !== undefined && rowIsLit(lit, request.objectUid)}
      onPoint={(request) => (request?.objectUid ? light([], [request.objectUid]) : lightNothing())}
    />
  );
}

function columnsSince(startMs: number): Column<RequestView>[] {
  return [
    {
      id: 'at',
      title: 'Time',
      width: '6.6em',
      cell: (request) => clockText(request.atMs - startMs),
      order: (request) => request.id,
    },
    {
      id: 'method',
      title: 'Method',
      width: '4.8em',
      cell: (request) => request.method,
      order: (request) => request.method,
    },
    {
      id: 'path',
      title: 'Path',
      width: 'minmax(0, 3fr)',
      cell: (request) => <span className={styles.mono}>{request.path}</span>,
      order: (request) => request.path,
    },
    {
      id: 'status',
      title: 'Status',
      width: '4em',
      cell: (request) => (
        <span className={request.status < 400 ? styles.good : styles.bad}>{request.status}</span>
      ),
      order: (request) => request.status,
    },
    {
      id: 'agent',
      title: 'Client',
      width: 'minmax(0, 1.6fr)',
      cell: (request) => request.userAgent || request.user,
      order: (request) => request.userAgent,
      from: 620,
    },
    {
      id: 'user',
      title: 'User',
      width: 'minmax(0, 1.6fr)',
      cell: (request) => request.user,
      order: (request) => request.user,
      from: 860,
    },
  ];
}
