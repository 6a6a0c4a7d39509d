import { base64Problem, deepCopy, encodeBase64Text, goQuote } from '../../../engine/index.ts';
import { readKubeconfig, writeKubeconfig, type Kubeconfig } from '../../config/kubeconfig.ts';
import type { Command } from '../../context.ts';
import { CommandError } from '../../errors.ts';
import { unexpectedArgs } from './config-help.ts';

const lists: Readonly<Record<string, string>> = { clusters: 'cluster', contexts: 'context', users: 'user' };

/** `kubectl config set PROPERTY VALUE`. Simplified: values inside of lists and plugins are not reached. */
export const setProperty: Command = (context) => {
  const { args, environment, flags } = context;
  if (args.length !== 2) throw unexpectedArgs(context);
  const [property = '', value = ''] = args;
  if (value === '') throw new CommandError('you cannot use set to unset a property');
  if (property === '') throw new CommandError('you must specify a property');
  const config = deepCopy<Kubeconfig>(readKubeconfig(environment, flags));
  change(config, property, value, flags.string('set-raw-bytes') === 'true');
  writeKubeconfig(environment, flags, config);
  context.out(`Property ${goQuote(property)} set.\n`);
};

/** `kubectl config unset PROPERTY`. */
export const unsetProperty: Command = (context) => {
  const { args, environment, flags } = context;
  if (args.length !== 1) throw unexpectedArgs(context);
  const [property = ''] = args;
  if (property === '') throw new CommandError('you must specify a property');
  const config = deepCopy<Kubeconfig>(readKubeconfig(environment, flags));
  change(config, property, undefined);
  writeKubeconfig(environment, flags, config);
  context.out(`Property ${goQuote(property)} unset.\n`);
};

function change(config: Kubeconfig, property: string, value: string | undefined, isRaw = false): void {
  const [list = '', ...rest] = property.split('.');
  if (list === 'current-context' && rest.length === 0) {
    config['current-context'] = value ?? '';
    return;
  }
  const member = lists[list];
  if (member === undefined) throw new CommandError(`unable to parse ${list} after [] at clientcmdapi.Config`);
  const entries = config[list as 'clusters'];
  const removesWhole = value === undefined && entries.some(({ name }) => name === rest.join('.'));
  if (removesWhole || rest.length < 2) {
    if (value !== undefined) throw new CommandError(`can't set a map to a value: ${property}`);
    config[list as 'clusters'] = entries.filter(({ name }) => name !== rest.join('.'));
    return;
  }
  const field = rest.at(-1) as string;
  const name = rest.slice(0, -1).join('.');
  let entry = entries.find((each) => each.name === name);
  if (entry === undefined) {
    if (value === undefined) throw new CommandError(`current map key \`${name}\` is invalid`);
    entry = { name };
    entries.push(entry);
  }
  entry[member] = {
    ...(entry[member] as object | undefined),
    [field]: value === undefined ? undefined : valueOf(field, value, isRaw),
  };
}

const truths = new Set(['insecure-skip-tls-verify', 'disable-compression']);

/** What is written for a value: fields of bytes hold base64, and some are true or false. */
function valueOf(field: string, value: string, isRaw: boolean): string | boolean {
  if (truths.has(field)) {
    if (value === 'true' || value === 'false') return value === 'true';
    throw new CommandError(`strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`);
  }
  if (!field.endsWith('-data')) return value;
  if (isRaw) return encodeBase64Text(value);
  const bare = value.replaceAll(/[\r\n]/g, '');
  const problem = base64Problem(bare);
  if (problem !== undefined)
    throw new CommandError(`error decoding input value: illegal base64 data at input byte ${problem}`);
  return bare;
}
