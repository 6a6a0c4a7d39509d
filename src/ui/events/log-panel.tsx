import { useState } from 'react';
import { Tabs } from '../kit/tabs.tsx';
import type { PageState } from '../state/store.ts';
import { usePageCalmly } from '../state/use-page.ts';
import { DecisionsTable } from './decisions-table.tsx';
import { EventsTable } from './events-table.tsx';
import { RequestsTable } from './requests-table.tsx';
import { StepsTable } from './steps-table.tsx';

const tables = {
  events: EventsTable,
  decisions: DecisionsTable,
  requests: RequestsTable,
  steps: StepsTable,
} as const;
type TableName = keyof typeof tables;

const mirrorOf = (state: PageState): PageState['mirror'] => state.mirror;

/** What happened, from four sides. */
export function LogPanel() {
  const [chosen, setChosen] = useState<TableName>('events');
  const { events, decisions, requests, steps } = usePageCalmly(mirrorOf);
  const counts = {
    events: events.size,
    decisions: decisions.length,
    requests: requests.length,
    steps: steps.length,
  };
  const Table = tables[chosen];
  return (
    <Tabs
      label="What happened"
      chosen={chosen}
      onChoose={(id) => setChosen(id as TableName)}
      tabs={[
        { id: 'events', label: 'Events', note: counts.events },
        { id: 'decisions', label: 'Decisions', note: counts.decisions },
        { id: 'requests', label: 'Requests', note: counts.requests },
        { id: 'steps', label: 'Steps', note: counts.steps },
      ]}
    >
      <Table />
    </Tabs>
  );
}
