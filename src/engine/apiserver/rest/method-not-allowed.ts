import { failure, type StatusError } from '../../api/status-error.ts';

/** The path is there, but not for this method. */
export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return failure(405, 'MethodNotAllowed', message, {});
}
