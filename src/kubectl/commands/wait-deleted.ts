import { resourcePath, StatusError } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { listAt, textAt, type AnyObject } from '../api/object.ts';
import type { Info } from '../api/resource-query.ts';
import type { Context } from '../context.ts';
import { asError, CommandError, isNotFound, throwAll } from '../errors.ts';

const weekMs = 168 * 3_600_000;

/** Waits until objects are gone, or others have their names. Models cmd/wait.IsDeleted (v1.36). */
export async function waitUntilDeleted(
  context: Context,
  deleted: readonly { readonly info: Info; readonly uid: string }[],
  timeoutMs: number,
): Promise<void> {
  const deadline = context.environment.now() + (timeoutMs === 0 ? weekMs : timeoutMs);
  const errors: Error[] = [];
  for (const { info, uid } of deleted) {
    try {
      await untilGone(context, info, uid, deadline);
    } catch (error) {
      const reason = error instanceof StatusError ? error.reason : '';
      if (reason === 'Forbidden' || reason === 'MethodNotAllowed') return;
      errors.push(asError(error));
    }
  }
  throwAll(errors);
}

/** Follows one object until it is gone. */
export async function untilGone(
  context: Context,
  info: Info,
  uid: string,
  deadline: number,
): Promise<AnyObject> {
  const resource = info.resource as ApiResource;
  const { client, environment } = context;
  let current: AnyObject;
  try {
    const path = resourcePath(resource, { namespace: info.namespace, name: info.name });
    current = (await client.request('GET', path)) as AnyObject;
  } catch (error) {
    if (isNotFound(error)) return info.object ?? { ...minimal(info) };
    throw error;
  }
  const known = uid === '' ? textAt(current, 'metadata', 'uid') : uid;
  if (uid !== '' && textAt(current, 'metadata', 'uid') !== uid) return current;
  const path = resourcePath(resource, { namespace: info.namespace });
  const fieldSelector = `metadata.name=${info.name}`;
  for (;;) {
    const list = await client.request('GET', path, { query: { fieldSelector } });
    const [object] = listAt(list, 'items');
    if (object === undefined || textAt(object, 'metadata', 'uid') !== known) return current;
    const left = deadline - environment.now();
    if (left <= 0) throw timedOut(info);
    const gone = await client.watch(
      path,
      { fieldSelector, resourceVersion: textAt(list, 'metadata', 'resourceVersion') },
      (event) => event.type === 'DELETED',
      { timeoutMs: left },
    );
    if (gone || environment.signal.cancelled) return current;
    if (environment.now() >= deadline) throw timedOut(info);
  }
}

function minimal(info: Info): AnyObject {
  return { apiVersion: 'v1', kind: info.resource?.kind, metadata: { name: info.name } };
}

function timedOut(info: Info): CommandError {
  return new CommandError(`timed out waiting for the condition on ${info.resource?.resource}/${info.name}`);
}
