import { goQuote } from '../../api/go-text.ts';
import { schedulerFlags } from './scheduler-flags.ts';

/**
 * The lines of kube-scheduler's usage text. Simplified: flags have no descriptions and no groups.
 */
export function schedulerUsage(): string[] {
  const lines = ['Usage:', '  kube-scheduler [flags]', ''];
  for (const [name, { type, typeName, shorthand, value }] of Object.entries(schedulerFlags)) {
    const isBool = type === 'bool' || type === 'version';
    const shown = typeName ?? type;
    const start = shorthand === undefined ? '      --' : `  -${shorthand}, --`;
    const fallback = value === undefined ? '' : `   (default ${isQuoted(type) ? goQuote(value) : value})`;
    lines.push(`${start}${name}${isBool ? '' : ` ${shown}`}${fallback}`);
  }
  return [...lines, ''];
}

function isQuoted(type: string): boolean {
  return type === 'string';
}
