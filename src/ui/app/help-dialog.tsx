import { Dialog } from '../kit/dialog.tsx';
import styles from './dialogs.module.css';
import { localKeys, shortcuts } from './keys.ts';

/** What the keys do and what the shapes mean. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
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
    </Dialog>
  );
}
