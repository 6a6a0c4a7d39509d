import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { send } from '../state/session.ts';
import { page } from '../state/store.ts';
import { isSize, resourcesOf, SizeFields } from './size-fields.tsx';
import styles from './menus.module.css';

const usual = { cores: 4, gibibytes: 8 };

/** Asks for the name and the size of a node that joins the cluster. */
export function AddNodeDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState(freeName);
  const [size, setSize] = useState(usual);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (): Promise<void> => {
    const answer = await send('addNode', { name, ...resourcesOf(size) });
    setProblem(answer.problem);
    if (answer.problem === null) onClose();
  };
  return (
    <Dialog title="Add a node" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <label>
          Node name
          <input value={name} data-first onChange={(event) => setName(event.target.value)} />
        </label>
        <SizeFields size={size} onChange={setSize} />
        <Button
          type="submit"
          label="Join the cluster"
          look="primary"
          disabled={name.trim() === '' || !isSize(size)}
        />
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
