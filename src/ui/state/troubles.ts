import type { ActiveFault } from '../../session/protocol.ts';
import { page, type PageState } from './store.ts';

/** What is wrong in a few words: `no network`, `clock 1h ahead`. */
export function troubleText({ kind, target, ms = 0 }: ActiveFault): string {
  switch (kind) {
    case 'api-server-down':
      return 'API server down';
    case 'api-server-slow':
      return `API server slow (${seconds(ms)})`;
    case 'network-cut':
      return 'no network';
    case 'power-off':
      return 'switched off';
    case 'machine-hangs':
      return 'hangs';
    case 'kubelet-stopped':
      return 'kubelet stopped';
    case 'images-broken':
      return `pulls of ${target ?? ''} fail`;
    case 'clock-jump':
      return `clock ${seconds(Math.abs(ms))} ${ms < 0 ? 'behind' : 'ahead'}`;
    default:
      return kind;
  }
}

/** What is wrong with a machine. */
export function troublesOf(faults: readonly ActiveFault[], machine: string): ActiveFault[] {
  return faults.filter(({ kind, target }) => target === machine && kind !== 'images-broken');
}

/** Whether a machine has that trouble now. */
export function hasTrouble(
  kind: ActiveFault['kind'],
  target: string | undefined,
  { mirror }: Pick<PageState, 'mirror'> = page.getState(),
): boolean {
  return mirror.faults.some((fault) => fault.kind === kind && fault.target === target);
}

function seconds(ms: number): string {
  const whole = ms / 1000;
  return whole % 3600 === 0 && whole > 0
    ? `${whole / 3600}h`
    : whole % 60 === 0 && whole > 0
      ? `${whole / 60}m`
      : `${whole}s`;
}
