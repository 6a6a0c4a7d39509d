import type { KubeObject } from '../../engine/index.ts';
import { sortedKeys } from '../go/sort.ts';
import { goValue, isMap, type ValueMap } from '../go/values.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import type { DescribeWriter } from './writer.ts';

const skipped = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
]);

/** Any object, field by field. Models describe.genericDescriber (v1.36). */
export async function describeAny(object: KubeObject, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(object);
  const w = request.writer();
  w.write(0, `Name:\t${object.metadata.name}\n`);
  w.write(0, `Namespace:\t${object.metadata.namespace ?? ''}\n`);
  w.labels('Labels', object.metadata.labels);
  w.annotations('Annotations', object.metadata.annotations);
  writeFields(w, 0, object as unknown as ValueMap, '');
  writeEvents(w, events);
  return w.finish();
}

function writeFields(w: DescribeWriter, level: number, content: ValueMap, prefix: string): void {
  for (const field of sortedKeys(content)) {
    const path = `${prefix}.${field}`;
    if (skipped.has(path)) continue;
    const value = content[field];
    const title = fieldTitle(field);
    if (isMap(value)) {
      w.write(level, `${title}:\n`);
      writeFields(w, level + 1, value, path);
    } else if (Array.isArray(value)) {
      w.write(level, `${title}:\n`);
      for (const item of value as unknown[]) {
        if (isMap(item)) writeFields(w, level + 1, item, path);
        else w.write(level + 1, `${goValue(item)}\n`);
      }
    } else {
      w.write(level, `${title}:\t${goValue(value)}\n`);
    }
  }
}

const acronyms = new Set(['API', 'URL', 'UID', 'GUID']);

/** `clusterIPs` as `Cluster IPs`. Models describe.smartLabelFor (v1.36). */
function fieldTitle(field: string): string {
  if (!/^[\p{L}-]+$/u.test(field)) return field;
  const parts = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-/g) ?? [field];
  const merged: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as string;
    const next = parts[index + 1];
    if (/^[A-Z]{2,}$/.test(part) && next !== undefined && /^[A-Z]/.test(next)) {
      merged.push(part + next);
      index++;
    } else merged.push(part);
  }
  return merged
    .map((part) => {
      if (acronyms.has(part.toUpperCase())) return part.toUpperCase();
      return part === part.toLowerCase() ? part.charAt(0).toUpperCase() + part.slice(1) : part;
    })
    .join(' ');
}
