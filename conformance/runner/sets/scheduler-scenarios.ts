import { caseFiles, readCases } from '../cases.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';
import type { Scenario } from './scheduler-scenarios/case.ts';
import { playScenario } from './scheduler-scenarios/player.ts';

/** A running scheduler over time: `scheduler/scenarios`. */
export const set: ConformanceSet = {
  name: 'scheduler/scenarios',
  *run(folder): Iterable<CaseResult> {
    for (const file of caseFiles(folder)) {
      if (file === 'logs.jsonl') continue;
      const family = `scheduler/scenarios/${file.replace(/\.jsonl$/, '')}`;
      for (const scenario of readCases<Scenario>(folder, file))
        yield { family, name: scenario.name, disagreements: play(scenario) };
    }
  },
};

/** A failure of our own is a disagreement like any other. */
function play(scenario: Scenario): readonly string[] {
  try {
    return playScenario(scenario);
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' ') : String(error)];
  }
}
