import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { documents, newFile, renameFile, titleOf } from './documents.ts';
import styles from './editor.module.css';

/** Asks for the name of a new file, or another one for a file. */
export function NameDialog(props: {
  readonly purpose: 'new' | 'rename';
  readonly documentKey: string | undefined;
  readonly onClose: () => void;
}) {
  const document = documents.getState().open.get(props.documentKey ?? '');
  const [name, setName] = useState(
    props.purpose === 'rename' && document ? titleOf(document) : 'manifest.yaml',
  );
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    const answer =
      props.purpose === 'new' ? await newFile(name) : await renameFile(props.documentKey ?? '', name);
    setProblem(answer);
    if (answer === null) props.onClose();
  };
  return (
    <Dialog title={props.purpose === 'new' ? 'New file' : 'Rename file'} onClose={props.onClose}>
      <form
        className={styles.naming}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <input
          aria-label="File name"
          value={name}
          data-first
          onChange={(event) => setName(event.target.value)}
        />
        <Button
          type="submit"
          label={props.purpose === 'new' ? 'Create' : 'Rename'}
          look="primary"
          disabled={name.trim() === ''}
        />
      </form>
      {problem && <p role="alert">{problem}</p>}
    </Dialog>
  );
}
