import { goQuote, groupResource, resourcePath } from '../../../engine/index.ts';
import type { ApiResource } from '../../api/discovery.ts';
import { listAt, numberAt, textAt, type AnyObject } from '../../api/object.ts';
import type { Info } from '../../api/resource-query.ts';
import { ResourceSet } from '../../api/resource-set.ts';
import type { Command, Context } from '../../context.ts';
import { CommandError } from '../../errors.ts';
import { at } from '../../go/values.ts';
import { revisionOf } from '../../rollout/deployment-history.ts';
import { requireResource, rolloutQuery } from './rollout-query.ts';

interface Progress {
  readonly text: string;
  readonly done: boolean;
}

type Viewer = (object: AnyObject, revision: number) => Progress;

/** `kubectl rollout status`. Models kubectl/pkg/cmd/rollout and polymorphichelpers/rollout_status.go (v1.36). */
export const rolloutStatus: Command = async (context) => {
  const { flags } = context;
  requireResource(context);
  const revision = flags.number('revision');
  if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
  const set = await ResourceSet.open(context, rolloutQuery(context));
  let found = false;
  await set.visit(async (info) => {
    found = true;
    await follow(context, info, viewerOf(info), revision);
  });
  if (!found) context.err(`No resources found in ${context.namespace} namespace.\n`);
};

function viewerOf(info: Info): Viewer {
  const { kind = '', group = '' } = info.resource ?? {};
  const viewer = viewers[`${kind}.${group}`];
  if (viewer === undefined) {
    throw new CommandError(
      `no status viewer has been implemented for ${group === '' ? kind : `${kind}.${group}`}`,
    );
  }
  return viewer;
}

async function follow(context: Context, info: Info, viewer: Viewer, revision: number): Promise<void> {
  const { client, flags } = context;
  const resource = info.resource as ApiResource;
  const path = resourcePath(resource, { namespace: info.namespace });
  const fieldSelector = `metadata.name=${info.name}`;
  const list = await client.request('GET', path, { query: { fieldSelector } });
  const look = (object: AnyObject): boolean => {
    const { text, done } = viewer(object, revision);
    context.out(text);
    return done || !flags.bool('watch');
  };
  const [current] = listAt(list, 'items') as AnyObject[];
  if (current !== undefined && look(current)) return;
  const timeout = flags.duration('timeout');
  let finished = false;
  await client.watch(
    path,
    { fieldSelector, resourceVersion: textAt(list, 'metadata', 'resourceVersion') },
    (event) => {
      if (event.type === 'DELETED') throw new CommandError('object has been deleted');
      finished = look(event.object);
      return finished;
    },
    timeout > 0 ? { timeoutMs: timeout } : {},
  );
  if (!finished) throw new CommandError('timed out waiting for the condition');
}

const viewers: Readonly<Record<string, Viewer>> = {
  'Deployment.apps': deploymentProgress,
  'DaemonSet.apps': daemonSetProgress,
  'StatefulSet.apps': statefulSetProgress,
};

function deploymentProgress(object: AnyObject, revision: number): Progress {
  const name = goQuote(textAt(object, 'metadata', 'name'));
  const status = (field: string): number => numberAt(object, 'status', field);
  if (revision > 0) {
    const running = revisionOf(object as unknown as Parameters<typeof revisionOf>[0]);
    if (running !== revision) {
      throw new CommandError(
        `desired revision (${revision}) is different from the running revision (${running})`,
      );
    }
  }
  if (numberAt(object, 'metadata', 'generation') > status('observedGeneration')) {
    return waiting('Waiting for deployment spec update to be observed...');
  }
  const progressing = listAt(object, 'status', 'conditions').find(
    (condition) => textAt(condition, 'type') === 'Progressing',
  );
  if (textAt(progressing, 'reason') === 'ProgressDeadlineExceeded') {
    throw new CommandError(`deployment ${name} exceeded its progress deadline`);
  }
  const replicas = numberAt(object, 'spec', 'replicas');
  const updated = status('updatedReplicas');
  const rollout = `Waiting for deployment ${name} rollout to finish:`;
  if (updated < replicas) {
    return waiting(`${rollout} ${updated} out of ${replicas} new replicas have been updated...`);
  }
  if (status('replicas') > updated) {
    return waiting(`${rollout} ${status('replicas') - updated} old replicas are pending termination...`);
  }
  if (status('availableReplicas') < updated) {
    return waiting(
      `${rollout} ${status('availableReplicas')} of ${updated} updated replicas are available...`,
    );
  }
  return { text: `deployment ${name} successfully rolled out\n`, done: true };
}

const onlyRollingUpdate = 'rollout status is only available for RollingUpdate strategy type';

function daemonSetProgress(object: AnyObject): Progress {
  const name = goQuote(textAt(object, 'metadata', 'name'));
  const status = (field: string): number => numberAt(object, 'status', field);
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate')
    throw new CommandError(onlyRollingUpdate);
  if (numberAt(object, 'metadata', 'generation') > status('observedGeneration')) {
    return waiting('Waiting for daemon set spec update to be observed...');
  }
  const desired = status('desiredNumberScheduled');
  const rollout = `Waiting for daemon set ${name} rollout to finish:`;
  if (status('updatedNumberScheduled') < desired) {
    return waiting(
      `${rollout} ${status('updatedNumberScheduled')} out of ${desired} new pods have been updated...`,
    );
  }
  if (status('numberAvailable') < desired) {
    return waiting(`${rollout} ${status('numberAvailable')} of ${desired} updated pods are available...`);
  }
  return { text: `daemon set ${name} successfully rolled out\n`, done: true };
}

function statefulSetProgress(object: AnyObject): Progress {
  const status = (field: string): number => numberAt(object, 'status', field);
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate')
    throw new CommandError(onlyRollingUpdate);
  const observed = status('observedGeneration');
  if (observed === 0 || numberAt(object, 'metadata', 'generation') > observed) {
    return waiting('Waiting for statefulset spec update to be observed...');
  }
  const replicas = numberAt(object, 'spec', 'replicas');
  if (status('readyReplicas') < replicas) {
    return waiting(`Waiting for ${replicas - status('readyReplicas')} pods to be ready...`);
  }
  const updated = status('updatedReplicas');
  const rolling = at(object, 'spec', 'updateStrategy', 'rollingUpdate');
  if (rolling !== undefined && rolling !== null) {
    const moved = replicas - numberAt(rolling, 'partition');
    if (updated < moved) {
      return waiting(
        `Waiting for partitioned roll out to finish: ${updated} out of ${moved} new pods have been updated...`,
      );
    }
    return { text: `partitioned roll out complete: ${updated} new pods have been updated...\n`, done: true };
  }
  const wanted = textAt(object, 'status', 'updateRevision');
  const current = textAt(object, 'status', 'currentRevision');
  if (wanted !== current) {
    return waiting(
      `waiting for statefulset rolling update to complete ${updated} pods at revision ${wanted}...`,
    );
  }
  return {
    text: `statefulset rolling update complete ${status('currentReplicas')} pods at revision ${current}...\n`,
    done: true,
  };
}

function waiting(text: string): Progress {
  return { text: `${text}\n`, done: false };
}

export function resourceWord(info: Info): string {
  return `${groupResource(info.resource as ApiResource)} ${goQuote(info.name)}`;
}
