import type { ApiRequest, ApiResponse, Status } from '../engine/index.ts';
import { refusalProblems, syntaxProblem, type Refusal } from './apply-problems.ts';
import type { ApplyAnswer } from './protocol.ts';
import type { Terminals } from './terminals.ts';

/**
 * Writes a manifest to its file and applies it with kubectl, as a learner would in the terminal.
 * Bindings cannot be applied, so they are created.
 */
export async function applyFile(terminals: Terminals, path: string, text: string): Promise<ApplyAnswer> {
  const problem = terminals.writeFile('controlplane', path, text);
  if (problem !== undefined) return { exitCode: 1, output: `${problem}\n`, problems: [{ message: problem }] };
  const refusals: Refusal[] = [];
  const verb = /^kind:\s*["']?Binding["']?\s*$/m.test(text) ? 'create' : 'apply';
  const { exitCode, output } = await terminals.runAside(
    'controlplane',
    `kubectl ${verb} -f '${path.replaceAll("'", String.raw`'\''`)}'`,
    (request, response) => {
      const refusal = refusalOf(request, response);
      if (refusal !== undefined) refusals.push(refusal);
    },
  );
  const syntax = syntaxProblem(text);
  const problems = syntax === undefined ? refusalProblems(text, refusals) : [syntax];
  return { exitCode, output, problems };
}

function refusalOf(request: ApiRequest, response: ApiResponse): Refusal | undefined {
  if (request.method === 'GET' || response.status < 400) return undefined;
  const status = response.body as Status;
  const sent = bodyOf(request);
  return { kind: sent.kind ?? '', name: sent.metadata?.name ?? '', status };
}

function bodyOf({ body }: ApiRequest): { kind?: string; metadata?: { name?: string } } {
  if (typeof body !== 'string') return body ?? {};
  try {
    return (JSON.parse(body) ?? {}) as ReturnType<typeof bodyOf>;
  } catch {
    return {};
  }
}
