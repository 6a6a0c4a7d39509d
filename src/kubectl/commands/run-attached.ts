import { resourcePath, type Pod } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { attachTo } from './attach.ts';

const timeoutMs = 60_000;
const pollMs = 250;

/** Connects to the pod that `kubectl run` has made, and takes its exit code. Models RunOptions.Run of kubectl/pkg/cmd/run (v1.36). */
export async function runAttached(
  context: Context,
  created: { namespace: string; name: string },
): Promise<number> {
  const { flags, client } = context;
  try {
    return await attachAndWait(context, created);
  } finally {
    if (flags.bool('rm')) {
      await client.request('DELETE', resourcePath(pods, created), {
        body: { propagationPolicy: 'Background' },
      });
      if (!flags.bool('quiet'))
        context.out(`pod "${created.name}" deleted from ${created.namespace} namespace\n`);
    }
  }
}

async function attachAndWait(
  context: Context,
  created: { namespace: string; name: string },
): Promise<number> {
  const { flags } = context;
  const pod = await waitForPod(context, created, (phase, seen) => isOver(phase) || isReady(seen));
  if (pod === undefined) return 130;
  const [container] = pod.spec.containers;
  if (isOver(pod.status?.phase)) await printLog(context, created);
  else
    await attachTo(context, pod, {
      container: container?.name ?? '',
      withInput: flags.bool('stdin'),
      tty: flags.bool('tty'),
      command: 'kubectl attach',
    });
  const { restartPolicy } = pod.spec;
  if (flags.bool('leave-stdin-open') || restartPolicy === 'Always') return 0;
  const last = await waitForPod(context, created, (phase) =>
    restartPolicy === 'Never' ? isOver(phase) : phase === 'Succeeded',
  );
  if (last === undefined) return 130;
  if (last.status?.phase === 'Succeeded') return 0;
  const where = `${created.namespace}/${created.name}`;
  const ended = last.status?.containerStatuses?.[0]?.state?.terminated;
  if (ended === undefined || ended.exitCode === 0)
    throw new CommandError(`pod ${where} failed with unknown exit code`);
  context.err(`error: pod ${where} terminated (${ended.reason ?? ''})\n${ended.message ?? ''}\n`);
  return ended.exitCode;
}

function isOver(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');
}

async function waitForPod(
  { client, environment }: Context,
  where: { namespace: string; name: string },
  until: (phase: string | undefined, pod: Pod) => boolean,
): Promise<Pod | undefined> {
  const deadline = environment.now() + timeoutMs;
  for (;;) {
    const pod = (await client.request('GET', resourcePath(pods, where))) as Pod;
    if (until(pod.status?.phase, pod)) return pod;
    if (environment.now() >= deadline) throw new CommandError('timed out waiting for the condition');
    await environment.sleep(pollMs);
    if (environment.signal.cancelled) return undefined;
  }
}

async function printLog(context: Context, where: { namespace: string; name: string }): Promise<void> {
  context.out(await context.client.text(`${resourcePath(pods, where)}/log`));
}

/** Where an object lies. */
export function placeOf(object: unknown): { namespace: string; name: string } {
  return { namespace: textAt(object, 'metadata', 'namespace'), name: textAt(object, 'metadata', 'name') };
}
