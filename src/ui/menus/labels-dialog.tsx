import { X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { send } from '../state/session.ts';
import { usePage } from '../state/use-page.ts';
import styles from './menus.module.css';

/** A node's labels: each can be taken away, and others given. */
export function LabelsDialog({ node, onClose }: { readonly node: string; readonly onClose: () => void }) {
  const labels = usePage(
    (state) => [...state.mirror.nodes.values()].find(({ name }) => name === node)?.labels ?? {},
  );
  const [label, setLabel] = useState('');
  const [problem, setProblem] = useState<string>();
  const change = async (words: string): Promise<void> => {
    const quoted = `'${words.replaceAll("'", String.raw`'\''`)}'`;
    const line = `kubectl label node ${node} --overwrite ${quoted}`;
    const { exitCode, output } = await send('run', { line });
    setProblem(exitCode === 0 ? undefined : output);
    if (exitCode === 0) setLabel('');
  };
  return (
    <Dialog title={`Labels of ${node}`} onClose={onClose}>
      <ul className={styles.labels}>
        {Object.entries(labels).map(([key, value]) => (
          <li key={key}>
            {value === '' ? key : `${key}=${value}`}
            <Button icon={X} label={`Take ${key} away`} iconOnly onClick={() => void change(`${key}-`)} />
          </li>
        ))}
      </ul>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void change(label.trim());
        }}
      >
        <label>
          key=value
          <input value={label} data-first onChange={(event) => setLabel(event.target.value)} />
        </label>
        <Button type="submit" label="Set" look="primary" disabled={label.trim() === ''} />
      </form>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </Dialog>
  );
}
