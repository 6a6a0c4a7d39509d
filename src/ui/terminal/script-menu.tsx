import { FileDown, Play, ScrollText } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Popover } from '../kit/popover.tsx';
import visuallyHidden from '../kit/visually-hidden.module.css';
import styles from './terminal.module.css';

/** Plays a script in the terminal, and saves what was typed there as one. */
export function ScriptMenu(props: {
  readonly onPlay: (script: string) => void;
  readonly script: () => string;
}) {
  const file = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([props.script()], { type: 'text/plain' }));
    Object.assign(document.createElement('a'), { href: url, download: 'podyard-session.txt' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const play = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    try {
      props.onPlay(await chosen.text());
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Popover icon={ScrollText} label="Scripts" iconOnly>
        <Button icon={Play} label="Play a script…" data-closes onClick={() => file.current?.click()} />
        <Button icon={FileDown} label="Save this session as a script" data-closes onClick={save} />
      </Popover>
      {problem && (
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
      <input
        ref={file}
        type="file"
        accept=".txt,.sh,text/plain"
        className={visuallyHidden.hidden}
        aria-label="A script to play"
        tabIndex={-1}
        onChange={(event) => {
          void play(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}
