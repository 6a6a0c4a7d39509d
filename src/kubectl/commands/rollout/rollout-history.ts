import type { PodTemplateSpec } from '../../../engine/index.ts';
import { textAt, type AnyObject } from '../../api/object.ts';
import { ResourceSet } from '../../api/resource-set.ts';
import type { Command } from '../../context.ts';
import { CommandError } from '../../errors.ts';
import { writePodTemplate } from '../../describe/pod-template.ts';
import { DescribeWriter } from '../../describe/writer.ts';
import { nameLines } from '../../print/name.ts';
import { objectPrinter } from '../../print/output.ts';
import { changeCauseAnnotation } from '../../patch/change-cause.ts';
import { revisionsOf, type Revision } from '../../rollout/revisions.ts';
import { requireResource, rolloutQuery } from './rollout-query.ts';

/** `kubectl rollout history`. Models kubectl/pkg/cmd/rollout and polymorphichelpers/history.go (v1.36). */
export const rolloutHistory: Command = async (context) => {
  const { flags, environment } = context;
  requireResource(context);
  const wanted = flags.number('revision');
  if (wanted < 0) throw new CommandError(`revision must be a positive integer: ${wanted}`);
  const set = await ResourceSet.open(context, rolloutQuery(context));
  await set.visit(async (info) => {
    const object = info.object as AnyObject;
    const kind = textAt(object, 'kind');
    const revisions = await revisionsOf(context, object);
    if (revisions === undefined)
      throw new CommandError(`no history viewer has been implemented for "${kind}"`);
    if (flags.changed('output')) {
      printKeepers(objectPrinter(context), context.out.bind(context), revisions, wanted);
      return;
    }
    if (flags.string('template') !== '') {
      context.out(objectPrinter(context)(object));
      return;
    }
    const title = wanted > 0 ? `with revision #${wanted}` : '';
    context.out(nameLines(object, `${title}\n${historyText(revisions, wanted, kind, environment.now())}`));
  });
};

function printKeepers(
  print: (object: AnyObject) => string,
  out: (text: string) => void,
  revisions: readonly Revision[],
  wanted: number,
): void {
  const chosen = wanted > 0 ? revisions.filter(({ number }) => number === wanted) : revisions;
  if (chosen.length === 0)
    throw new CommandError(
      wanted > 0 ? 'unable to find the specified revision' : 'No rollout history found.',
    );
  for (const { keeper } of chosen) out(print(keeper));
}

function historyText(revisions: readonly Revision[], wanted: number, kind: string, nowMs: number): string {
  if (revisions.length === 0) return 'No rollout history found.';
  if (wanted > 0) {
    const revision = revisions.find(({ number }) => number === wanted);
    if (revision === undefined) throw new CommandError('unable to find the specified revision');
    return templateText(kind === 'Deployment' ? withCause(revision) : revision.template, nowMs);
  }
  const writer = new DescribeWriter(nowMs);
  writer.write(0, 'REVISION\tCHANGE-CAUSE\n');
  for (const { number, changeCause } of revisions) writer.write(0, `${number}\t${changeCause || '<none>'}\n`);
  return writer.finish();
}

function withCause({ template, changeCause }: Revision): PodTemplateSpec {
  if (changeCause === '') return template;
  const annotations = { ...template.metadata?.annotations, [changeCauseAnnotation]: changeCause };
  return { ...template, metadata: { ...template.metadata, annotations } };
}

/** A template as `describe` shows it, but with its tabs left as they are. */
export function templateText(template: PodTemplateSpec, nowMs: number): string {
  const writer = new DescribeWriter(nowMs, false);
  writePodTemplate(writer, template);
  return writer.finish();
}
