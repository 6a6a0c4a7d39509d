import { nodes } from '../../api/resources.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';

const annotation = 'node.alpha.kubernetes.io/ttl';

/** For how many seconds kubelets may believe Secrets and ConfigMaps, in clusters of so many nodes. */
const steps: readonly { readonly least: number; readonly most: number; readonly seconds: number }[] = [
  { least: 0, most: 100, seconds: 0 },
  { least: 90, most: 500, seconds: 15 },
  { least: 450, most: 1000, seconds: 30 },
  { least: 900, most: 2000, seconds: 60 },
  { least: 1800, most: Number.POSITIVE_INFINITY, seconds: 300 },
];

/** The step after this one, in a cluster of `count` nodes: one goes down later than one went up. */
export function nextStep(step: number, count: number): number {
  const { least, most } = steps[step] as (typeof steps)[number];
  return count > most ? step + 1 : count < least ? step - 1 : step;
}

/** Says on each node how long its kubelet may cache what it read. Models pkg/controller/ttl (v1.36). */
export function startTtlController(context: ControllerContext): Controller {
  const all = context.informers.of(nodes);
  let step = 0;
  let count = 0;
  const counted = (change: number): void => {
    count += change;
    step = nextStep(step, count);
  };
  const sync = (name: string): void => {
    const node = all.lister.get(name);
    if (node === undefined) return;
    const seconds = String(steps[step]?.seconds ?? 0);
    if (node.metadata.annotations?.[annotation] === seconds) return;
    const body = { metadata: { annotations: { [annotation]: seconds } } };
    runtime.client.patch(nodes, { name }, { type: 'strategic', body });
  };
  const runtime = makeRuntime(context, { name: 'ttl-controller', needs: [all], sync });
  all.addHandler({
    onAdd: (node) => {
      counted(1);
      runtime.enqueue(node);
    },
    onUpdate: (_, node) => runtime.enqueue(node),
    onDelete: () => counted(-1),
  });
  return runtime;
}
