import { info, type Log } from '../api/klog.ts';
import type { SchedulerOptions } from './config/command-line.ts';
import type { FlagDefinition } from './config/flags.ts';
import { schedulerFlags } from './config/scheduler-flags.ts';
import type { KubeSchedulerConfiguration } from './config/types.ts';
import type { ExtensionPoint } from './framework/profile.ts';
import type { Framework } from './framework/runtime/framework.ts';

/** With `-v=1` and more: every flag and what it is. */
export function logFlags(log: Log, { flags }: SchedulerOptions): void {
  if (log.verbosity < 1) return;
  for (const name of Object.keys(schedulerFlags).toSorted()) {
    const value = flagText(schedulerFlags[name] as FlagDefinition, flags.values.get(name));
    log.write({ level: 'I', source: 'flags.go:64', message: `FLAG: --${name}="${value}"` });
  }
}

/** A flag's value as pflag prints it. */
function flagText(definition: FlagDefinition, given: string | undefined): string {
  const { type, typeName, value } = definition;
  if (type === 'strings') return given === undefined ? (value ?? '[]') : `[${given}]`;
  if (given !== undefined) return given;
  if (value !== undefined) return value;
  if (type === 'bool' || type === 'version') return 'false';
  return type === 'int' || type === 'uint' || typeName === 'quantity' ? '0' : '';
}

/** As Kubernetes' type of a profile's plugins names and orders the extension points. */
const points: readonly (readonly [name: string, point: ExtensionPoint | 'multiPoint'])[] = [
  ['PreEnqueue', 'preEnqueue'],
  ['QueueSort', 'queueSort'],
  ['PreFilter', 'preFilter'],
  ['Filter', 'filter'],
  ['PostFilter', 'postFilter'],
  ['PreScore', 'preScore'],
  ['Score', 'score'],
  ['Reserve', 'reserve'],
  ['Permit', 'permit'],
  ['PreBind', 'preBind'],
  ['Bind', 'bind'],
  ['PostBind', 'postBind'],
  ['MultiPoint', 'multiPoint'],
  ['PlacementGenerate', 'placementGenerate'],
  ['PlacementScore', 'placementScore'],
];

/** With `-v=2` and more: which plugins run where. */
export function logPlugins(log: Log, framework: Framework): void {
  if (log.verbosity < 2) return;
  const sets: Record<string, unknown> = {};
  for (const [name, point] of points) {
    const scores = point === 'score' || point === 'placementScore';
    const enabled = (point === 'multiPoint' ? [] : framework.pluginNames(point)).map((plugin) => ({
      Name: plugin,
      Weight: scores ? framework.scoreWeight(plugin) : 0,
    }));
    sets[name] = { Enabled: enabled.length > 0 ? enabled : null, Disabled: null };
  }
  info(log, 2, 'framework.go:502', 'the scheduler starts to work with those plugins', {
    Plugins: { bare: JSON.stringify(sets) },
  });
}

/** With `-v=2` and more: the configuration in force. */
export function logConfiguration(log: Log, configuration: KubeSchedulerConfiguration): void {
  if (log.verbosity < 2) return;
  const config = `${yamlLines(configuration, '').join('\n')}\n`;
  info(log, 2, 'configfile.go:94', 'Using component config', { config });
}

/** Plain data as YAML, members in the order of their names. */
function yamlLines(value: object, indent: string): string[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, member]) => {
      if (typeof member !== 'object' || member === null)
        return [`${indent}${key}: ${member === '' ? '""' : String(member)}`];
      if (Array.isArray(member))
        return [`${indent}${key}:`, ...member.flatMap((item) => yamlItem(item as unknown, indent))];
      const inner = yamlLines(member as object, `${indent}  `);
      return inner.length === 0 ? [`${indent}${key}: {}`] : [`${indent}${key}:`, ...inner];
    });
}

function yamlItem(item: unknown, indent: string): string[] {
  if (typeof item !== 'object' || item === null) return [`${indent}- ${String(item)}`];
  const [first = '{}', ...rest] = yamlLines(item, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}
