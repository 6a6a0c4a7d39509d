import { Activity, CloudOff, HeartPulse, ImageOff, TriangleAlert, Turtle, Unplug } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Menu, type MenuGroup, type MenuPlace } from '../kit/menu.tsx';
import { order, remedy } from '../state/cluster-actions.ts';
import { page } from '../state/store.ts';
import { BreakImagesDialog } from './break-images-dialog.tsx';

const downMs = 30_000;
const slowMs = 2000;

/** The button that makes something go wrong in the whole cluster. */
export function ClusterMenu() {
  const [at, setAt] = useState<MenuPlace>();
  const [breaksImages, setBreaksImages] = useState(false);
  return (
    <>
      <Button
        icon={TriangleAlert}
        label="Make something go wrong"
        iconOnly
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onClick={(event) => setAt(event.currentTarget.getBoundingClientRect())}
      />
      {at && (
        <Menu
          label="Faults of the cluster"
          at={at}
          groups={groups(() => setBreaksImages(true))}
          onClose={() => setAt(undefined)}
        />
      )}
      {breaksImages && <BreakImagesDialog onClose={() => setBreaksImages(false)} />}
    </>
  );
}

function groups(breakImages: () => void): readonly MenuGroup[] {
  const { faults } = page.getState().mirror;
  return [
    {
      title: 'API server',
      items: [
        {
          label: 'Down for 30 seconds',
          icon: CloudOff,
          run: () => order({ kind: 'api-server-down', forMs: downMs }),
        },
        { label: 'Down until put right', icon: CloudOff, run: () => order({ kind: 'api-server-down' }) },
        {
          label: 'Slow (2 seconds)',
          icon: Turtle,
          run: () => order({ kind: 'api-server-slow', delayMs: slowMs }),
        },
        { label: 'Cut all watches', icon: Unplug, run: () => order({ kind: 'watches-cut' }) },
      ],
    },
    { title: 'Images', items: [{ label: 'Pulls fail…', icon: ImageOff, run: breakImages }] },
    {
      title: 'On a node or pod: right click, or Shift Enter',
      items:
        faults.length === 0
          ? [{ label: 'Nothing is wrong', icon: Activity, run: () => undefined }]
          : [
              {
                label: 'Put everything right',
                icon: HeartPulse,
                run: () => {
                  for (const fault of faults) remedy(fault)?.();
                },
              },
            ],
    },
  ];
}
