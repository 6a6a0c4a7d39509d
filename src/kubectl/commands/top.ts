import { at } from '../go/values.ts';
import { listAt, textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';

/** `kubectl top`. Simplified: no metrics server is modelled, so that there is nothing to show. */
export async function top(context: Context): Promise<void> {
  const groups = await context.client.request('GET', '/apis');
  const known = listAt(groups, 'groups').some((group) => textAt(group, 'name') === 'metrics.k8s.io');
  if (!known || at(groups, 'groups') === undefined) throw new CommandError('Metrics API not available');
  throw new CommandError('metrics not available yet');
}
