import { FilePlus2, FolderOpen, Link, Save, Share2 } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../kit/button.tsx';
import { Popover } from '../kit/popover.tsx';
import { say } from '../state/cluster-actions.ts';
import { openCluster } from '../state/served.ts';
import { send } from '../state/session.ts';
import { packRecording } from '../state/share.ts';
import visuallyHidden from '../kit/visually-hidden.module.css';

/** Ways to take a cluster elsewhere and to bring one here. */
export function ShareMenu() {
  const file = useRef<HTMLInputElement>(null);
  const copyLink = async (): Promise<void> => {
    const url = new URL(location.href);
    url.hash = `recording=${await packRecording(await send('save', null))}`;
    try {
      await navigator.clipboard.writeText(url.href);
      say('The link is in the clipboard. Whoever opens it sees this cluster at this moment.');
    } catch {
      history.replaceState(null, '', url);
      say('The link is in the address bar.');
    }
  };
  const save = async (): Promise<void> => {
    const recording = await send('save', null);
    const url = URL.createObjectURL(new Blob([JSON.stringify(recording)], { type: 'application/json' }));
    Object.assign(document.createElement('a'), { href: url, download: 'podyard-recording.json' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const openFile = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    try {
      await openCluster({ recording: JSON.parse(await chosen.text()) as unknown });
    } catch (error) {
      say(`This file cannot be opened. ${error instanceof Error ? error.message : ''}`);
    }
  };
  return (
    <>
      <Popover icon={Share2} label="Share, save, open" iconOnly>
        <Button icon={Link} label="Copy a link to this moment" data-closes onClick={() => void copyLink()} />
        <Button icon={Save} label="Save the recording" data-closes onClick={() => void save()} />
        <Button
          icon={FolderOpen}
          label="Open a recording…"
          data-closes
          onClick={() => file.current?.click()}
        />
        <Button
          icon={FilePlus2}
          label="New cluster"
          data-closes
          onClick={() => void openCluster({ seed: String(Date.now()) })}
        />
      </Popover>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        className={visuallyHidden.hidden}
        aria-label="Recording"
        tabIndex={-1}
        onChange={(event) => {
          void openFile(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}
