import { Copy, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Crash } from '../../session/protocol.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { openCluster } from '../state/served.ts';
import { clockText } from '../state/format.ts';
import styles from './dialogs.module.css';

/** Our own bug stopped the simulation: what is needed to find it, and a way back. */
export function CrashDialog({ crash, onClose }: { readonly crash: Crash; readonly onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const report = JSON.stringify(
    { message: crash.message, stack: crash.stack, recording: crash.recording },
    null,
    1,
  );
  const { recording, lastGoodMs } = crash;
  const goBack = async (): Promise<void> => {
    const operations = recording.operations.filter((operation) => operation.atMs <= lastGoodMs);
    await openCluster({ recording: { ...recording, operations, endMs: lastGoodMs } });
    onClose();
  };
  return (
    <Dialog title="Podyard has a bug" onClose={onClose} alert>
      <p>
        The simulation stopped at {clockText(crash.atMs - recording.startMs)}. This is Podyard's mistake, not
        yours. The seed and the operations below are all that is needed to find it.
      </p>
      <pre className={styles.report} role="region" tabIndex={0} aria-label="Report">
        {crash.message}
        {'\n'}seed {recording.seed}, {recording.operations.length} operations{'\n\n'}
        {crash.stack}
      </pre>
      <div className={styles.buttons}>
        <Button
          icon={Copy}
          label={copied ? 'Copied' : 'Copy the report'}
          look="raised"
          onClick={() => void navigator.clipboard.writeText(report).then(() => setCopied(true))}
        />
        <Button
          icon={Undo2}
          label="Back to the last good moment"
          look="primary"
          onClick={() => void goBack()}
        />
      </div>
    </Dialog>
  );
}
