import { mapAt, withMetadata, type AnyObject } from '../api/object.ts';
import { commandPath } from '../command-line/declaration.ts';
import type { Context } from '../context.ts';

export const changeCauseAnnotation = 'kubernetes.io/change-cause';

/**
 * The object with the command that changes it, where `--record` asks for that.
 * Models cli-runtime/pkg/genericclioptions.ChangeCauseRecorder (v1.36).
 */
export function recorded(context: Context, object: AnyObject): AnyObject {
  const { flags, path, args } = context;
  if (!flags.has('record') || !flags.bool('record')) return object;
  const cause = [
    commandPath(path),
    ...args,
    ...flags.uses.map(({ name, value }) => `--${name}=${value}`),
  ].join(' ');
  const annotations = { ...mapAt(object, 'metadata', 'annotations'), [changeCauseAnnotation]: cause };
  return withMetadata(object, { annotations });
}
