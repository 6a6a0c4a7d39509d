import { invalid, required, type FieldError } from '../../../api/field-error.ts';
import { goQuote } from '../../../api/go-text.ts';
import { isDns1035Label, isDnsSubdomain, isPathSegmentName, isPortNumber } from '../../../api/names.ts';
import { formatTime } from '../../../api/time.ts';
import type { KubeObject } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import { setDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { apiServiceTable } from './table.ts';

interface Spec {
  readonly group?: string;
  readonly version?: string;
  readonly groupPriorityMinimum?: number;
  readonly versionPriority?: number;
  readonly service?: ServiceReference;
  readonly insecureSkipTLSVerify?: boolean;
  readonly caBundle?: string;
}

interface ServiceReference {
  readonly namespace?: string;
  readonly name?: string;
  port?: number;
}

export interface ApiService extends KubeObject {
  readonly spec: Spec;
  status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime?: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

const defaultPort = 443;
const maxGroupPriority = 20_000;
const maxVersionPriority = 1000;

/** The rules of APIServices. Models k8s.io/kube-aggregator/pkg/registry/apiservice (v1.36). */
export const apiServiceStrategy: Strategy<ApiService> = {
  defaults: ({ spec }) => {
    if (spec.service) setDefault(spec.service, 'port', defaultPort);
  },
  prepareForCreate(draft, { nowMs }) {
    draft.status = draft.spec.service
      ? {}
      : {
          conditions: [
            {
              type: 'Available',
              status: 'True',
              lastTransitionTime: formatTime(nowMs),
              reason: 'Local',
              message: 'Local APIServices are always available',
            },
          ],
        };
  },
  prepareForUpdate: (draft, old) => keepMember(draft, old, 'status'),
  validateCreate: apiServiceErrors,
  validateUpdate: apiServiceErrors,
  subresources: { status: { prepareForUpdate: (draft, old) => keepMember(draft, old, 'spec') } },
  table: apiServiceTable,
};

function apiServiceErrors({ metadata, spec }: ApiService): FieldError[] {
  const { group = '', version = '' } = spec;
  return [
    ...objectMetaErrors(metadata, false, (name) => nameProblems(name, `${version}.${group}`)),
    ...groupErrors(group, version),
    ...isDns1035Label(version).map((problem) => invalid('spec.version', version, problem)),
    ...priorityErrors(spec.groupPriorityMinimum, maxGroupPriority, 'spec.groupPriorityMinimum'),
    ...priorityErrors(spec.versionPriority, maxVersionPriority, 'spec.versionPriority'),
    ...(spec.service ? serviceErrors(spec, spec.service) : localErrors(spec)),
  ];
}

function nameProblems(name: string, needed: string): string[] {
  const problems = isPathSegmentName(name);
  if (problems.length > 0 || name === needed) return problems;
  return [`must be \`spec.version+"."+spec.group\`: ${goQuote(needed)}`];
}

function groupErrors(group: string, version: string): FieldError[] {
  if (group !== '') return isDnsSubdomain(group).map((problem) => invalid('spec.group', group, problem));
  return version === 'v1'
    ? []
    : [required('spec.group', 'only v1 may have an empty group and it better be legacy kube')];
}

function priorityErrors(priority: number | undefined, most: number, path: string): FieldError[] {
  const value = priority ?? 0;
  return value > 0 && value <= most ? [] : [invalid(path, value, `must be positive and less than ${most}`)];
}

/** What this server itself serves needs no trust. */
function localErrors({ caBundle, insecureSkipTLSVerify }: Spec): FieldError[] {
  const errors: FieldError[] = [];
  if (caBundle)
    errors.push(
      invalid('spec.caBundle', `${byteCount(caBundle)} bytes`, 'local APIServices may not have a caBundle'),
    );
  if (insecureSkipTLSVerify)
    errors.push(
      invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'),
    );
  return errors;
}

function byteCount(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

function serviceErrors(
  { caBundle, insecureSkipTLSVerify }: Spec,
  { namespace, name, port = 0 }: ServiceReference,
): FieldError[] {
  const path = 'spec.service';
  const portProblems = isPortNumber(port);
  return [
    ...(namespace ? [] : [required(`${path}.namespace`)]),
    ...(name ? [] : [required(`${path}.name`)]),
    ...(portProblems.length > 0
      ? [invalid(`${path}.port`, port, `port is not valid: ${portProblems.join(', ')}`)]
      : []),
    ...(insecureSkipTLSVerify && caBundle
      ? [invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present')]
      : []),
  ];
}
