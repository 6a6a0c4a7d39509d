/**
 * Expressions in the Common Expression Language, in the environment of Kubernetes v1.36.
 * Models k8s.io/apiserver/pkg/cel/environment and cel-go (v0.26).
 */
import { check, type Declarations } from './checker.ts';
import { program, type Activation, type CostBudget, type MakeStruct } from './evaluate.ts';
import { kubernetesFunctions } from './library/kubernetes.ts';
import { parse } from './parser.ts';
import { CelCompileError, describeIssues } from './source.ts';
import { isExactType, typeText, type CelType } from './types.ts';
import { CelCostError, CelError, type CelValue } from './values.ts';

/** What an expression may name, and what it makes. */
export interface CelEnvironment extends Omit<Declarations, 'functions'> {
  readonly functions?: Declarations['functions'];
  readonly makeStruct?: MakeStruct;
}

export interface CelExpression {
  readonly type: CelType;
  /**
   * The value under an activation. Throws a CelError where the evaluation fails, and a CelCostError
   * when the budget is used up.
   */
  evaluate(activation: Activation, budget: CostBudget): CelValue;
}

const mostRemembered = 1_000;
const remembered = new WeakMap<CelEnvironment, Map<string, CelExpression>>();

/**
 * Reads and checks an expression. Throws a CelCompileError that says all that is wrong. What was
 * compiled in the same environment (the same object) is remembered.
 */
export function compileCel(source: string, environment: CelEnvironment): CelExpression {
  let known = remembered.get(environment);
  if (known === undefined) remembered.set(environment, (known = new Map<string, CelExpression>()));
  let expression = known.get(source);
  if (expression === undefined) {
    expression = compile(source, environment);
    if (known.size >= mostRemembered) known.clear();
    known.set(source, expression);
  }
  return expression;
}

function compile(source: string, environment: CelEnvironment): CelExpression {
  const { node, issues } = parse(source);
  if (issues.length > 0) throw new CelCompileError(`compilation failed: ${describeIssues(source, issues)}`);
  const checked = check(node, { functions: kubernetesFunctions, ...environment });
  if (checked.issues.length > 0)
    throw new CelCompileError(`compilation failed: ${describeIssues(source, checked.issues)}`);
  try {
    return { type: checked.type, evaluate: program(node, environment.makeStruct ?? noStructs) };
  } catch (error) {
    if (error instanceof CelError)
      throw new CelCompileError(`program instantiation failed: ${error.message}`);
    throw error;
  }
}

function noStructs(type: CelType): never {
  throw new CelError(`unknown type: ${type.name}`);
}

/** What is wrong with the type that an expression has: `must evaluate to bool but got int`. */
export function resultProblem({ type }: CelExpression, ...wanted: readonly CelType[]): string | undefined {
  if (wanted.some((allowed) => isExactType(allowed, type))) return undefined;
  const names = wanted.map(typeText);
  return `must evaluate to ${names.length === 1 ? names[0] : `one of [${names.join(' ')}]`} but got ${typeText(type)}`;
}

/** Whether an error says that an expression is wrong or fails, and is not one of our own. */
export function isCelProblem(error: unknown): error is Error {
  return error instanceof CelCompileError || error instanceof CelError || error instanceof CelCostError;
}
