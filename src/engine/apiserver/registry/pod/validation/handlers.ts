import {
  at,
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../../api/field-error.ts';
import { isHttpHeaderName, isPortName, isPortNumber } from '../../../../api/names.ts';
import type { LifecycleHandler, Probe } from '../../../../api/types.ts';
import { nonNegativeErrors } from '../../common/object-meta.ts';

type Handler = Pick<LifecycleHandler, 'exec' | 'httpGet' | 'tcpSocket' | 'sleep'> & Pick<Probe, 'grpc'>;

/** Models ValidatePortNumOrName (v1.36). */
export function portErrors(port: string | number, path: string): FieldError[] {
  const problems = typeof port === 'number' ? isPortNumber(port) : isPortName(port);
  return problems.map((problem) => invalid(path, port, problem));
}

const handlerChecks: readonly [
  name: keyof Handler,
  check: (handler: Handler, path: string, graceSeconds?: number) => FieldError[],
][] = [
  ['exec', ({ exec }, path) => (exec?.command?.length ? [] : [required(child(path, 'command'))])],
  ['httpGet', ({ httpGet }, path) => httpGetErrors(httpGet as NonNullable<Handler['httpGet']>, path)],
  ['tcpSocket', ({ tcpSocket }, path) => portErrors(tcpSocket?.port ?? 0, child(path, 'port'))],
  [
    'grpc',
    ({ grpc }, path) =>
      isPortNumber(grpc?.port ?? 0).map((problem) => invalid(child(path, 'port'), grpc?.port ?? 0, problem)),
  ],
  [
    'sleep',
    ({ sleep }, path, graceSeconds = 30) => {
      const seconds = sleep?.seconds ?? 0;
      if (seconds >= 0 && seconds <= graceSeconds) return [];
      const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
      return [invalid(path, seconds, detail)];
    },
  ],
];

function httpGetErrors(action: NonNullable<Handler['httpGet']>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!action.path) errors.push(required(child(path, 'path')));
  errors.push(...portErrors(action.port ?? 0, child(path, 'port')));
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS') {
    errors.push(notSupported(child(path, 'scheme'), action.scheme ?? '', ['HTTP', 'HTTPS']));
  }
  for (const header of action.httpHeaders ?? []) {
    for (const problem of isHttpHeaderName(header.name)) {
      errors.push(invalid(child(path, 'httpHeaders'), header.name, problem));
    }
  }
  return errors;
}

/** Exactly one way to act. Models validateHandler (v1.36). */
function handlerErrors(handler: Handler, path: string, graceSeconds?: number): FieldError[] {
  const errors: FieldError[] = [];
  let handlers = 0;
  for (const [name, check] of handlerChecks) {
    if (!handler[name]) continue;
    if (handlers > 0) errors.push(forbidden(child(path, name), 'may not specify more than 1 handler type'));
    else errors.push(...check(handler, child(path, name), graceSeconds));
    handlers++;
  }
  if (handlers === 0) errors.push(required(path, 'must specify a handler type'));
  return errors;
}

export function lifecycleErrors(
  lifecycle: { postStart?: LifecycleHandler; preStop?: LifecycleHandler; stopSignal?: string } | undefined,
  graceSeconds: number | undefined,
  path: string,
): FieldError[] {
  if (!lifecycle) return [];
  return [
    ...(lifecycle.postStart
      ? handlerErrors(lifecycle.postStart, child(path, 'postStart'), graceSeconds)
      : []),
    ...(lifecycle.preStop ? handlerErrors(lifecycle.preStop, child(path, 'preStop'), graceSeconds) : []),
  ];
}

/** Models validateProbe and its three kinds (v1.36). */
export function probeErrors(
  probe: Probe | undefined,
  kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
  containerPath: string,
): FieldError[] {
  if (!probe) return [];
  const path = child(containerPath, kind);
  const errors = handlerErrors(probe, path);
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const) {
    errors.push(...nonNegativeErrors(probe[field], child(path, field)));
  }
  const grace = probe.terminationGracePeriodSeconds;
  const gracePath = child(path, 'terminationGracePeriodSeconds');
  if (grace !== undefined && grace <= 0) errors.push(invalid(gracePath, grace, 'must be greater than 0'));
  if (kind === 'readinessProbe') {
    if (grace !== undefined) errors.push(invalid(gracePath, grace, 'must not be set for readinessProbes'));
  } else if (probe.successThreshold !== 1) {
    errors.push(invalid(child(path, 'successThreshold'), probe.successThreshold ?? 0, 'must be 1'));
  }
  return errors;
}

/** At a path of a list. */
export function each<T>(
  items: readonly T[] | null | undefined,
  path: string,
  check: (item: T, path: string, index: number) => FieldError[],
): FieldError[] {
  return (items ?? []).flatMap((item, index) => check(item, at(path, index), index));
}
