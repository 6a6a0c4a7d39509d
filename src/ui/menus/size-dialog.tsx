import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { send } from '../state/session.ts';
import { page } from '../state/store.ts';
import { isSize, resourcesOf, SizeFields, sizeFor } from './size-fields.tsx';
import styles from './menus.module.css';

/** Asks for a machine's size; its kubelet starts again to see it. */
export function SizeDialog({ node, onClose }: { readonly node: string; readonly onClose: () => void }) {
  const [size, setSize] = useState(() => sizeFor(allocatable(node)));
  const [problem, setProblem] = useState<string | null>(null);
  const resize = async (): Promise<void> => {
    const answer = await send('resizeNode', { name: node, ...resourcesOf(size) });
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
        <SizeFields size={size} onChange={setSize} />
        <Button type="submit" label="Change" look="primary" disabled={!isSize(size)} />
      </form>
      <p className={styles.note}>The kubelet starts again to see it; pods that run are not touched.</p>
      {problem !== null && <p role="alert">{problem}</p>}
    </Dialog>
  );
}

function allocatable(name: string) {
  const node = [...page.getState().mirror.nodes.values()].find((each) => each.name === name);
  return node?.allocatable ?? { cpuMillis: 0, memoryBytes: 0 };
}
