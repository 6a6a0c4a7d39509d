import { aggregateText, type FieldError } from './field-error.ts';
import { goQuote } from './go-text.ts';
import { groupResource } from './resource.ts';

/** One thing wrong with one field. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The plural resource for NotFound, AlreadyExists, Conflict and Forbidden; the kind for Invalid. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** metav1.Status: how the API says that something went wrong (or well, where there is no object to show). */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, unknown>;
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/**
 * A request that failed, with Kubernetes' code, reason and message.
 * Models k8s.io/apimachinery/pkg/api/errors.StatusError (v1.36).
 */
export class StatusError extends Error {
  override name = 'StatusError';
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? '');
    this.status = status;
  }

  get code(): number {
    return this.status.code;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** Whether `error` is an API failure of that reason (`NotFound`, `Conflict`, …). */
export function isReason(error: unknown, reason: string): error is StatusError {
  return error instanceof StatusError && error.reason === reason;
}

/** A resource as errors name it. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** The failure with that code, reason and message. */
export function failure(code: number, reason: string, message: string, details?: StatusDetails): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    ...(message === '' ? {} : { message }),
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  });
}

function detailsOf(resource: GroupResource, name: string): StatusDetails {
  return {
    ...(name === '' ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    ...(resource.resource === '' ? {} : { kind: resource.resource }),
  };
}

/** `pods "web" not found`. */
export function notFoundError(resource: GroupResource, name: string): StatusError {
  const message = `${groupResource(resource)} ${goQuote(name)} not found`;
  return failure(404, 'NotFound', message, detailsOf(resource, name));
}

/** `pods "web" already exists`. */
export function alreadyExistsError(resource: GroupResource, name: string): StatusError {
  const message = `${groupResource(resource)} ${goQuote(name)} already exists`;
  return failure(409, 'AlreadyExists', message, detailsOf(resource, name));
}

const optimisticLockMessage =
  'the object has been modified; please apply your changes to the latest version and try again';

/** `Operation cannot be fulfilled on pods "web": …`. */
export function conflictError(
  resource: GroupResource,
  name: string,
  problem: string = optimisticLockMessage,
): StatusError {
  const message = `Operation cannot be fulfilled on ${groupResource(resource)} ${goQuote(name)}: ${problem}`;
  return failure(409, 'Conflict', message, detailsOf(resource, name));
}

/** `pods "web" is forbidden: …`; without a name `pods is forbidden: …`. */
export function forbiddenError(resource: GroupResource, name: string, problem: string): StatusError {
  const subject = name === '' ? groupResource(resource) : `${groupResource(resource)} ${goQuote(name)}`;
  const message = resource.resource === '' ? `forbidden: ${problem}` : `${subject} is forbidden: ${problem}`;
  return failure(403, 'Forbidden', message, detailsOf(resource, name));
}

/** `Pod "web" is invalid: …`, with a cause for each error. */
export function invalidError(
  kind: { group: string; kind: string },
  name: string,
  errors: readonly FieldError[],
): StatusError {
  const qualified = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  const causes = errors.map(({ type, body, field }) => ({ reason: type, message: body, field }));
  return failure(422, 'Invalid', `${qualified} ${goQuote(name)} is invalid: ${aggregateText(errors)}`, {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    ...(kind.kind === '' ? {} : { kind: kind.kind }),
    causes,
  });
}

export function badRequestError(message: string): StatusError {
  return failure(400, 'BadRequest', message);
}

export function unauthorizedError(message = 'Unauthorized'): StatusError {
  return failure(401, 'Unauthorized', message);
}

export function expiredError(message: string): StatusError {
  return failure(410, 'Expired', message);
}

/** The server has no such path. */
export function noSuchPathError(): StatusError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function tooManyRequestsError(
  message: string,
  retryAfterSeconds: number,
  causes?: readonly StatusCause[],
): StatusError {
  return failure(429, 'TooManyRequests', message, {
    ...(causes === undefined ? {} : { causes }),
    ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
  });
}

/** `Internal error occurred: …`, with the cause spelled out once more. */
export function internalError(problem: string): StatusError {
  return failure(500, 'InternalError', `Internal error occurred: ${problem}`, {
    causes: [{ message: problem }],
  });
}
