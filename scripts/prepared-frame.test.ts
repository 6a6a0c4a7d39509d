import { expect, it } from 'vitest';
import { TestSession } from '../src/testing/test-session.ts';
import { movedInTime, tellsTheSame } from '../src/ui/state/prepared.ts';
import { preparedFrame } from './prepared-frame.ts';

it.each([Date.UTC(2026, 10, 25, 19, 44, 48), Date.UTC(2031, 1, 28, 23, 59, 59)])(
  'a newcomer at %i is told by the session what the page has shown already',
  async (startMs) => {
    const made = await preparedFrame();
    const session = new TestSession();
    await session.command('open', { startMs });
    const [told] = session.frames;
    expect(movedInTime(made.frame, startMs - made.startMs)).toEqual(told);
    expect(told && tellsTheSame(told, movedInTime(made.frame, startMs - made.startMs))).toBe(true);
    expect(told && tellsTheSame(told, made.frame)).toBe(false);
    expect(told?.files).toHaveLength(4);
  },
);
