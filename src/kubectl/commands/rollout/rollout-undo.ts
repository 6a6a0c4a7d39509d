import { goQuote, type PodTemplateSpec } from '../../../engine/index.ts';
import { mapAt, nameOf, textAt, type AnyObject } from '../../api/object.ts';
import type { Info } from '../../api/resource-query.ts';
import { ResourceSet } from '../../api/resource-set.ts';
import { dryRunOf, dryRunSuffix, Writer, type DryRun } from '../../api/writer.ts';
import type { Command, Context } from '../../context.ts';
import { asError, CommandError } from '../../errors.ts';
import { objectPrinter } from '../../print/output.ts';
import { sameTemplate, withoutHash } from '../../rollout/deployment-history.ts';
import { revisionsOf, type Revision } from '../../rollout/revisions.ts';
import { templateText } from './rollout-history.ts';
import { requireResource, rolloutQuery } from './rollout-query.ts';

/** `kubectl rollout undo`. Models kubectl/pkg/cmd/rollout and polymorphichelpers/rollback.go (v1.36). */
export const rolloutUndo: Command = async (context) => {
  requireResource(context);
  const dryRun = dryRunOf(context);
  const set = await ResourceSet.open(context, rolloutQuery(context));
  await set.visit(async (info) => {
    const result = await rollBack(context, info, dryRun);
    const print = objectPrinter(context, { operation: dryRunSuffix(result, dryRun) });
    context.out(print(info.object as AnyObject));
  });
};

async function rollBack(context: Context, info: Info, dryRun: DryRun): Promise<string> {
  const object = info.object as AnyObject;
  const kind = textAt(object, 'kind');
  const wanted = context.flags.number('to-revision');
  const revisions = await revisionsOf(context, object);
  if (revisions === undefined)
    throw new CommandError(`no rollbacker has been implemented for ${goQuote(kind)}`);
  const target = chosenRevision(object, kind, revisions, wanted);
  if (dryRun === 'client') return templateText(target.template, context.environment.now());
  if (kind === 'Deployment' && mapAt(object, 'spec')['paused'] === true) {
    throw new CommandError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  const current = mapAt(object, 'spec', 'template') as unknown as PodTemplateSpec;
  if (sameTemplate(target.template, current)) {
    return `skipped rollback (current template already matches revision ${wanted})`;
  }
  const writer = new Writer(context, { dryRun });
  try {
    if (kind === 'Deployment') await writer.patch(info, 'json', deploymentPatch(object, target));
    else await writer.patch(info, 'strategic', mapAt(target.keeper, 'data'));
  } catch (error) {
    throw new CommandError(`failed restoring revision ${wanted}: ${asError(error).message}`);
  }
  return 'rolled back';
}

function chosenRevision(
  object: AnyObject,
  kind: string,
  revisions: readonly Revision[],
  wanted: number,
): Revision {
  if (wanted === 0) {
    const previous = revisions.at(-2);
    if (previous !== undefined) return previous;
    throw new CommandError(
      kind === 'Deployment'
        ? `no rollout history found for deployment ${goQuote(nameOf(object))}`
        : 'no last revision to roll back to',
    );
  }
  const found = revisions.find(({ number }) => number === wanted);
  if (found !== undefined) return found;
  throw new CommandError(`unable to find specified revision ${wanted} in history`);
}

/** Annotations that a deployment keeps as they are. */
const kept = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

function deploymentPatch(object: AnyObject, { template, keeper }: Revision): object {
  const own = Object.entries(mapAt(object, 'metadata', 'annotations'));
  const remembered = Object.entries(mapAt(keeper, 'metadata', 'annotations'));
  const annotations = Object.fromEntries([
    ...own.filter(([name]) => kept.has(name)),
    ...remembered.filter(([name]) => !kept.has(name)),
  ]);
  return [
    { op: 'replace', path: '/spec/template', value: withoutHash(template) },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
}
