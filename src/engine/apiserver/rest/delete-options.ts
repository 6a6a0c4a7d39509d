import { invalid, notSupported, type FieldError } from '../../api/field-error.ts';
import { badRequestError, invalidError } from '../../api/status-error.ts';
import type { Query } from '../query.ts';

/** metav1.DeleteOptions. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
}

/** The options of a DELETE: its body, or where it has none its query. */
export function deleteOptions(body: DeleteOptions | undefined, query: Query): DeleteOptions {
  const options = body ?? optionsFromQuery(query);
  const errors = deleteOptionsErrors(options);
  if (errors.length > 0) throw invalidError({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  return options;
}

function optionsFromQuery(query: Query): DeleteOptions {
  const grace = query.get('gracePeriodSeconds');
  if (grace !== undefined && grace !== '' && !/^[+-]?[0-9]+$/.test(grace))
    throw badRequestError(`strconv.ParseInt: parsing "${grace}": invalid syntax`);
  const propagationPolicy = query.get('propagationPolicy');
  const orphan = query.get('orphanDependents');
  const dryRun = query.all('dryRun');
  return {
    ...(grace ? { gracePeriodSeconds: Number(grace) } : {}),
    ...(propagationPolicy ? { propagationPolicy } : {}),
    ...(orphan !== undefined ? { orphanDependents: query.flag('orphanDependents') } : {}),
    ...(dryRun.length > 0 ? { dryRun } : {}),
  };
}

const policies = ['Background', 'Foreground', 'Orphan'];

/** Models metav1/validation.ValidateDeleteOptions (v1.36). */
function deleteOptionsErrors(options: DeleteOptions): FieldError[] {
  const errors: FieldError[] = [];
  const { propagationPolicy, orphanDependents, dryRun } = options;
  if (propagationPolicy !== undefined && orphanDependents !== undefined)
    errors.push(
      invalid(
        'propagationPolicy',
        propagationPolicy,
        'orphanDependents and deletionPropagation cannot be both set',
      ),
    );
  if (propagationPolicy !== undefined && !policies.includes(propagationPolicy))
    errors.push(notSupported('propagationPolicy', propagationPolicy, [...policies, 'nil']));
  return [...errors, ...dryRunErrors(dryRun ?? [])];
}

export function dryRunErrors(dryRun: readonly string[]): FieldError[] {
  return dryRun.some((value) => value !== 'All') || dryRun.length > 1
    ? [notSupported('dryRun', dryRun, ['All'])]
    : [];
}
