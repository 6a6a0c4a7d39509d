import { useMemo } from 'react';
import type { StepView } from '../../session/protocol.ts';
import type { Column } from '../kit/data-table.tsx';
import { DataTable } from '../kit/data-table.tsx';
import { clockText } from '../state/format.ts';
import type { PageState } from '../state/store.ts';
import { usePage, usePageCalmly } from '../state/use-page.ts';

const stepsOf = (state: PageState): PageState['mirror']['steps'] => state.mirror.steps;

/** What controllers and kubelets did, in sentences. */
export function StepsTable() {
  const steps = usePageCalmly(stepsOf);
  const startMs = usePage((state) => state.mirror.time.startMs);
  const columns = useMemo(() => columnsSince(startMs), [startMs]);
  return (
    <DataTable
      label="steps"
      rows={steps}
      columns={columns}
      keyOf={(step) => String(step.id)}
      textOf={(step) => `${step.component} ${step.object} ${step.sentence}`}
      sorting={{ column: 'at', descending: true }}
      empty="No controller has done anything yet."
    />
  );
}

function columnsSince(startMs: number): Column<StepView>[] {
  return [
    {
      id: 'at',
      title: 'Time',
      width: '6.6em',
      cell: (step) => clockText(step.atMs - startMs),
      order: (step) => step.id,
    },
    {
      id: 'component',
      title: 'Component',
      width: 'minmax(8em, 14em)',
      cell: (step) => step.component,
      order: (step) => step.component,
    },
    {
      id: 'object',
      title: 'Object',
      width: 'minmax(8em, 18em)',
      cell: (step) => step.object,
      order: (step) => step.object,
      from: 620,
    },
    {
      id: 'message',
      title: 'What it did',
      width: 'minmax(0, 1fr)',
      cell: (step) => step.sentence,
      order: (step) => step.sentence,
    },
  ];
}
