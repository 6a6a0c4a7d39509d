/**
 * Evaluates the expressions of a policy for one request.
 * Models k8s.io/apiserver/pkg/admission/plugin/cel (v1.36).
 */
import type { KubeObject } from '../../../api/types.ts';
import { goQuote } from '../../../api/go-text.ts';
import { namespaceType, requestType } from '../../../cel/admission-types.ts';
import { CostBudget, type Activation } from '../../../cel/evaluate.ts';
import { isCelProblem } from '../../../cel/expression.ts';
import { fromHost } from '../../../cel/host-values.ts';
import { CelCostError, CelError, CelMap, type CelValue } from '../../../cel/values.ts';
import type { Compiled, ComposedEnvironment } from '../../registry/admission-policy/expressions.ts';
import type { AdmissionRequest } from '../admission.ts';
import { namespaceOf } from './matching.ts';

/** What one expression may cost, and all of a policy's for one binding. */
const costPerExpression = 1_000_000;
const costOfAll = 10_000_000;

/** The whole budget is used up: nothing more is evaluated. */
export class OutOfBudget extends Error {}

/** What came out, or why nothing did. */
export type Evaluated = { readonly value: CelValue } | { readonly error: string };

export class PolicyEvaluation {
  readonly #values = new Map<string, CelValue>();
  #left = costOfAll;

  constructor(
    request: AdmissionRequest,
    object: KubeObject | undefined,
    params: KubeObject | undefined,
    scope: ComposedEnvironment,
  ) {
    this.#values.set('object', fromHost(object ?? null));
    this.#values.set('oldObject', fromHost(request.old ?? null));
    this.#values.set('params', fromHost(params ?? null));
    this.#values.set('request', fromHost(requestHost(request), requestType));
    this.#values.set('namespaceObject', fromHost(namespaceOf(request) ?? null, namespaceType));
    this.#values.set('variables', new Variables(scope, (expression) => this.#run(expression)));
  }

  /** Throws OutOfBudget. */
  evaluate(source: string, expression: Compiled): Evaluated {
    if (expression instanceof Error) return { error: `compilation error: ${expression.message}` };
    try {
      return { value: this.#run(expression) };
    } catch (error) {
      if (!isCelProblem(error)) throw error;
      if (error instanceof CelCostError && this.#left <= 0)
        throw new OutOfBudget(
          'validation failed due to running out of cost budget, no further validation rules will be run',
        );
      return { error: `expression '${source}' resulted in error: ${error.message}` };
    }
  }

  #run(expression: Exclude<Compiled, Error>): CelValue {
    const budget = new CostBudget(Math.min(costPerExpression, this.#left));
    try {
      return expression.evaluate(this.#activation, budget);
    } finally {
      this.#left -= budget.spent;
    }
  }

  readonly #activation: Activation = (name) => this.#values.get(name);
}

/** The variables of a policy: each is evaluated when it is asked for, and once. */
class Variables extends CelMap {
  readonly #scope: ComposedEnvironment;
  readonly #run: (expression: Exclude<Compiled, Error>) => CelValue;
  readonly #known = new Map<string, CelValue>();

  constructor(scope: ComposedEnvironment, run: (expression: Exclude<Compiled, Error>) => CelValue) {
    super();
    this.#scope = scope;
    this.#run = run;
  }

  get size(): number {
    return this.#scope.variables.length;
  }

  keys(): string[] {
    return this.#scope.variables.map(({ name }) => name);
  }

  get(name: CelValue): CelValue | undefined {
    const found = this.#scope.variables.find((variable) => variable.name === name);
    if (found === undefined) return undefined;
    let value = this.#known.get(found.name);
    if (value === undefined) {
      value = this.#evaluate(found.name, found.expression);
      this.#known.set(found.name, value);
    }
    return value;
  }

  #evaluate(name: string, expression: Compiled): CelValue {
    const what = `composited variable ${goQuote(name)}`;
    if (expression instanceof Error) throw new CelError(`${what} fails to compile: ${expression.message}`);
    try {
      return this.#run(expression);
    } catch (error) {
      if (error instanceof CelError) throw new CelError(`${what} fails to evaluate: ${error.message}`);
      throw error;
    }
  }
}

/** What expressions see as `request`. Models CreateAdmissionRequest (v1.36). */
function requestHost(request: AdmissionRequest): object {
  const { resource, subresource, namespace, name, operation, user, dryRun, options } = request;
  const { group, version } = resource;
  const gvk = request.kind ?? { group, version, kind: resource.kind };
  const gvr = { group, version, resource: resource.resource };
  return {
    kind: gvk,
    resource: gvr,
    ...(subresource !== '' && { subResource: subresource, requestSubResource: subresource }),
    requestKind: gvk,
    requestResource: gvr,
    name,
    ...(namespace !== '' && { namespace }),
    operation,
    userInfo: {
      username: user.name,
      ...(user.uid !== undefined && { uid: user.uid }),
      groups: user.groups,
      ...(user.extra !== undefined && { extra: user.extra }),
    },
    dryRun,
    options: options ?? null,
  };
}
