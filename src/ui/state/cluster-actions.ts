import type { ActiveFault, Fault } from '../../session/protocol.ts';
import { send } from './session.ts';
import { page } from './store.ts';

/** Says something at the edge of the page until it is closed. */
export function say(notice: string | undefined): void {
  page.setState({ notice });
}

/** Makes something go wrong, or puts it right. */
export function order(fault: Fault): void {
  void tellProblem(send('fault', { fault }));
}

/** `systemctl VERB kubelet` on a machine. */
export function kubelet(machine: string, verb: 'start' | 'stop' | 'restart'): void {
  void tellProblem(send('service', { machine, verb, unit: 'kubelet' }));
}

export function removeNode(name: string): void {
  void tellProblem(send('removeNode', { name }));
}

async function tellProblem(answer: Promise<{ readonly problem: string | null }>): Promise<void> {
  const { problem } = await answer;
  if (problem !== null) say(problem);
}

/** Runs kubectl as it could be typed, and says what it printed. Answers whether it succeeded. */
export async function kubectl(line: string): Promise<boolean> {
  const { exitCode, output } = await send('run', { line: `kubectl ${line}` });
  say(output.trim().split('\n').slice(-4).join('\n'));
  return exitCode === 0;
}

/** Binds a pod to a node by hand, as a scheduler does. */
export async function bind(pod: { namespace: string; name: string }, node: string): Promise<boolean> {
  const binding = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: pod.name, namespace: pod.namespace },
    target: { apiVersion: 'v1', kind: 'Node', name: node },
  });
  const { exitCode, output } = await send('run', { line: `echo '${binding}' | kubectl create -f -` });
  say(output.trim());
  return exitCode === 0;
}

/** How a trouble is put right; undefined where it cannot be by order. */
export function remedy({ kind, target = '', ms = 0 }: ActiveFault): (() => void) | undefined {
  switch (kind) {
    case 'api-server-down':
    case 'api-server-slow':
      return () => order({ kind: 'api-server-well' });
    case 'network-cut':
      return () => order({ kind: 'network-whole', machine: target });
    case 'power-off':
      return () => order({ kind: 'power-on', machine: target });
    case 'machine-hangs':
      return () => order({ kind: 'machine-goes-on', machine: target });
    case 'kubelet-stopped':
      return () => kubelet(target, 'start');
    case 'images-broken':
      return () => order({ kind: 'images-whole', pattern: target });
    case 'clock-jump':
      return () => order({ kind: 'clock-jump', machine: target, byMs: -ms });
    default:
      return undefined;
  }
}
