import { Plus, X } from 'lucide-react';
import { Suspense, lazy, useRef, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Popover } from '../kit/popover.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { usePageShallow } from '../state/use-page.ts';
import { ScriptMenu } from './script-menu.tsx';
import type { TerminalControl } from './start-shell.ts';
import styles from './terminal.module.css';

const TerminalScreen = lazy(async () => ({
  default: (await import('./terminal-screen.tsx')).TerminalScreen,
}));

interface OpenTerminal {
  readonly id: string;
  readonly machine: string;
}

const home = 'controlplane';

/** Terminals on the cluster's machines, one in each tab. */
export function TerminalPanel() {
  const [terminals, setTerminals] = useState<readonly OpenTerminal[]>([{ id: '1', machine: home }]);
  const [chosen, setChosen] = useState('1');
  const [lastId, setLastId] = useState(1);
  const controls = useRef(new Map<string, TerminalControl>());
  // A script in the page's address waits for a key before each command, as every script does.
  const linked = useRef(new URLSearchParams(location.search).get('play') ?? undefined);
  const machines = usePageShallow((state) =>
    [...state.mirror.nodes.values()].map((node) => node.name).sort(),
  );

  const open = (machine: string): void => {
    const id = String(lastId + 1);
    setLastId(lastId + 1);
    setTerminals([...terminals, { id, machine }]);
    setChosen(id);
  };
  const ready = (id: string, control: TerminalControl): void => {
    controls.current.set(id, control);
    const script = linked.current;
    linked.current = undefined;
    if (script !== undefined) control.play(script);
  };
  const close = (id: string): void => {
    controls.current.delete(id);
    const left = terminals.filter((terminal) => terminal.id !== id);
    if (left.length === 0) {
      open(home);
      setTerminals([{ id: String(lastId + 1), machine: home }]);
      return;
    }
    setTerminals(left);
    if (chosen === id) setChosen(left.at(-1)?.id ?? '');
  };

  return (
    <Tabs
      label="Terminals"
      tabs={terminals.map(({ id, machine }) => ({ id, label: machine }))}
      chosen={chosen}
      onChoose={setChosen}
      onClose={close}
      tools={
        <>
          <Popover icon={Plus} label="New terminal" iconOnly>
            {(machines.length > 0 ? machines : [home]).map((machine) => (
              <Button key={machine} label={machine} data-closes onClick={() => open(machine)} />
            ))}
          </Popover>
          <ScriptMenu
            onPlay={(script) => controls.current.get(chosen)?.play(script)}
            script={() => controls.current.get(chosen)?.script() ?? ''}
          />
          <Button
            icon={X}
            label="Close this terminal"
            iconOnly
            disabled={terminals.length < 2}
            onClick={() => close(chosen)}
          />
        </>
      }
    >
      <div className={styles.terminals} data-pane="terminal" data-keys="own">
        <Suspense fallback={<p className={styles.loading}>Opening a terminal…</p>}>
          {terminals.map(({ id, machine }) => (
            <TerminalScreen
              key={id}
              machine={machine}
              visible={id === chosen}
              onClose={() => close(id)}
              onReady={(control) => ready(id, control)}
            />
          ))}
        </Suspense>
      </div>
    </Tabs>
  );
}
