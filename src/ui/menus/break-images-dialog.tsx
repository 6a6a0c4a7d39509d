import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { order } from '../state/cluster-actions.ts';
import styles from './menus.module.css';

const failures = [
  ['not-found', 'is not found'],
  ['unauthorized', 'needs credentials'],
  ['unreachable', 'registry cannot be reached'],
] as const;

type Failure = (typeof failures)[number][0];

/** Asks which images cannot be pulled, and why. */
export function BreakImagesDialog({ onClose }: { readonly onClose: () => void }) {
  const [pattern, setPattern] = useState('nginx*');
  const [failure, setFailure] = useState<Failure>('unreachable');
  return (
    <Dialog title="Pulls of images fail" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          order({ kind: 'images-broken', pattern, failure });
          onClose();
        }}
      >
        <label>
          Images
          <input value={pattern} data-first onChange={(event) => setPattern(event.target.value)} />
        </label>
        <label>
          Why
          <select value={failure} onChange={(event) => setFailure(event.target.value as Failure)}>
            {failures.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" label="Break" look="primary" disabled={pattern.trim() === ''} />
      </form>
      <p className={styles.note}>
        A star is any text. Images that lie on a node already are not pulled again.
      </p>
    </Dialog>
  );
}
