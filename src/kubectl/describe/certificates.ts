import { at } from '../go/values.ts';
import { listAt, numberAt, textAt, type AnyObject } from '../api/object.ts';
import {
  decodeBase64,
  decodeBase64Text,
  humanDuration,
  type KubeObject,
  utf8Text,
} from '../../engine/index.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import { inlineLabels, longTime, type DescribeWriter } from './writer.ts';

/** Models describe.describeCertificateSigningRequest (v1.36). */
export async function describeCertificateSigningRequest(
  csr: KubeObject & AnyObject,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(csr);
  const w = request.writer();
  w.write(0, `Name:\t${csr.metadata.name}\n`);
  w.write(0, `Labels:\t${inlineLabels(csr.metadata.labels)}\n`);
  w.write(0, `Annotations:\t${inlineLabels(csr.metadata.annotations)}\n`);
  w.write(0, `CreationTimestamp:\t${longTime(csr.metadata.creationTimestamp)}\n`);
  w.write(0, `Requesting User:\t${textAt(csr, 'spec', 'username')}\n`);
  const signer = textAt(csr, 'spec', 'signerName');
  if (signer !== '') w.write(0, `Signer:\t${signer}\n`);
  if (at(csr, 'spec', 'expirationSeconds') !== undefined) {
    w.write(0, `Requested Duration:\t${humanDuration(numberAt(csr, 'spec', 'expirationSeconds') * 1000)}\n`);
  }
  w.write(0, `Status:\t${statusText(csr)}\n`);
  writeSubject(w, subjectOf(textAt(csr, 'spec', 'request')));
  writeEvents(w, events);
  return w.finish();
}

function statusText(csr: AnyObject): string {
  const types = listAt(csr, 'status', 'conditions').map((condition) => textAt(condition, 'type'));
  let status = types.includes('Denied') ? 'Denied' : types.includes('Approved') ? 'Approved' : 'Pending';
  if (types.includes('Failed')) status += ',Failed';
  return textAt(csr, 'status', 'certificate') === '' ? status : `${status},Issued`;
}

/** The names in a subject, in the order in which they are shown. */
const attributes: readonly { readonly title: string; readonly oid: string; readonly always?: boolean }[] = [
  { title: 'Common Name', oid: '2.5.4.3', always: true },
  { title: 'Serial Number', oid: '2.5.4.5', always: true },
  { title: 'Organization', oid: '2.5.4.10' },
  { title: 'Organizational Unit', oid: '2.5.4.11' },
  { title: 'Country', oid: '2.5.4.6' },
  { title: 'Locality', oid: '2.5.4.7' },
  { title: 'Province', oid: '2.5.4.8' },
  { title: 'StreetAddress', oid: '2.5.4.9' },
  { title: 'PostalCode', oid: '2.5.4.17' },
];

function writeSubject(w: DescribeWriter, subject: ReadonlyMap<string, readonly string[]>): void {
  w.write(0, 'Subject:\n');
  for (const { title, oid, always } of attributes) {
    const values = subject.get(oid) ?? [];
    if (always) w.write(0, `\t${title}:\t${values.at(-1) ?? ''}\n`);
    else if (values.length > 0) w.write(0, `\t${title}:\t${values.join('\n\t\t')}\n`);
  }
  // Simplified: subject alternative names are not read.
}

interface DerValue {
  readonly tag: number;
  readonly bytes: readonly number[];
}

/** The subject of a PEM certificate request. Models x509.ParseCertificateRequest as far as names go. */
function subjectOf(request: string): Map<string, string[]> {
  const pem = decodeBase64Text(request);
  const body = /-----BEGIN [^-]+-----([^]*?)-----END/.exec(pem)?.[1] ?? '';
  const names = new Map<string, string[]>();
  const [outer] = derValues(decodeBase64(body));
  const [info] = derValues(outer?.bytes ?? []);
  const name = derValues(info?.bytes ?? [])[1];
  for (const set of derValues(name?.bytes ?? [])) {
    for (const pair of derValues(set.bytes)) {
      const [type, value] = derValues(pair.bytes);
      if (type === undefined || value === undefined) continue;
      const oid = oidText(type.bytes);
      names.set(oid, [...(names.get(oid) ?? []), utf8Text(value.bytes)]);
    }
  }
  return names;
}

function derValues(bytes: readonly number[]): DerValue[] {
  const values: DerValue[] = [];
  let position = 0;
  while (position + 2 <= bytes.length) {
    const tag = bytes[position] as number;
    let length = bytes[position + 1] as number;
    position += 2;
    if (length >= 0x80) {
      const size = length & 0x7f;
      length = 0;
      for (let index = 0; index < size; index++) length = length * 256 + (bytes[position++] ?? 0);
    }
    values.push({ tag, bytes: bytes.slice(position, position + length) });
    position += length;
  }
  return values;
}

function oidText(bytes: readonly number[]): string {
  const [first = 0, ...rest] = bytes;
  const parts = [Math.trunc(first / 40), first % 40];
  let value = 0;
  for (const byte of rest) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  return parts.join('.');
}
