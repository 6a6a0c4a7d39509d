import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { failure } from '../engine/index.ts';
import { refuseForeign } from './origin-guard.ts';

/** Who may ask. */
export interface Guard {
  /** Host names by which this server may be asked for. */
  readonly hosts: ReadonlySet<string>;
  /** The administrator's token. With one, requests without any token are refused. */
  readonly token?: string;
}

/** Throws a StatusError 403 for requests that come by way of a page of somebody else's. */
export function requireOwnOrigin({ hosts }: Guard, { headers }: IncomingMessage): void {
  const foreign = refuseForeign(headers, hosts);
  if (foreign !== undefined) throw failure(403, 'Forbidden', foreign);
}

const apiHeaderNames = new Set(['accept', 'authorization', 'content-type', 'user-agent']);

/**
 * The headers that the API reads. The administrator's own token is taken off: whoever has no token
 * then is the administrator. Throws a StatusError 401 where a token is asked for and there is none.
 */
export function apiHeaders({ token }: Guard, headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    if (apiHeaderNames.has(name) || name.startsWith('impersonate-')) kept[name] = value;
  }
  if (token === undefined) return kept;
  if (!kept['authorization']) throw failure(401, 'Unauthorized', 'Unauthorized');
  if (kept['authorization'] === `Bearer ${token}`) delete kept['authorization'];
  return kept;
}
