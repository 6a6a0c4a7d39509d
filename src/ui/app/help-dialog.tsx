import { PodGlyph } from '../board/pod-glyph.tsx';
import type { PodShape } from '../../session/protocol.ts';
import { Dialog } from '../kit/dialog.tsx';
import styles from './dialogs.module.css';
import { localKeys, shortcuts } from './keys.ts';

const shapes: readonly (readonly [PodShape, string])[] = [
  ['pending', 'Pending: waits for a node'],
  ['creating', 'Its containers are being created'],
  ['running', 'Running'],
  ['not-ready', 'Running, but not ready'],
  ['succeeded', 'Completed'],
  ['failed', 'Failed, or it crashes again and again'],
  ['terminating', 'Terminating'],
];

/** What the shapes mean and what the keys do. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Help" onClose={onClose}>
      <section aria-labelledby="help-shapes">
        <h3 id="help-shapes" className={styles.title}>
          Pods
        </h3>
        <ul className={styles.shapes}>
          {shapes.map(([shape, text]) => (
            <li key={shape}>
              <PodGlyph shape={shape} />
              {text}
            </li>
          ))}
        </ul>
        <p className={styles.note}>
          Pods of one owner share a colour. Those of kube-system are small and grey.
        </p>
      </section>
      <section aria-labelledby="help-keys">
        <h3 id="help-keys" className={styles.title}>
          Keys
        </h3>
        <dl className={styles.keys}>
          {[...shortcuts, ...localKeys].map((key) => (
            <div key={key.shown}>
              <dt>
                <kbd>{key.shown}</kbd>
              </dt>
              <dd>{key.does}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Dialog>
  );
}
