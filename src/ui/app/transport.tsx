import { FastForward, Pause, Play, SkipForward, StepBack, StepForward } from 'lucide-react';
import { Button } from '../kit/button.tsx';
import { setSpeed, settle, speeds, step, stepBack, togglePause } from '../state/actions.ts';
import { clockText, speedText } from '../state/format.ts';
import { usePage } from '../state/use-page.ts';
import styles from './header.module.css';

/** The controls of time. */
export function Transport() {
  const paused = usePage((state) => state.mirror.time.paused);
  const atStart = usePage((state) => state.mirror.time.nowMs <= state.mirror.time.startMs);
  // Until the engine is there what is pressed waits for it.
  const live = usePage((state) => state.live);
  return (
    <div
      className={styles.transport}
      role="toolbar"
      aria-label="Time"
      aria-busy={!live}
      data-pane="transport"
    >
      <Button icon={StepBack} label="Step back" keys="←" iconOnly disabled={atStart} onClick={stepBack} />
      <Button
        icon={paused ? Play : Pause}
        label={paused ? 'Play' : 'Pause'}
        keys="Space"
        iconOnly
        look="raised"
        className={styles.play}
        onClick={togglePause}
      />
      <Button icon={StepForward} label="Step one event" keys="→" iconOnly onClick={() => step('event')} />
      <Button
        icon={SkipForward}
        label="Step to the next decision"
        keys="Shift →"
        iconOnly
        onClick={() => step('decision')}
      />
      <Button
        icon={FastForward}
        label="Run until nothing is due"
        keys="E"
        iconOnly
        className={styles.optional}
        onClick={settle}
      />
      <Speed />
      <Clock />
    </div>
  );
}

function Speed() {
  const speed = usePage((state) => state.mirror.time.speed);
  const at = speeds.findLastIndex((offered) => offered <= speed);
  return (
    <label className={styles.speed}>
      <span className={styles.speedName}>speed</span>
      <input
        type="range"
        min={0}
        max={speeds.length - 1}
        value={Math.max(0, at)}
        aria-label="Speed"
        aria-valuetext={speedText(speed)}
        title="Speed (+ and −)"
        onChange={(event) => setSpeed(speeds[Number(event.target.value)] ?? 1)}
      />
      <output>{speedText(speed)}</output>
    </label>
  );
}

function Clock() {
  const elapsed = usePage((state) => clockText(state.mirror.time.nowMs - state.mirror.time.startMs));
  return (
    <output className={styles.clock} aria-label="Time in the cluster" aria-live="off">
      {elapsed}
    </output>
  );
}
