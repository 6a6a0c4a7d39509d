import {
  base64Size,
  decodeBase64Text,
  type ConfigMap,
  type Secret,
  type ServiceAccount,
} from '../../engine/index.ts';
import { sortedKeys } from '../go/sort.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import type { DescribeWriter } from './writer.ts';

function writeHead(w: DescribeWriter, object: ConfigMap | Secret | ServiceAccount): void {
  w.write(0, `Name:\t${object.metadata.name}\n`);
  w.write(0, `Namespace:\t${object.metadata.namespace}\n`);
  w.labels('Labels', object.metadata.labels);
  w.annotations('Annotations', object.metadata.annotations);
}

/** Models describe.ConfigMapDescriber (v1.36). */
export async function describeConfigMap(map: ConfigMap, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(map);
  const w = request.writer();
  writeHead(w, map);
  w.write(0, '\nData\n====\n');
  for (const key of sortedKeys(map.data)) w.write(0, `${key}:\n----\n${map.data?.[key]}\n\n`);
  w.write(0, '\nBinaryData\n====\n');
  for (const key of sortedKeys(map.binaryData)) {
    w.write(0, `${key}: ${base64Size(map.binaryData?.[key] ?? '')} bytes\n`);
  }
  w.write(0, '\n');
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describeSecret (v1.36). */
export function describeSecret(secret: Secret, request: DescribeRequest): string {
  const w = request.writer();
  writeHead(w, secret);
  w.write(0, `\nType:\t${secret.type ?? ''}\n`);
  w.write(0, '\nData\n====\n');
  for (const key of sortedKeys(secret.data)) {
    const value = secret.data?.[key] ?? '';
    const shown =
      key === 'token' && secret.type === 'kubernetes.io/service-account-token'
        ? decodeBase64Text(value)
        : `${base64Size(value)} bytes`;
    w.write(0, `${key}:\t${shown}\n`);
  }
  return w.finish();
}

/** Models describe.describeServiceAccount (v1.36). */
export async function describeServiceAccount(
  account: ServiceAccount,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(account);
  const w = request.writer();
  writeHead(w, account);
  const names = (account.imagePullSecrets ?? []).map((reference) => reference.name ?? '');
  const title = 'Image pull secrets:';
  if (names.length === 0) w.write(0, `${title}\t<none>\n`);
  for (const [index, name] of names.entries())
    w.write(0, `${index === 0 ? title : ' '.repeat(title.length)}\t${name}\n`);
  writeEvents(w, events);
  return w.finish();
}
