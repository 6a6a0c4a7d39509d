import type { Job, Pod } from '../../api/types.ts';

type Rule = NonNullable<Job['spec']['podFailurePolicy']>['rules'][number];

/** What a Job's failure policy makes of a failed pod. */
export interface PolicyVerdict {
  readonly action: string;
  readonly message: string;
}

/** The first rule that matches; undefined where none does. Models matchPodFailurePolicy of pkg/controller/job (v1.36). */
export function failurePolicyVerdict(job: Job, pod: Pod): PolicyVerdict | undefined {
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const why = whyMatches(rule, pod);
    if (why !== undefined) {
      return { action: rule.action, message: `${why} matching ${rule.action} rule at index ${index}` };
    }
  }
  return undefined;
}

function whyMatches(rule: Rule, pod: Pod): string | undefined {
  const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
  if (rule.onExitCodes) {
    const { containerName, operator, values } = rule.onExitCodes;
    const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
    for (const status of statuses) {
      const code = status.state?.terminated?.exitCode;
      if (code === undefined || code === 0) continue;
      if (containerName !== undefined && containerName !== status.name) continue;
      if (values.includes(code) !== (operator === 'In')) continue;
      return `Container ${status.name} for pod ${name} failed with exit code ${code}`;
    }
    return undefined;
  }
  for (const { type, status = 'True' } of rule.onPodConditions ?? []) {
    if (pod.status?.conditions?.some((condition) => condition.type === type && condition.status === status)) {
      return `Pod ${name} has condition ${type}`;
    }
  }
  return undefined;
}
