import { at, child, invalid, notSupported, type FieldError } from '../../api/field-error.ts';
import { parseInt64 } from '../../api/labels.ts';
import { isLabelValue, isQualifiedName } from '../../api/names.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../api/types.ts';

const labelOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const fieldOperators = ['In', 'NotIn'];

/** Why Kubernetes cannot parse the term. Models component-helpers/scheduling/corev1/nodeaffinity (v1.36). */
export function nodeSelectorTermErrors(path: string, term: NodeSelectorTerm): FieldError[] {
  const expressions = child(path, 'matchExpressions');
  const fields = child(path, 'matchFields');
  return [
    ...(term.matchExpressions ?? []).flatMap((wanted, index) => labelErrors(at(expressions, index), wanted)),
    ...(term.matchFields ?? []).flatMap((wanted, index) => fieldErrors(at(fields, index), wanted)),
  ];
}

/** Models labels.NewRequirement (v1.36). */
function labelErrors(path: string, { key, operator, values }: NodeSelectorRequirement): FieldError[] {
  if (!labelOperators.includes(operator))
    return [notSupported(child(path, 'operator'), operator, labelOperators)];
  const given = values ?? [];
  const valuesPath = child(path, 'values');
  const errors = asOne(isQualifiedName(key)).map((wrong) => invalid(child(path, 'key'), key, wrong));
  const problem = countProblem(operator, given.length);
  if (problem !== undefined) errors.push(invalid(valuesPath, given, problem));
  given.forEach((value, index) => {
    if ((operator === 'Gt' || operator === 'Lt') && parseInt64(value) === undefined) {
      const wrong = "for 'Gt', 'Lt' operators, the value must be an integer";
      errors.push(invalid(at(valuesPath, index), value, wrong));
    }
  });
  given.forEach((value, index) => {
    const where = at(at(valuesPath, index), key);
    errors.push(...asOne(isLabelValue(value)).map((wrong) => invalid(where, value, wrong)));
  });
  return errors;
}

function fieldErrors(path: string, { operator, values }: NodeSelectorRequirement): FieldError[] {
  if (!fieldOperators.includes(operator))
    return [notSupported(child(path, 'operator'), operator, fieldOperators)];
  return values?.length === 1 ? [] : [invalid(child(path, 'values'), values ?? [], 'must have one element')];
}

function countProblem(operator: string, count: number): string | undefined {
  if (operator === 'In' || operator === 'NotIn')
    return count === 0 ? "for 'in', 'notin' operators, values set can't be empty" : undefined;
  if (operator === 'Exists' || operator === 'DoesNotExist')
    return count > 0 ? 'values set must be empty for exists and does not exist' : undefined;
  return count === 1 ? undefined : "for 'Gt', 'Lt' operators, exactly one value is required";
}

/** Several things wrong with one value make one error. */
function asOne(problems: readonly string[]): string[] {
  return problems.length === 0 ? [] : [problems.join('; ')];
}
