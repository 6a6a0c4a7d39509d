import { goQuote, resourcePath, StatusError } from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { isNotFound } from '../errors.ts';
import type { ApiResource } from './discovery.ts';
import { isTable, listAt, textAt, type AnyObject } from './object.ts';
import type { Info, ResourceQuery } from './resource-query.ts';

/** GETs one object; where its namespace is what is missing, the error says so. */
export async function fetchObject(
  context: Context,
  info: Info,
  query: Pick<ResourceQuery, 'subresource' | 'accept' | 'includeObject'> = {},
): Promise<AnyObject> {
  const resource = info.resource as ApiResource;
  const path = resourcePath(resource, {
    namespace: info.namespace,
    name: info.name,
    subresource: query.subresource || undefined,
  });
  try {
    const options = { accept: query.accept, query: { includeObject: query.includeObject } };
    return (await context.client.request('GET', path, options)) as AnyObject;
  } catch (error) {
    if (isNotFound(error) && info.namespace !== '' && info.namespace !== 'default') {
      try {
        await context.client.request('GET', `/api/v1/namespaces/${info.namespace}`);
      } catch (namespaceError) {
        if (isNotFound(namespaceError)) throw namespaceError;
      }
    }
    throw error;
  }
}

/** LISTs a collection in chunks and puts them together; refusals say what was looked for. */
export async function listObjects(
  context: Context,
  resource: ApiResource,
  options: {
    namespace?: string;
    labelSelector?: string;
    fieldSelector?: string;
    chunkSize?: number;
    accept?: string;
    includeObject?: string;
  },
): Promise<AnyObject> {
  const path = resourcePath(resource, { namespace: options.namespace });
  let all: AnyObject | undefined;
  let next = '';
  do {
    let chunk: AnyObject;
    try {
      chunk = (await context.client.request('GET', path, {
        accept: options.accept,
        query: {
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
          includeObject: options.includeObject,
          limit: options.chunkSize || undefined,
          continue: next,
        },
      })) as AnyObject;
    } catch (error) {
      throw listError(error, resource, options.labelSelector ?? '', options.fieldSelector ?? '');
    }
    next = textAt(chunk, 'metadata', 'continue');
    const member = isTable(chunk) ? 'rows' : 'items';
    if (all === undefined) all = chunk;
    else all = { ...chunk, ...all, [member]: [...listAt(all, member), ...listAt(chunk, member)] };
  } while (next !== '');
  return all;
}

function listError(error: unknown, resource: ApiResource, labels: string, fields: string): unknown {
  if (!(error instanceof StatusError)) return error;
  const { reason, message } = error.status;
  if (reason !== 'BadRequest' && reason !== 'NotFound') return error;
  const subject = `${resource.group}/${resource.version}, Resource=${resource.resource}`;
  const head =
    labels === '' && fields === ''
      ? `Unable to list ${goQuote(subject)}`
      : `Unable to find ${goQuote(subject)} that match label selector ${goQuote(labels)}, field selector ${goQuote(fields)}`;
  return new StatusError({ ...error.status, message: `${head}: ${message ?? ''}` });
}
