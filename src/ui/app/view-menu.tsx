import { SlidersHorizontal } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Popover } from '../kit/popover.tsx';
import { onThemeChange } from '../kit/theme-colour.ts';
import { showSystemPods } from '../state/actions.ts';
import type { SystemPods } from '../state/store.ts';
import { usePage } from '../state/use-page.ts';
import styles from './menu.module.css';
import type { Theme } from './theme.ts';
import { currentTheme, setTheme, themes } from './theme.ts';

const systemPodChoices: readonly (readonly [SystemPods, string])[] = [
  ['small', 'small'],
  ['full', 'with names'],
  ['hidden', 'hidden'],
];

/** How the page looks: theme, the system's pods, and whether more than the board is shown. */
export function ViewMenu(props: { readonly boardOnly: boolean; readonly onBoardOnly: () => void }) {
  const [theme, choose] = useState<Theme>(currentTheme);
  useEffect(() => onThemeChange(() => choose(currentTheme())), []);
  const systemPods = usePage((state) => state.systemPods);
  return (
    <Popover icon={SlidersHorizontal} label="View" iconOnly>
      <fieldset className={styles.choices}>
        <legend>Theme</legend>
        {themes.map((name) => (
          <Button
            key={name}
            label={name}
            aria-pressed={theme === name}
            onClick={() => {
              setTheme(name);
              choose(name);
            }}
          />
        ))}
      </fieldset>
      <fieldset className={styles.choices}>
        <legend>Pods of kube-system</legend>
        {systemPodChoices.map(([choice, label]) => (
          <Button
            key={choice}
            label={label}
            aria-pressed={systemPods === choice}
            onClick={() => showSystemPods(choice)}
          />
        ))}
      </fieldset>
      <Button label="Only the board" keys="B" aria-pressed={props.boardOnly} onClick={props.onBoardOnly} />
    </Popover>
  );
}
