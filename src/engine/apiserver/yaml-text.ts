import { dump } from 'js-yaml';
import { deepCopy } from '../sim/plain.ts';

/** A value as YAML, as sigs.k8s.io/yaml writes it: members in order of their names. */
export function yamlText(value: unknown): string {
  return dump(deepCopy(value), { lineWidth: -1, sortKeys: true, noRefs: true });
}
