import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { send } from '../state/session.ts';
import { page } from '../state/store.ts';
import styles from './menus.module.css';

const gibibyte = 2 ** 30;

/** Asks for a machine's size; its kubelet starts again to see it. */
export function SizeDialog({ node, onClose }: { readonly node: string; readonly onClose: () => void }) {
  const [{ cores, memory }, setSize] = useState(() => sizeOf(node));
  const [problem, setProblem] = useState<string | null>(null);
  const resize = async (): Promise<void> => {
    const size = { cpuMillis: Math.round(cores * 1000), memoryBytes: Math.round(memory * gibibyte) };
    const answer = await send('resizeNode', { name: node, ...size });
    setProblem(answer.problem);
    if (answer.problem === null) onClose();
  };
  return (
    <Dialog title={`Size of ${node}`} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void resize();
        }}
      >
        <label>
          Cores
          <input
            type="number"
            min={0.5}
            step={0.5}
            value={cores}
            data-first
            onChange={(event) => setSize({ memory, cores: event.target.valueAsNumber })}
          />
        </label>
        <label>
          Memory (Gi)
          <input
            type="number"
            min={0.5}
            step={0.5}
            value={memory}
            onChange={(event) => setSize({ cores, memory: event.target.valueAsNumber })}
          />
        </label>
        <Button type="submit" label="Change" look="primary" disabled={!(cores > 0 && memory > 0)} />
      </form>
      <p className={styles.note}>The kubelet starts again to see it; pods that run are not touched.</p>
      {problem !== null && <p role="alert">{problem}</p>}
    </Dialog>
  );
}

/** As much as the node offers, in the half units that machines come in. */
function sizeOf(name: string): { cores: number; memory: number } {
  const node = [...page.getState().mirror.nodes.values()].find((each) => each.name === name);
  const { cpuMillis = 4000, memoryBytes = 8 * gibibyte } = node?.allocatable ?? {};
  const halves = (amount: number): number => Math.ceil(amount * 2) / 2;
  return { cores: halves(cpuMillis / 1000), memory: halves(memoryBytes / gibibyte) };
}
