import { caseFiles, readCases } from '../cases.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';
import type { LiveCase } from './live-cluster/case.ts';
import { openCluster } from './live-cluster/open-cluster.ts';
import { playCase } from './live-cluster/play.ts';

/** The set of live-cluster recordings in one folder: `controllers` or `kubelet`. */
export function liveClusterSet(name: string): ConformanceSet {
  return {
    name,
    *run(folder: string): Iterable<CaseResult> {
      for (const file of caseFiles(folder)) {
        for (const liveCase of readCases<LiveCase>(folder, file)) {
          yield {
            family: `${name}/${liveCase.family}`,
            name: liveCase.name,
            disagreements: attempt(liveCase),
          };
        }
      }
    },
  };
}

function attempt(liveCase: LiveCase): string[] {
  try {
    return playCase(liveCase, openCluster(liveCase.cluster.nodes, liveCase.name));
  } catch (error) {
    return [`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
