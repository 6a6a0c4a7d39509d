import { forbiddenError } from '../../api/status-error.ts';
import type { KubeObject, Pod, PodSpec, PodTemplateSpec } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';
import { violations, type PodSecurityLevel } from './pod-security-checks.ts';

const labelPrefix = 'pod-security.kubernetes.io/';

/** Where kinds that make pods keep what those will be. */
const templates: Readonly<Record<string, (object: KubeObject) => PodTemplateSpec | undefined>> = {
  podtemplates: (object) => (object as { template?: PodTemplateSpec }).template,
  replicationcontrollers: templateOfSpec,
  'replicasets.apps': templateOfSpec,
  'deployments.apps': templateOfSpec,
  'statefulsets.apps': templateOfSpec,
  'daemonsets.apps': templateOfSpec,
  'jobs.batch': templateOfSpec,
  'cronjobs.batch': (object) =>
    (object as { spec?: { jobTemplate?: { spec?: { template?: PodTemplateSpec } } } }).spec?.jobTemplate?.spec
      ?.template,
};

function templateOfSpec(object: KubeObject): PodTemplateSpec | undefined {
  return (object as { spec?: { template?: PodTemplateSpec } }).spec?.template;
}

/**
 * Holds pods to the security standard that their namespace's labels name.
 * Models k8s.io/pod-security-admission (v1.36).
 */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  resources: ['pods', 'pods/ephemeralcontainers', ...Object.keys(templates)],
  operations: ['CREATE', 'UPDATE'],
  validate(request) {
    const { server, namespace, resource, object, old } = request;
    const labels = server.storage.get('namespaces', '', namespace)?.metadata.labels ?? {};
    const isPod = resource.storedAs === 'pods';
    const spec = isPod
      ? (object as Pod).spec
      : templates[resource.groupResource]?.(object as KubeObject)?.spec;
    if (spec === undefined || (isPod && isUnchanged(spec, (old as Pod | undefined)?.spec))) return;
    const enforced = isPod ? violationText(labels, 'enforce', spec, object as KubeObject) : undefined;
    if (enforced !== undefined)
      throw forbiddenError(resource, request.name, `violates PodSecurity ${enforced}`);
    // Who makes pods from a template is told what will be refused then.
    for (const mode of isPod ? ['warn'] : ['warn', 'enforce'])
      warn(request, violationText(labels, mode, spec, object as KubeObject));
  },
};

function isUnchanged(spec: PodSpec, before: PodSpec | undefined): boolean {
  return before !== undefined && deepEqual(spec, before);
}

function warn({ warnings }: AdmissionRequest, text: string | undefined): void {
  if (text === undefined) return;
  const warning = `would violate PodSecurity ${text}`;
  if (!warnings.includes(warning)) warnings.push(warning);
}

/** `"baseline:latest": privileged (…), …`; undefined where nothing is violated or asked for. */
function violationText(
  labels: Readonly<Record<string, string>>,
  mode: string,
  spec: PodSpec,
  object: KubeObject,
): string | undefined {
  const level = labels[labelPrefix + mode];
  if (level !== 'baseline' && level !== 'restricted') return undefined;
  const version = labels[`${labelPrefix}${mode}-version`] ?? 'latest';
  const found = violations(level satisfies PodSecurityLevel, spec, object.metadata);
  return found.length === 0 ? undefined : `"${level}:${version}": ${found.join(', ')}`;
}
