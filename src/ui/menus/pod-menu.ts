import { Bomb, Link2, Trash2 } from 'lucide-react';
import type { NodeView, PodView } from '../../session/protocol.ts';
import type { MenuGroup } from '../kit/menu.tsx';
import { bind, kubectl, order } from '../state/cluster-actions.ts';

/** The most nodes that a menu offers to bind to. */
const mostNodes = 20;

/** What can be done with a pod, as it is now. */
export function podMenu(pod: PodView, nodes: readonly NodeView[]): readonly MenuGroup[] {
  const { namespace, name } = pod;
  const crash = (exitCode: number): void =>
    order({ kind: 'container-crash', namespace, pod: name, exitCode });
  const items = [
    {
      label: 'Delete',
      icon: Trash2,
      grave: true,
      run: () => void kubectl(`delete pod ${name} -n ${namespace} --wait=false`),
    },
  ];
  if (pod.nodeName === undefined) {
    return [
      {
        title: 'Bind by hand to',
        items: nodes.slice(0, mostNodes).map((node) => ({
          label: node.name,
          icon: Link2,
          run: () => void bind(pod, node.name),
        })),
      },
      { items },
    ];
  }
  return [
    {
      title: 'Faults',
      items: [
        { label: 'Crash it (exit code 1)', icon: Bomb, run: () => crash(1) },
        { label: 'Kill it (exit code 137)', icon: Bomb, run: () => crash(137) },
      ],
    },
    { items },
  ];
}
