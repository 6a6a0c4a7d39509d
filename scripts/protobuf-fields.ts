/**
 * Writes src/engine/apiserver/protobuf/fields.ts: which number each field has on the wire, from the
 * published protobuf definitions of v1.36. The types are those of the schema, by the fields' names.
 *
 *   tsx scripts/protobuf-fields.ts FOLDER…      (unpacked Go modules k8s.io/api, k8s.io/apimachinery,
 *                                         k8s.io/apiextensions-apiserver)
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { structFields } from '../src/engine/api/schema/kubernetes.ts';

const target = resolve(import.meta.dirname, '../src/engine/apiserver/protobuf/fields.ts');

interface MessageField {
  readonly number: string;
  readonly name: string;
  /** The message that the field holds, as the schema names structs; empty for scalars. */
  readonly message: string;
}

function protoFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.name === 'generated.proto')
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** `k8s.io.api.core.v1.PodSpec` is `ApiCoreV1PodSpec`; `apiextensions_apiserver` are two words. */
function structName(message: string): string {
  const words = message.replace(/^\.?k8s\.io\./, '').split(/[._]/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

const fieldPattern = /^ {2}(?:optional |repeated )?(map<[^>]*>|[\w.]+) (\w+) = (\d+);$/gm;

function messagesOf(file: string): [struct: string, fields: MessageField[]][] {
  const text = readFileSync(file, 'utf8');
  const packageName = /^package ([\w.]+);$/m.exec(text)?.[1] ?? '';
  const full = (type: string): string => {
    if (!/^\.?[A-Z]|\./.test(type)) return '';
    return structName(type.includes('.') ? type : `${packageName}.${type}`);
  };
  return [...text.matchAll(/^message (\w+) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => [
    structName(`${packageName}.${name}`),
    [...body.matchAll(fieldPattern)].map(([, type = '', field = '', number = '']) => ({
      number,
      name: field,
      message: full(type),
    })),
  ]);
}

const messages = new Map(process.argv.slice(2).flatMap(protoFiles).flatMap(messagesOf));
const lines = new Map<string, string>();

/** A message whose fields JSON shows as those of the one around it has no struct in the schema. */
function addMessage(struct: string, names: ReadonlySet<string>): void {
  const fields = messages.get(struct);
  if (fields === undefined || lines.has(struct)) return;
  const notation = fields.map(({ number, name, message }) => {
    const jsonName = names.has(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
    if (names.has(jsonName) || message === '') return `${number}:${jsonName}`;
    addMessage(message, names);
    return `${number}:+${message}`;
  });
  lines.set(struct, notation.join(' '));
}

for (const [struct, fields] of Object.entries(structFields))
  addMessage(struct, new Set(fields.split(' ').map((field) => field.split(':')[0] as string)));

const text = `// Written by scripts/protobuf-fields.ts from the published v1.36 definitions. Do not edit.
// Long because: it is a table.

/**
 * The fields of each message by their numbers on the wire: \`NUMBER:NAME\`, separated by spaces.
 * \`NUMBER:+STRUCT\` holds fields that JSON shows as fields of the message itself.
 */
export const messageFields: Readonly<Record<string, string>> = {
${[...lines]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([struct, notation]) => `  ${struct}: '${notation}',`)
  .join('\n')}
};
`;
writeFileSync(target, await format(text, { ...(await resolveConfig(target)), parser: 'typescript' }));
