/** What expressions of policies may name. Models k8s.io/apiserver/pkg/admission/plugin/cel/compile.go and composition.go (v1.36). */
import { namespaceType, requestType } from '../../../cel/admission-types.ts';
import {
  compileCel,
  isCelProblem,
  resultProblem,
  type CelEnvironment,
  type CelExpression,
} from '../../../cel/expression.ts';
import { dynType, structType, type CelType } from '../../../cel/types.ts';
import type { NamedExpression } from './types.ts';

const always: readonly (readonly [string, CelType])[] = [
  ['object', dynType],
  ['oldObject', dynType],
  ['namespaceObject', namespaceType],
  ['request', requestType],
];

const plain: CelEnvironment = { variables: new Map(always) };
const withParams: CelEnvironment = { variables: new Map([...always, ['params', dynType]]) };

/** What expressions without variables of their own may name. */
export function policyEnvironment(hasParams: boolean): CelEnvironment {
  return hasParams ? withParams : plain;
}

/** An expression that compiled, or what is wrong with it. */
export type Compiled = CelExpression | Error;

/** The expression; an Error where it does not compile or its result has none of the types. */
export function compiled(
  source: string,
  environment: CelEnvironment,
  ...types: readonly CelType[]
): Compiled {
  try {
    const expression = compileCel(source, environment);
    const problem = types.length === 0 ? undefined : resultProblem(expression, ...types);
    return problem === undefined ? expression : new Error(problem);
  } catch (error) {
    if (isCelProblem(error)) return error;
    throw error;
  }
}

export interface ComposedEnvironment {
  readonly environment: CelEnvironment;
  /** Each variable of the policy, in order. */
  readonly variables: readonly { readonly name: string; readonly expression: Compiled }[];
}

const remembered = new WeakMap<readonly NamedExpression[], ComposedEnvironment[]>();

/** What expressions beside variables may name: each variable sees those before it. */
export function composedEnvironment(
  variables: readonly NamedExpression[] | undefined,
  hasParams: boolean,
): ComposedEnvironment {
  if (!variables?.length) return { environment: policyEnvironment(hasParams), variables: [] };
  const known = remembered.get(variables) ?? [];
  remembered.set(variables, known);
  return (known[Number(hasParams)] ??= compose(variables, hasParams));
}

function compose(sources: readonly NamedExpression[], hasParams: boolean): ComposedEnvironment {
  const base = policyEnvironment(hasParams).variables;
  const types = new Map<string, CelType>();
  const variables = sources.map(({ name = '', expression: source = '' }) => {
    const before = new Map(types);
    const scope = structType('kubernetes.variables', () => before);
    const expression = compiled(source, { variables: new Map([...base, ['variables', scope]]) });
    types.set(name, expression instanceof Error ? dynType : expression.type);
    return { name, expression };
  });
  const all = structType('kubernetes.variables', () => types);
  return { environment: { variables: new Map([...base, ['variables', all]]) }, variables };
}
