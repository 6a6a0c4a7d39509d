import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { send } from '../state/session.ts';
import { page } from '../state/store.ts';
import styles from './dialogs.module.css';

/** Asks for the name of a node that joins the cluster. */
export function AddNodeDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState(freeName);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (): Promise<void> => {
    const answer = await send('addNode', { name });
    setProblem(answer.problem);
    if (answer.problem === null) onClose();
  };
  return (
    <Dialog title="Add a node" onClose={onClose}>
      <form
        className={styles.naming}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          aria-label="Node name"
          value={name}
          data-first
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" label="Join the cluster" look="primary" disabled={name.trim() === ''} />
      </form>
      {problem && <p role="alert">{problem}</p>}
    </Dialog>
  );
}

/** `node03` when node01 and node02 are there. */
function freeName(): string {
  const taken = new Set([...page.getState().mirror.nodes.values()].map((node) => node.name));
  for (let number = 1; ; number += 1) {
    const name = `node${String(number).padStart(2, '0')}`;
    if (!taken.has(name)) return name;
  }
}
