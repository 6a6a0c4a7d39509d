import { readKubeconfig, sortedConfig, currentContext, type Kubeconfig } from '../../config/kubeconfig.ts';
import { textAt } from '../../api/object.ts';
import type { Command } from '../../context.ts';
import { CommandError } from '../../errors.ts';
import { isMap } from '../../go/values.ts';
import { objectPrinter } from '../../print/output.ts';

/** `kubectl config view`. Models kubectl/pkg/cmd/config.ViewOptions (v1.36). */
export const viewConfig: Command = (context) => {
  const { args, flags, environment } = context;
  if (args.length > 0) throw context.usageError(`unexpected arguments: [${args.join(' ')}]`);
  const print = objectPrinter(context, { fallback: 'yaml', typed: true });
  let config = readKubeconfig(environment, flags);
  if (flags.bool('minify')) {
    const inUse = currentContext(config, flags);
    if (inUse === undefined) throw new CommandError('current-context must exist in order to minify');
    config = {
      ...config,
      contexts: [inUse],
      clusters: config.clusters.filter(({ name }) => name === textAt(inUse, 'context', 'cluster')),
      users: config.users.filter(({ name }) => name === textAt(inUse, 'context', 'user')),
      'current-context': inUse.name,
    };
  }
  context.out(print(flags.bool('raw') ? sortedConfig(config) : redacted(sortedConfig(config))));
};

function redacted(config: Kubeconfig): Kubeconfig {
  const hide = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hide);
    if (!isMap(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, secretText(name, inner) ?? hide(inner)]),
    );
  };
  return hide(config) as Kubeconfig;
}

function secretText(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (name.endsWith('-data')) return 'DATA+OMITTED';
  return name === 'token' || name === 'password' ? 'REDACTED' : undefined;
}
