import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { goYaml } from '../go/yaml.ts';
import { buildKustomization } from '../kustomize/build.ts';

/** `kubectl kustomize`. Models kustomize/v5/commands/build. */
export function kustomize(context: Context): void {
  const { args, environment } = context;
  if (args.length > 1) throw new CommandError('specify one path to kustomization.yaml');
  const objects = buildKustomization(environment, args[0] ?? '.');
  context.out(objects.map((object) => goYaml(object)).join('---\n'));
}
