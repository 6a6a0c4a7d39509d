import { nodes } from '../../api/resources.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';

const annotation = 'node.alpha.kubernetes.io/ttl';

/** From this many nodes on, kubelets may believe Secrets and ConfigMaps for that many seconds. */
const steps: readonly { readonly from: number; readonly seconds: number }[] = [
  { from: 0, seconds: 0 },
  { from: 101, seconds: 15 },
  { from: 501, seconds: 30 },
  { from: 1001, seconds: 60 },
  { from: 2001, seconds: 300 },
];

/**
 * Says on each node how long its kubelet may cache what it read. Models pkg/controller/ttl (v1.36).
 * Simplified: a step down needs no smaller cluster than the step up did.
 */
export function startTtlController(context: ControllerContext): Controller {
  const all = context.informers.of(nodes);
  const sync = (name: string): void => {
    const node = all.lister.get(name);
    if (node === undefined) return;
    const seconds = steps.findLast(({ from }) => all.lister.size >= from)?.seconds ?? 0;
    if (node.metadata.annotations?.[annotation] === String(seconds)) return;
    const body = { metadata: { annotations: { [annotation]: String(seconds) } } };
    runtime.client.patch(nodes, { name }, { type: 'strategic', body });
  };
  const runtime = makeRuntime(context, { name: 'ttl-controller', needs: [all], sync });
  all.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, node) => runtime.enqueue(node) });
  return runtime;
}
