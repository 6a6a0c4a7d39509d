import { child, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { isDnsSubdomain, isWildcardDnsSubdomain } from '../../../api/names.ts';
import type { Ingress } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { each } from '../pod/validation/handlers.ts';
import type { Strategy } from '../strategy.ts';
import { ingressTable } from './table.ts';

type Spec = NonNullable<Ingress['spec']>;
type Backend = NonNullable<Spec['defaultBackend']>;

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

const { statusUpdate, ...parts } = specAndStatus<Ingress>('ApiNetworkingV1IngressStatus');

/** The rules of Ingresses. Models pkg/registry/networking/ingress (v1.36). */
export const ingressStrategy: Strategy<Ingress> = {
  ...parts,
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec ?? {})],
  validateUpdate: ({ spec }) => specErrors(spec ?? {}),
  subresources: { status: { prepareForUpdate: statusUpdate } },
  table: ingressTable,
};

/** Models ValidateIngressSpec (v1.36). Simplified: TLS hosts are not checked. */
function specErrors(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.rules?.length && !spec.defaultBackend) {
    errors.push(invalid('spec', spec, 'either `defaultBackend` or `rules` must be specified'));
  }
  if (spec.defaultBackend) errors.push(...backendErrors(spec.defaultBackend, 'spec.defaultBackend'));
  errors.push(...each(spec.rules, 'spec.rules', ruleErrors));
  if (spec.ingressClassName) {
    for (const problem of isDnsSubdomain(spec.ingressClassName)) {
      errors.push(invalid('spec.ingressClassName', spec.ingressClassName, problem));
    }
  }
  return errors;
}

function ruleErrors(rule: NonNullable<Spec['rules']>[number], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (rule.host) {
    const check = rule.host.includes('*') ? isWildcardDnsSubdomain : isDnsSubdomain;
    for (const problem of check(rule.host)) errors.push(invalid(child(path, 'host'), rule.host, problem));
  }
  if (!rule.http) return errors;
  const pathsPath = child(path, 'http', 'paths');
  if (!rule.http.paths?.length) return [...errors, required(pathsPath)];
  return [
    ...errors,
    ...each(rule.http.paths, pathsPath, (entry, here) => {
      const found: FieldError[] = [];
      const type = entry.pathType as string | undefined;
      if (!type) return [required(child(here, 'pathType'), 'pathType must be specified')];
      if (!pathTypes.includes(type)) found.push(notSupported(child(here, 'pathType'), type, pathTypes));
      else if (type !== 'ImplementationSpecific' && !entry.path?.startsWith('/')) {
        found.push(invalid(child(here, 'path'), entry.path ?? '', 'must be an absolute path'));
      }
      return [...found, ...backendErrors(entry.backend, child(here, 'backend'))];
    }),
  ];
}

function backendErrors({ service, resource }: Backend, path: string): FieldError[] {
  if (resource) return service ? [invalid(path, '', 'cannot set both resource and service backends')] : [];
  const servicePath = child(path, 'service');
  if (!service) return [required(path, 'resource or service backend is required')];
  const errors: FieldError[] = [];
  if (!service.name) errors.push(required(child(servicePath, 'name')));
  const { name, number } = service.port ?? {};
  if (!name && !number) errors.push(required(servicePath, 'port name or number is required'));
  else if (name && number) errors.push(invalid(servicePath, '', 'cannot set both port name & port number'));
  return errors;
}
