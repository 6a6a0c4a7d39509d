import {
  Ban,
  CirclePause,
  CirclePlay,
  ClockArrowDown,
  ClockArrowUp,
  Cpu,
  Lock,
  LockOpen,
  LogOut,
  Power,
  Tags,
  Trash2,
  Unplug,
  Wifi,
} from 'lucide-react';
import type { NodeView } from '../../session/protocol.ts';
import type { MenuGroup, MenuItem } from '../kit/menu.tsx';
import { kubectl, kubelet, order, removeNode } from '../state/cluster-actions.ts';
import { hasTrouble } from '../state/troubles.ts';

/** What a menu opens besides doing something. */
export type NodeDialog = { readonly kind: 'labels' | 'size'; readonly node: string };

const hourMs = 3_600_000;

/** What can be done with a node and its machine, as they are now. */
export function nodeMenu(node: NodeView, openDialog: (dialog: NodeDialog) => void): readonly MenuGroup[] {
  const { name } = node;
  const has = (kind: Parameters<typeof hasTrouble>[0]): boolean => hasTrouble(kind, name);
  return [
    {
      items: [
        node.unschedulable
          ? { label: 'Uncordon', icon: LockOpen, run: () => void kubectl(`uncordon ${name}`) }
          : { label: 'Cordon', icon: Lock, run: () => void kubectl(`cordon ${name}`) },
        {
          label: 'Drain',
          icon: LogOut,
          run: () => void kubectl(`drain ${name} --ignore-daemonsets --delete-emptydir-data --force`),
        },
        { label: 'Labels…', icon: Tags, run: () => openDialog({ kind: 'labels', node: name }) },
        { label: 'Size…', icon: Cpu, run: () => openDialog({ kind: 'size', node: name }) },
      ],
    },
    {
      title: 'Faults',
      items: has('power-off')
        ? [{ label: 'Switch on', icon: Power, run: () => order({ kind: 'power-on', machine: name }) }]
        : faultsOf(name, has),
    },
    {
      items: [{ label: 'Remove from the cluster', icon: Trash2, grave: true, run: () => removeNode(name) }],
    },
  ];
}

/** What can go wrong with a machine that runs. */
function faultsOf(name: string, has: (kind: Parameters<typeof hasTrouble>[0]) => boolean): MenuItem[] {
  return [
    has('kubelet-stopped')
      ? { label: 'Start the kubelet', icon: CirclePlay, run: () => kubelet(name, 'start') }
      : { label: 'Stop the kubelet', icon: CirclePause, run: () => kubelet(name, 'stop') },
    has('network-cut')
      ? {
          label: 'Mend the network',
          icon: Wifi,
          run: () => order({ kind: 'network-whole', machine: name }),
        }
      : {
          label: 'Cut the network',
          icon: Unplug,
          run: () => order({ kind: 'network-cut', machine: name }),
        },
    has('machine-hangs')
      ? { label: 'Go on', icon: CirclePlay, run: () => order({ kind: 'machine-goes-on', machine: name }) }
      : { label: 'Hang', icon: Ban, run: () => order({ kind: 'machine-hangs', machine: name }) },
    { label: 'Switch off', icon: Power, run: () => order({ kind: 'power-off', machine: name }) },
    clockItem(name, hourMs),
    clockItem(name, -hourMs),
  ];
}

function clockItem(machine: string, byMs: number): MenuItem {
  return {
    label: `Set the clock ${byMs < 0 ? 'back' : 'forward'} an hour`,
    icon: byMs < 0 ? ClockArrowDown : ClockArrowUp,
    run: () => order({ kind: 'clock-jump', machine, byMs }),
  };
}
