import { useState } from 'react';
import { Tabs } from '../kit/tabs.tsx';
import { usePage } from '../state/use-page.ts';
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

/** What happened, from four sides. */
export function LogPanel() {
  const [chosen, setChosen] = useState<TableName>('events');
  const counts = {
    events: usePage((state) => state.mirror.events.size),
    decisions: usePage((state) => state.mirror.decisions.length),
    requests: usePage((state) => state.mirror.requests.length),
    steps: usePage((state) => state.mirror.steps.length),
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
