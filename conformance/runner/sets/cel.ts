import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namespaceType, requestType } from '../../../src/engine/cel/admission-types.ts';
import { CostBudget } from '../../../src/engine/cel/evaluate.ts';
import { compileCel, isCelProblem, type CelEnvironment } from '../../../src/engine/cel/expression.ts';
import { doubleText } from '../../../src/engine/cel/library/standard.ts';
import { dynType, typeText } from '../../../src/engine/cel/types.ts';
import { fromHost } from '../../../src/engine/cel/host-values.ts';
import { CelUint, type CelValue } from '../../../src/engine/cel/values.ts';
import { caseFiles, readCases } from '../cases.ts';
import { differences } from '../compare.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';

interface Case {
  readonly name: string;
  readonly compile?: string;
  readonly type?: string;
  readonly eval?: string;
  readonly value?: string;
}

const environment: CelEnvironment = {
  variables: new Map([
    ['object', dynType],
    ['oldObject', dynType],
    ['params', dynType],
    ['request', requestType],
    ['namespaceObject', namespaceType],
  ]),
};

function play({ name: source }: Case, variables: ReadonlyMap<string, CelValue>): Omit<Case, 'name'> {
  const outcome: { -readonly [K in keyof Omit<Case, 'name'>]: Case[K] } = {};
  let step: 'compile' | 'eval' = 'compile';
  try {
    const expression = compileCel(source, environment);
    outcome.type = typeText(expression.type);
    step = 'eval';
    const value = shown(expression.evaluate((name) => variables.get(name), new CostBudget(1_000_000)));
    if (value !== undefined) outcome.value = value;
  } catch (error) {
    if (!isCelProblem(error)) throw error;
    outcome[step] = error.message;
  }
  return outcome;
}

function shown(value: CelValue): string | undefined {
  if (typeof value === 'number') return doubleText(value);
  if (value instanceof CelUint) return String(value.value);
  return typeof value === 'object' ? undefined : String(value);
}

/** Expressions of the Common Expression Language: what is said of them, and what they give. */
export const set: ConformanceSet = {
  name: 'cel',
  *run(folder): Generator<CaseResult> {
    const own = join(import.meta.dirname, '../../cel');
    const home = existsSync(join(folder, 'object.json')) ? folder : own;
    const object: unknown = JSON.parse(readFileSync(join(home, 'object.json'), 'utf8'));
    const variables = new Map<string, CelValue>([
      ['object', fromHost(object)],
      ['request', fromHost({ operation: 'CREATE' }, requestType)],
      ['oldObject', null],
      ['params', null],
      ['namespaceObject', null],
    ]);
    for (const file of caseFiles(folder)) {
      const family = `cel/${file.replace(/\.jsonl$/, '')}`;
      for (const recorded of readCases<Case>(folder, file)) {
        const { name, ...expected } = recorded;
        yield { family, name, disagreements: differences(expected, play(recorded, variables)) };
      }
    }
  },
};
