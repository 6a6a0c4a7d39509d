import { caseFiles, readCases } from '../cases.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';
import { playSession, type Session } from './api/session.ts';

/** What kube-apiserver answered, session by session. */
export const set: ConformanceSet = {
  name: 'api',
  *run(folder: string): Iterable<CaseResult> {
    for (const file of caseFiles(folder)) {
      for (const session of readCases<Session>(folder, file))
        yield { family: `api/${session.family}`, name: session.name, disagreements: attempt(session) };
    }
  },
};

function attempt(session: Session): string[] {
  try {
    return playSession(session);
  } catch (error) {
    return [`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
