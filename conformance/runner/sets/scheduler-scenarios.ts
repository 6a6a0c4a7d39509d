import { caseFiles, readCases } from '../cases.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';
import type { Scenario } from './scheduler-scenarios/case.ts';
import { playLog, type LogCase } from './scheduler-scenarios/logs.ts';
import { playScenario } from './scheduler-scenarios/player.ts';

/** A running scheduler over time: `scheduler/scenarios`. */
export const set: ConformanceSet = {
  name: 'scheduler/scenarios',
  *run(folder): Iterable<CaseResult> {
    for (const file of caseFiles(folder)) {
      const family = `scheduler/scenarios/${file.replace(/\.jsonl$/, '')}`;
      if (file === 'logs.jsonl') {
        const told = new Set<string>();
        for (const recorded of readCases<LogCase>(folder, file))
          yield { family, name: recorded.name, disagreements: attempt(() => playLog(recorded, told)) };
        continue;
      }
      for (const scenario of readCases<Scenario>(folder, file))
        yield { family, name: scenario.name, disagreements: attempt(() => playScenario(scenario)) };
    }
  },
};

/** A failure of our own is a disagreement like any other. */
function attempt(play: () => readonly string[]): readonly string[] {
  try {
    return play();
  } catch (error) {
    return [
      error instanceof Error
        ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' ')
        : String(error),
    ];
  }
}
