import { deepCopy, formatTime, structOfKind } from '../../../engine/index.ts';
import { mapAt, textAt, type AnyObject } from '../../api/object.ts';
import type { Info } from '../../api/resource-query.ts';
import { ResourceSet } from '../../api/resource-set.ts';
import { Writer } from '../../api/writer.ts';
import type { Command, Context } from '../../context.ts';
import { asError, CommandError, throwAll } from '../../errors.ts';
import { twoWayPatch } from '../../patch/three-way.ts';
import { objectPrinter } from '../../print/output.ts';
import { requireResource, rolloutQuery } from './rollout-query.ts';
import { resourceWord } from './rollout-status.ts';

interface Change {
  /** `paused`: what is printed behind the name. */
  readonly done: string;
  /** `pausing`: what a kind may not support. */
  readonly doing: string;
  readonly kinds: readonly string[];
  readonly unchanged: string;
  /** Changes the object in place, or says why not. */
  readonly apply: (object: AnyObject, context: Context) => void;
}

function rolloutChange({ done, doing, kinds, unchanged, apply }: Change): Command {
  return async (context) => {
    requireResource(context);
    const print = objectPrinter(context, { operation: done });
    const set = await ResourceSet.open(context, rolloutQuery(context));
    const errors: Error[] = [];
    const infos = await set.infos(errors);
    if (infos.length === 0 && errors.length === 0) {
      context.err(`No resources found in ${context.namespace} namespace.\n`);
      return;
    }
    const writer = new Writer(context, { fieldManager: context.flags.string('field-manager') });
    for (const info of infos) {
      try {
        const patch = patchFor(context, info, (object) => {
          if (!kinds.includes(textAt(object, 'kind'))) throw new CommandError(`${doing} is not supported`);
          apply(object, context);
        });
        if (Object.keys(patch).length === 0) throw new CommandError(unchanged.replace('NAME', info.name));
        const changed = await writer.patch(info, 'strategic', patch).catch((error: unknown) => {
          throw new CommandError(`failed to patch: ${asError(error).message}`);
        });
        context.out(print(changed));
      } catch (error) {
        errors.push(asError(error));
      }
    }
    throwAll(errors);
  };
}

function patchFor(context: Context, info: Info, apply: (object: AnyObject) => void): object {
  const before = info.object as AnyObject;
  const after = deepCopy(before);
  try {
    apply(after);
  } catch (error) {
    throw new CommandError(`error: ${resourceWord(info)} ${asError(error).message}`);
  }
  return twoWayPatch(before, after, structOfKind(textAt(before, 'apiVersion'), textAt(before, 'kind')));
}

export const rolloutPause = rolloutChange({
  done: 'paused',
  doing: 'pausing',
  kinds: ['Deployment'],
  unchanged: 'already paused',
  apply: (object) => {
    const spec = mapAt(object, 'spec');
    if (spec['paused'] === true) throw new CommandError('is already paused');
    spec['paused'] = true;
  },
});

export const rolloutResume = rolloutChange({
  done: 'resumed',
  doing: 'resuming',
  kinds: ['Deployment'],
  unchanged: 'already resumed',
  apply: (object) => {
    const spec = mapAt(object, 'spec');
    if (spec['paused'] !== true) throw new CommandError('is not paused');
    spec['paused'] = false;
  },
});

export const rolloutRestart = rolloutChange({
  done: 'restarted',
  doing: 'restarting',
  kinds: ['Deployment', 'DaemonSet', 'StatefulSet'],
  unchanged:
    'failed to create patch for NAME: if restart has already been triggered within the past second, please wait before attempting to trigger another',
  apply: (object, context) => {
    const spec = mapAt(object, 'spec');
    if (spec['paused'] === true) {
      throw new CommandError("can't restart paused deployment (run rollout resume first)");
    }
    const template = mapAt(spec, 'template');
    const metadata = mapAt(template, 'metadata');
    const annotations = {
      ...mapAt(metadata, 'annotations'),
      'kubectl.kubernetes.io/restartedAt': formatTime(context.environment.now()),
    };
    template['metadata'] = { ...metadata, annotations };
  },
});
