import { invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { isDnsSubdomain } from '../../../api/names.ts';
import type { ResourceClaim } from '../../../api/types.ts';
import {
  configurationErrors,
  fullNameErrors,
  labelNameFieldErrors,
  listErrors,
  selectorErrors,
  setErrors,
  tolerationErrors,
  type DeviceSelector,
  type DeviceToleration,
} from '../device-class/device-rules.ts';
import { each } from '../pod/validation/handlers.ts';

type Devices = NonNullable<ResourceClaim['spec']['devices']>;
type Request = NonNullable<Devices['requests']>[number];
type Constraint = NonNullable<Devices['constraints']>[number];
type Configuration = NonNullable<Devices['config']>[number];

interface Wanted {
  readonly deviceClassName?: string;
  readonly selectors?: readonly DeviceSelector[];
  readonly tolerations?: readonly DeviceToleration[];
  allocationMode?: string;
  count?: number;
}

export const maxRequests = 32;
const maxConstraints = 32;
const maxConfigurations = 32;
const maxAlternatives = 8;
const exact = 'ExactCount';
const badReference =
  "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

export function setClaimDefaults(devices: Devices | undefined): void {
  for (const request of devices?.requests ?? []) {
    const wanted: Wanted[] = [
      ...(request.firstAvailable ?? []),
      ...(request.exactly ? [request.exactly] : []),
    ];
    for (const one of wanted) {
      if (!one.allocationMode) one.allocationMode = exact;
      if (one.allocationMode === exact && !one.count) one.count = 1;
    }
  }
}

/** What is wrong with the devices that a claim asks for. Models validateDeviceClaim (v1.36). */
export function claimErrors(devices: Devices | undefined, path: string): FieldError[] {
  const names = requestNames(devices);
  return [
    ...setErrors(devices?.requests, maxRequests, `${path}.requests`, requestErrors, ({ name }) => name),
    ...listErrors(devices?.constraints, maxConstraints, `${path}.constraints`, (constraint, here) =>
      constraintErrors(constraint, here, names),
    ),
    ...listErrors(devices?.config, maxConfigurations, `${path}.config`, (config: Configuration, here) => [
      ...referenceErrors(config.requests, `${here}.requests`, names),
      ...configurationErrors(config, here),
    ]),
  ];
}

/** `r`, and `r/s` for its alternatives. */
export function requestNames(devices: Devices | undefined): ReadonlySet<string> {
  return new Set(
    (devices?.requests ?? []).flatMap(({ name, firstAvailable }) => [
      name,
      ...(firstAvailable ?? []).map((alternative) => `${name}/${alternative.name}`),
    ]),
  );
}

function requestErrors(request: Request, path: string): FieldError[] {
  const errors = labelNameFieldErrors(request.name, `${path}.name`);
  const choice = 'exactly one of `exactly` or `firstAvailable` is required';
  const { exactly, firstAvailable } = request;
  if (exactly && firstAvailable?.length)
    return [...errors, invalid(path, null, `${choice}, but multiple fields are set`)];
  if (exactly) return [...errors, ...wantedErrors(exactly, `${path}.exactly`)];
  if (!firstAvailable?.length) return [...errors, required(path, choice)];
  return [
    ...errors,
    ...setErrors(
      firstAvailable,
      maxAlternatives,
      `${path}.firstAvailable`,
      (alternative, here) => [
        ...labelNameFieldErrors(alternative.name, `${here}.name`),
        ...wantedErrors(alternative, here),
      ],
      ({ name }) => name,
    ),
  ];
}

function wantedErrors(wanted: Wanted, path: string): FieldError[] {
  const { deviceClassName: name } = wanted;
  return [
    ...(name
      ? isDnsSubdomain(name).map((problem) => invalid(`${path}.deviceClassName`, name, problem))
      : [required(`${path}.deviceClassName`)]),
    ...selectorErrors(wanted.selectors, `${path}.selectors`),
    ...modeErrors(wanted, path),
    ...each(wanted.tolerations, `${path}.tolerations`, tolerationErrors),
  ];
}

function modeErrors({ allocationMode = '', count = 0 }: Wanted, path: string): FieldError[] {
  switch (allocationMode) {
    case 'All':
      return count === 0
        ? []
        : [invalid(`${path}.count`, count, "must not be specified when allocationMode is 'All'")];
    case exact:
      return count > 0 ? [] : [invalid(`${path}.count`, count, 'must be greater than zero')];
    default:
      return [notSupported(`${path}.allocationMode`, allocationMode, ['All', exact])];
  }
}

function constraintErrors(constraint: Constraint, path: string, names: ReadonlySet<string>): FieldError[] {
  const { matchAttribute, distinctAttribute } = constraint;
  const errors = referenceErrors(constraint.requests, `${path}.requests`, names);
  if (matchAttribute !== undefined)
    return [...errors, ...fullNameErrors(matchAttribute, `${path}.matchAttribute`)];
  if (distinctAttribute !== undefined)
    return [...errors, ...fullNameErrors(distinctAttribute, `${path}.distinctAttribute`)];
  return [
    ...errors,
    required(
      path,
      'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set',
    ),
  ];
}

function referenceErrors(
  references: readonly string[] | undefined,
  path: string,
  names: ReadonlySet<string>,
): FieldError[] {
  return setErrors(
    references,
    maxRequests,
    path,
    (name, here) => referenceNameErrors(name, here, names),
    (name) => name,
  );
}

/** What is wrong with the name of a request, or of a request and its alternative. */
export function referenceNameErrors(name: string, path: string, names: ReadonlySet<string>): FieldError[] {
  const segments = name.split('/');
  if (segments.length > 2) return [invalid(path, name, badReference)];
  return [
    ...segments.flatMap((segment) => labelNameFieldErrors(segment, path)),
    ...(names.has(name) ? [] : [invalid(path, name, badReference)]),
  ];
}
