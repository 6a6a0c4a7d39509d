import { resourcePath } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, numberAt, textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { at } from '../go/values.ts';

/**
 * Shows what a pod prints until it ends, and answers its exit code.
 * Simplified: nothing is sent to the container; what it prints is followed as a log.
 */
export async function attachTo(
  context: Context,
  name: string,
  options: { readonly removeAfter: boolean },
): Promise<number> {
  const { client, environment } = context;
  const path = resourcePath(pods, { namespace: context.namespace, name });
  const deadline = environment.now() + 60_000;
  let pod = await client.request('GET', path);
  while (['', 'Pending'].includes(textAt(pod, 'status', 'phase')) && environment.now() < deadline) {
    await environment.sleep(500);
    if (environment.signal.cancelled) return 130;
    pod = await client.request('GET', path);
  }
  const response = await client.send('GET', `${path}/log`, { query: { follow: true }, accept: '*/*' });
  if (response.stream === undefined) context.out(String(response.body ?? ''));
  else await client.follow(response.stream, (chunk) => (context.out(String(chunk)), false));
  pod = await client.request('GET', path);
  const [status] = listAt(pod, 'status', 'containerStatuses');
  const code = numberAt(at(status, 'state'), 'terminated', 'exitCode');
  if (options.removeAfter) {
    await client.request('DELETE', path, { body: { propagationPolicy: 'Background' } });
    context.out(`pod "${name}" deleted from ${context.namespace} namespace\n`);
  }
  return code;
}
