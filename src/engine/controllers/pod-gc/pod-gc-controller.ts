import { isPodTerminal } from '../../api/pod-status.ts';
import { nodes, pods } from '../../api/resources.ts';
import { StatusError } from '../../api/status-error.ts';
import type { Pod } from '../../api/types.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { markDisrupted, type Disruption } from '../pod-disruption.ts';

const periodMs = 20_000;
const quarantineMs = 40_000;
const mostTerminated = 12_500;

const nodeGone: Disruption = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };

/**
 * Removes pods that nobody else will: bound to nodes that are gone, deleted before they had a node,
 * finished and too many. Models pkg/controller/podgc (v1.36).
 */
export function startPodGcController(context: ControllerContext): Controller {
  const { sim, informers } = context;
  const allNodes = informers.of(nodes);
  const allPods = informers.of(pods);
  /** Nodes that pods name and that are not there, with the time from which they count as gone. */
  const quarantine = new Map<string, number>();

  const collect = (): void => {
    if (!allNodes.hasSynced || !allPods.hasSynced) return;
    collectTerminated();
    collectOrphaned();
    for (const pod of allPods.lister.values()) {
      if (pod.metadata.deletionTimestamp && !pod.spec.nodeName) remove(pod, undefined, 'it never had a node');
    }
  };

  const collectTerminated = (): void => {
    const terminated = [...allPods.lister.values()].filter(isPodTerminal);
    if (terminated.length <= mostTerminated) return;
    const created = ({ metadata }: Pod): string => metadata.creationTimestamp ?? '';
    terminated.sort((a, b) => (created(a) < created(b) ? -1 : 1));
    for (const pod of terminated.slice(0, terminated.length - mostTerminated)) {
      remove(pod, undefined, 'too many finished pods');
    }
  };

  const collectOrphaned = (): void => {
    const gone = nodesGone();
    for (const pod of allPods.lister.values()) {
      const { nodeName } = pod.spec;
      if (!nodeName || allNodes.lister.get(nodeName) !== undefined) continue;
      if (gone.has(nodeName)) remove(pod, nodeGone, `${nodeName} is gone`);
      else if (!quarantine.has(nodeName)) quarantine.set(nodeName, sim.nowMs + quarantineMs);
    }
  };

  /** Those whose quarantine is over and that the API does not know either. */
  const nodesGone = (): Set<string> => {
    const gone = new Set<string>();
    for (const [name, untilMs] of quarantine) {
      if (sim.nowMs < untilMs) continue;
      quarantine.delete(name);
      if (!isKnown(name)) gone.add(name);
    }
    return gone;
  };

  /** A server that does not answer may know it. */
  const isKnown = (name: string): boolean => {
    try {
      return ifFound(() => runtime.client.get(nodes, { name })) !== undefined;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return true;
    }
  };

  const remove = (pod: Pod, disruption: Disruption | undefined, why: string): void => {
    const { namespace, name } = pod.metadata;
    runtime.decided('Pod', pod, () => `Deletes it: ${why}.`);
    try {
      if (!isPodTerminal(pod)) markDisrupted(runtime.client, pod, disruption, sim.nowMs, true);
      runtime.client.delete(pods, { namespace, name }, { gracePeriodSeconds: 0 });
    } catch (error) {
      // What could not be removed now is met again in the next round.
      if (!(error instanceof StatusError)) throw error;
    }
  };

  const runtime = makeRuntime(context, {
    name: 'pod-garbage-collector',
    needs: [allNodes, allPods],
    sync: () => {},
  });
  const timer = sim.every(periodMs, collect, { chore: true });
  return {
    stop: () => {
      timer.cancel();
      runtime.stop();
    },
  };
}
