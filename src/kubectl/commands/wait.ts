import { goQuote, resourcePath } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { listAt, numberAt, textAt, type AnyObject } from '../api/object.ts';
import type { Info, ResourceQuery } from '../api/resource-query.ts';
import { ResourceSet } from '../api/resource-set.ts';
import type { Context } from '../context.ts';
import { CommandError, isNotFound } from '../errors.ts';
import { goValue } from '../go/values.ts';
import { relaxedExpression } from '../print/custom-columns.ts';
import { JsonPath } from '../print/json-path.ts';
import { objectPrinter } from '../print/output.ts';
import { untilGone } from './wait-deleted.ts';

const weekMs = 168 * 3_600_000;

type Condition =
  | { readonly type: 'delete' }
  | { readonly type: 'create' }
  | { readonly type: 'object'; readonly met: (object: AnyObject) => boolean };

/** `kubectl wait`. Models kubectl/pkg/cmd/wait (v1.36). */
export async function wait(context: Context): Promise<void> {
  const { flags, environment } = context;
  const print = objectPrinter(context, { operation: 'condition met' });
  const conditions = flags.list('for').map(parseCondition);
  if (conditions.length === 0) throw new CommandError('unrecognized condition: []');
  const timeout = flags.duration('timeout');
  const deadline = environment.now() + (timeout < 0 ? weekMs : timeout);
  const forDelete = conditions.some(({ type }) => type === 'delete');
  if (conditions.some(({ type }) => type === 'create')) await untilCreated(context, deadline);
  const set = await ResourceSet.open(context, { ...query(context), ignoreNotFound: forDelete });
  let count = 0;
  await set.visit(async (info) => {
    count++;
    for (const condition of conditions) {
      context.out(print(await untilMet(context, info, condition, deadline)));
    }
  });
  if (count === 0 && !forDelete) throw new CommandError('no matching resources found');
}

function query(context: Context): ResourceQuery {
  const { flags } = context;
  return {
    args: context.args,
    namespace: context.namespace,
    requireNamespace: context.namespaceIsExplicit,
    allNamespaces: flags.bool('all-namespaces'),
    filenames: flags.list('filename'),
    recursive: flags.bool('recursive'),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    all: flags.bool('all'),
    allowEmptySelector: flags.bool('all'),
    continueOnError: true,
    flatten: true,
    latest: !flags.bool('local'),
  };
}

function parseCondition(text: string): Condition {
  const lower = text.toLowerCase();
  if (lower === 'delete' || lower === 'create') return { type: lower };
  if (text.startsWith('condition=')) {
    const [name = '', ...value] = text.slice('condition='.length).split('=');
    const wanted = (value.join('=') || 'true').toLowerCase();
    return { type: 'object', met: (object) => hasCondition(object, name, wanted) };
  }
  if (text.startsWith('jsonpath='))
    return { type: 'object', met: jsonPathCondition(text.slice('jsonpath='.length)) };
  throw new CommandError(`unrecognized condition: ${goQuote(text)}`);
}

function hasCondition(object: AnyObject, name: string, wanted: string): boolean {
  for (const condition of listAt(object, 'status', 'conditions')) {
    if (textAt(condition, 'type').toLowerCase() !== name.toLowerCase()) continue;
    const generation = numberAt(object, 'metadata', 'generation');
    const observed =
      numberAt(condition, 'observedGeneration') || numberAt(object, 'status', 'observedGeneration');
    if (observed !== 0 && observed < generation) return false;
    return textAt(condition, 'status').toLowerCase() === wanted;
  }
  return false;
}

function jsonPathCondition(text: string): (object: AnyObject) => boolean {
  // A double equals sign belongs to the expression.
  const parts = text.split(/(?<![=])=(?!=)/);
  if (parts.length > 2) {
    throw new CommandError(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  }
  const expression = relaxedExpression(parts[0] ?? '');
  if (expression === '') throw new CommandError('jsonpath expression cannot be empty');
  const wanted = parts[1]?.replace(/^['"]+|['"]+$/g, '');
  if (wanted === '') {
    throw new CommandError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  const path = new JsonPath(expression, true);
  return (object) => {
    const [results = []] = path.find(object);
    if (results.length === 0) return false;
    if (wanted === undefined) return true;
    if (results.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
    return goValue(results[0]) === wanted;
  };
}

const pollMs = 500;

async function untilCreated(context: Context, deadline: number): Promise<void> {
  const { environment } = context;
  for (;;) {
    try {
      const set = await ResourceSet.open(context, query(context));
      if ((await set.infos()).length > 0) return;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    if (environment.now() >= deadline || environment.signal.cancelled) {
      throw new CommandError('timed out waiting for the condition');
    }
    await environment.sleep(pollMs);
  }
}

async function untilMet(
  context: Context,
  info: Info,
  condition: Condition,
  deadline: number,
): Promise<AnyObject> {
  const object = info.object as AnyObject;
  if (condition.type === 'create') return object;
  if (condition.type === 'delete') {
    return untilGone(context, info, textAt(object, 'metadata', 'uid'), deadline);
  }
  const resource = info.resource as ApiResource;
  const { client, environment } = context;
  const path = resourcePath(resource, { namespace: info.namespace });
  const fieldSelector = `metadata.name=${info.name}`;
  const list = await client.request('GET', path, { query: { fieldSelector } });
  const [current] = listAt(list, 'items') as AnyObject[];
  const identified = (item: AnyObject): AnyObject => ({
    apiVersion: object['apiVersion'],
    kind: object['kind'],
    ...item,
  });
  if (current !== undefined && condition.met(identified(current))) return identified(current);
  const left = deadline - environment.now();
  let found: AnyObject | undefined;
  if (left > 0) {
    await client.watch(
      path,
      { fieldSelector, resourceVersion: textAt(list, 'metadata', 'resourceVersion') },
      (event) => {
        if (event.type === 'DELETED' || !condition.met(event.object)) return false;
        found = event.object;
        return true;
      },
      { timeoutMs: left },
    );
  }
  if (found !== undefined) return found;
  throw new CommandError(`timed out waiting for the condition on ${resource.resource}/${info.name}`);
}
