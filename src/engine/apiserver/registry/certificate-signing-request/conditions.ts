import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { formatTime } from '../../../api/time.ts';
import type { CertificateSigningRequest } from '../../../api/types.ts';

type Request = CertificateSigningRequest;
type Condition = NonNullable<NonNullable<Request['status']>['conditions']>[number];

const decisions = ['Approved', 'Denied'];
/** Those that are true or not there at all, and stay once they are there. */
const lasting = [...decisions, 'Failed'];
const path = 'status.conditions';

const ofType = ({ status }: Request, type: string): Condition[] =>
  (status?.conditions ?? []).filter((condition) => condition.type === type);

/** Fills in when conditions were set and when they turned. Models populateConditionTimestamps (v1.36). */
export function withTimes(conditions: readonly Condition[], old: Request, nowMs: number): Condition[] {
  const now = formatTime(nowMs);
  return conditions.map((condition) => {
    const before = ofType(old, condition.type).find(
      ({ status, lastTransitionTime }) => status === condition.status && lastTransitionTime !== undefined,
    );
    return {
      ...condition,
      lastUpdateTime: condition.lastUpdateTime ?? now,
      lastTransitionTime: condition.lastTransitionTime ?? before?.lastTransitionTime ?? now,
    };
  });
}

/** Puts the decisions back as they were, where none came or went. Models preserveConditionInstances (v1.36). */
export function withOldDecisions(conditions: readonly Condition[], old: Request): Condition[] {
  const kept = [...conditions];
  for (const type of decisions) {
    const before = ofType(old, type);
    const places = kept.flatMap((condition, place) => (condition.type === type ? [place] : []));
    if (before.length === places.length)
      for (const [index, place] of places.entries()) kept[place] = before[index] as Condition;
  }
  return kept;
}

/** What is wrong with the conditions by themselves. Models validateConditions (v1.36). */
export function conditionErrors(draft: Request, old: Request): FieldError[] {
  const errors: FieldError[] = [];
  const isPermitted = decisions.every((type) => ofType(old, type).length > 0);
  const seen = new Set<string>();
  const conditions = draft.status?.conditions ?? [];
  for (const [index, { type, status }] of conditions.entries()) {
    const here = at(path, index);
    const statuses = lasting.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    if (!type) errors.push(required(child(here, 'type')));
    if (!status) errors.push(required(child(here, 'status')));
    else if (!statuses.includes(status)) errors.push(notSupported(child(here, 'status'), status, statuses));
    const [other] = decisions.includes(type) ? decisions.filter((decision) => decision !== type) : [];
    if (!isPermitted && other !== undefined && seen.has(other))
      errors.push(invalid(path, type, 'Approved and Denied conditions are mutually exclusive'));
    if (seen.has(type)) errors.push(duplicate(child(here, 'type'), type));
    seen.add(type);
  }
  return errors;
}

/** What may not change. Models validateCertificateSigningRequestUpdate (v1.36). */
export function changeErrors(draft: Request, old: Request, mayDecide: boolean): FieldError[] {
  const errors: FieldError[] = [];
  for (const type of lasting)
    if (ofType(draft, type).length < ofType(old, type).length)
      errors.push(forbidden(path, `updates may not remove a condition of type "${type}"`));
  if (!mayDecide)
    for (const type of decisions)
      if (ofType(draft, type).length > ofType(old, type).length)
        errors.push(forbidden(path, `updates may not add a condition of type "${type}"`));
  const [certificate, before] = [draft.status?.certificate ?? '', old.status?.certificate ?? ''];
  if (certificate !== before && before !== '')
    errors.push(forbidden('status.certificate', 'updates may not modify existing certificate content'));
  return errors;
}
