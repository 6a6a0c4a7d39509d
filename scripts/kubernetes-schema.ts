/**
 * Writes what Podyard knows about the shapes of Kubernetes' objects, from the published v1.36 types:
 *
 *   tsx scripts/kubernetes-schema.ts           → src/engine/api/schema/kubernetes.ts (committed)
 *   tsx scripts/kubernetes-schema.ts --page    → public/kubernetes-schema.json (for the editor)
 *
 * kubernetes-models gives structures, enumerations and texts; @kubernetes/client-node tells which
 * numbers are int32 or int64 and which texts are bytes.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { format, resolveConfig } from 'prettier';
import { goTypeNames } from './go-type-names.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const enginePath = join(root, 'src/engine/api/schema/kubernetes.ts');
const clientModels = join(modules, '@kubernetes/client-node/dist/gen/models');

/** A type in the published declarations. */
type Shape =
  | { readonly is: 'string' | 'number' | 'boolean' | 'any' }
  | { readonly is: 'enum'; readonly values: readonly string[] }
  | { readonly is: 'list' | 'map'; readonly of: Shape }
  | { readonly is: 'ref'; readonly to: string };

interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: Shape;
  readonly description: string;
}

interface Struct {
  /** `ApiCoreV1Toleration`: the published alias without its common start. */
  readonly key: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

/** Scalars that have a type of their own in Go. */
const scalarCodes: Readonly<Record<string, string>> = {
  ApimachineryPkgApiResourceQuantity: 'q',
  ApimachineryPkgApisMetaV1Time: 't',
  ApimachineryPkgApisMetaV1MicroTime: 'm',
  ApimachineryPkgUtilIntstrIntOrString: 'o',
  ApimachineryPkgRuntimeRawExtension: 'a',
  ApimachineryPkgApisMetaV1FieldsV1: 'a',
};

// The syntax tree is walked by its node types; only the members used here are named.
interface Tree {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

const importPattern = /import \{([^}]*)\} from "[^"]*"/g;

function declarationFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === '_schemas' ? [] : declarationFiles(path);
      return entry.name.endsWith('.d.ts') && entry.name !== 'index.d.ts' ? [path] : [];
    });
}

function readStructs(): Map<string, Struct> {
  const structs = new Map<string, Struct>();
  for (const packageName of ['kubernetes-models', '@kubernetes-models/apimachinery']) {
    for (const path of declarationFiles(join(modules, packageName))) {
      const struct = readStruct(readFileSync(path, 'utf8'));
      if (struct !== undefined) structs.set(struct.key, struct);
    }
  }
  return structs;
}

function readStruct(source: string): Struct | undefined {
  const { program, comments } = parseSync('types.d.ts', source);
  const body = program.body as unknown as Tree[];
  const keys = new Map<string, string>();
  for (const [, names = ''] of source.matchAll(importPattern)) {
    for (const name of names.split(',')) {
      const [from = '', as = from] = name.trim().split(' as ');
      keys.set(as, keyOf(from));
    }
  }
  for (const statement of body) {
    for (const specifier of (statement['specifiers'] ?? []) as Tree[]) {
      if (specifier.type !== 'ExportSpecifier') continue;
      keys.set(nameOf(specifier['local']), keyOf(nameOf(specifier['exported'])));
    }
  }
  const declared = body
    .map((statement) => ({ statement, declaration: statement['declaration'] as Tree | null }))
    .find(({ declaration }) => declaration?.type === 'TSInterfaceDeclaration');
  if (declared?.declaration == null) return undefined;
  const key = keys.get(nameOf(declared.declaration['id']));
  if (key === undefined) return undefined;
  const describe = (start: number): string => {
    const comment = comments.findLast(({ end }) => end <= start);
    const gap = comment === undefined ? 'x' : source.slice(comment.end, start);
    return comment === undefined || gap.trim() !== '' ? '' : cleanComment(comment.value);
  };
  const members = (declared.declaration['body'] as Tree)['body'] as Tree[];
  const fields = members
    .filter(({ type }) => type === 'TSPropertySignature')
    .map((member) => ({
      name: nameOf(member['key']),
      optional: member['optional'] === true,
      shape: readShape((member['typeAnnotation'] as Tree)['typeAnnotation'] as Tree, keys),
      description: describe(member.start),
    }));
  return { key, description: describe(declared.statement.start), fields };
}

function cleanComment(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, ''))
    .join('\n')
    .replaceAll('\\*', '*')
    .trim();
}

function keyOf(alias: string): string {
  return alias.replace(/^II?oK8s/, '');
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}

function readShape(node: Tree, keys: ReadonlyMap<string, string>): Shape {
  switch (node.type) {
    case 'TSStringKeyword':
      return { is: 'string' };
    case 'TSNumberKeyword':
      return { is: 'number' };
    case 'TSBooleanKeyword':
      return { is: 'boolean' };
    case 'TSLiteralType':
      return { is: 'enum', values: [String((node['literal'] as { value: unknown }).value)] };
    case 'TSUnionType': {
      const parts = (node['types'] as Tree[]).map((part) => readShape(part, keys));
      const values = parts.flatMap((part) => (part.is === 'enum' ? part.values : []));
      return values.length === parts.length ? { is: 'enum', values } : { is: 'any' };
    }
    case 'TSTypeReference': {
      const name = nameOf(node['typeName']);
      const params = ((node['typeArguments'] as Tree | null)?.['params'] ?? []) as Tree[];
      if (name === 'Array') return { is: 'list', of: readShape(params[0] as Tree, keys) };
      const to = keys.get(name);
      return to === undefined ? { is: 'any' } : { is: 'ref', to };
    }
    case 'TSTypeLiteral': {
      const index = (node['members'] as Tree[]).find(({ type }) => type === 'TSIndexSignature');
      // The one struct that is spelled out in place: a StatefulSet's templates of claims.
      if (index === undefined) return { is: 'ref', to: 'ApiCoreV1PersistentVolumeClaim' };
      return {
        is: 'map',
        of: readShape((index['typeAnnotation'] as Tree)['typeAnnotation'] as Tree, keys),
      };
    }
    default:
      return { is: 'any' };
  }
}

/** The formats of a struct's fields (`int32`, `byte`, …), by field name. */
function readFormats(key: string): Map<string, string> {
  const [, group = '', version = '', name = ''] =
    /^(?:.*?)([A-Z][a-z0-9]*?)(V[0-9]+(?:(?:alpha|beta)[0-9]+)?)([A-Z].*)$/.exec(key) ?? [];
  for (const candidate of [`${group}${version}${name}`, `${version}${name}`]) {
    let source: string;
    try {
      source = readFileSync(join(clientModels, `${candidate}.js`), 'utf8');
    } catch {
      continue;
    }
    const formats = new Map<string, string>();
    const pattern = /"baseName": "([^"]*)",\s*"type": "[^"]*",\s*"format": "([^"]*)"/g;
    for (const [, field = '', format = ''] of source.matchAll(pattern)) formats.set(field, format);
    return formats;
  }
  return new Map();
}

const kindsServed = JSON.parse(readFileSync(join(root, 'conformance/api/resources.json'), 'utf8')) as {
  readonly resources: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
};

/** Kinds that are sent to subresources or in answers, beside those of resources. */
const furtherKinds = [
  'autoscaling/v1 Scale',
  'policy/v1 Eviction',
  'authentication.k8s.io/v1 TokenRequest',
  'v1 Binding',
  'v1 DeleteOptions',
  'v1 Status',
];

function kindsOf(structs: ReadonlyMap<string, Struct>): Map<string, Struct> {
  const wanted = new Set([
    ...kindsServed.resources.map(
      ({ group, version, kind }) => `${group === '' ? '' : `${group}/`}${version} ${kind}`,
    ),
    ...furtherKinds,
  ]);
  const kinds = new Map<string, Struct>();
  for (const struct of structs.values()) {
    const apiVersion = literalOf(struct, 'apiVersion');
    const kind = literalOf(struct, 'kind');
    if (apiVersion !== undefined && wanted.has(`${apiVersion} ${kind}`)) {
      kinds.set(`${apiVersion} ${kind}`, struct);
    }
  }
  for (const kind of ['DeleteOptions', 'Status']) {
    const struct = structs.get(`ApimachineryPkgApisMetaV1${kind}`);
    if (struct !== undefined) kinds.set(`v1 ${kind}`, struct);
  }
  return new Map([...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function literalOf(struct: Struct, name: string): string | undefined {
  const shape = struct.fields.find((field) => field.name === name)?.shape;
  return shape?.is === 'enum' && shape.values.length === 1 ? shape.values[0] : undefined;
}

/** Everything that the kinds are made of. */
function reachable(structs: ReadonlyMap<string, Struct>, from: Iterable<Struct>): Struct[] {
  const found = new Map<string, Struct>();
  const visit = (struct: Struct): void => {
    if (found.has(struct.key) || struct.key.endsWith('V1JSONSchemaProps')) return;
    found.set(struct.key, struct);
    for (const field of struct.fields) {
      let { shape } = field;
      while (shape.is === 'list' || shape.is === 'map') shape = shape.of;
      const next = shape.is === 'ref' ? structs.get(shape.to) : undefined;
      if (next !== undefined) visit(next);
    }
  };
  for (const struct of from) visit(struct);
  return [...found.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The engine's schema, as the text of a module. */
export async function engineSchema(): Promise<string> {
  const structs = readStructs();
  const kinds = kindsOf(structs);
  const parts = reachable(structs, kinds.values());
  const known = new Set(parts.map(({ key }) => key));
  const lines = parts.map((struct) => {
    const formats = readFormats(struct.key);
    const fields = struct.fields.map((field) => {
      const code = shapeCode(field.shape, formats.get(field.name) ?? '', known);
      const goType = goTypeNames[`${shortName(struct.key)}.${field.name}`];
      return `${field.name}:${code}${goType === undefined ? '' : `=${goType}`}`;
    });
    return `  ${struct.key}: '${fields.join(' ')}',`;
  });
  const kindLines = [...kinds].map(([kind, struct]) => `  '${kind}': '${struct.key}',`);
  const text = `// Written by scripts/kubernetes-schema.ts from the published v1.36 types. Do not edit.

/** The struct of each kind, by \`apiVersion kind\`. */
export const kindStructs: Readonly<Record<string, string>> = {
${kindLines.join('\n')}
};

/**
 * The fields of each struct: \`name:TYPE\`, separated by spaces. Types: s text, b boolean, i int32,
 * l int64, f float, q quantity, t time, m micro time, x bytes, o int or text, a anything, [T list,
 * {T map, @K struct K. \`=NAME\` behind a type is what Go calls it.
 */
export const structFields: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`;
  return format(text, { ...(await resolveConfig(enginePath)), parser: 'typescript' });
}

function shortName(key: string): string {
  return key.replace(/^.*?V[0-9]+(?:(?:alpha|beta)[0-9]+)?(?=[A-Z])/, '');
}

function shapeCode(shape: Shape, format: string, known: ReadonlySet<string>): string {
  switch (shape.is) {
    case 'string':
    case 'enum':
      return format === 'byte' ? 'x' : 's';
    case 'number':
      return format === 'int32' ? 'i' : format === 'double' ? 'f' : 'l';
    case 'boolean':
      return 'b';
    case 'list':
      return `[${shapeCode(shape.of, format, known)}`;
    case 'map':
      return `{${shapeCode(shape.of, format, known)}`;
    case 'ref':
      return scalarCodes[shape.to] ?? (known.has(shape.to) ? `@${shape.to}` : 'a');
    default:
      return format === 'int-or-string' ? 'o' : 'a';
  }
}

/** What the fields that every kind has mean: the published types inherit these. */
function readTypeMeta(): ReadonlyMap<string, string> {
  const { fields = [] } =
    readStruct(
      `${readFileSync(join(modules, '@kubernetes-models/base/dist/meta.d.ts'), 'utf8')}
export { TypeMeta as IoK8sTypeMeta };`,
    ) ?? {};
  return new Map(fields.map(({ name, description }) => [name, description]));
}

/** Kinds that the editor offers. */
const editorKinds = (kind: string): boolean =>
  !/ (?:DeleteOptions|Status|Scale|Binding|TokenRequest|Eviction)$/.test(kind) &&
  !/^(?:authentication|authorization|admissionregistration|apiregistration|flowcontrol|certificates|internal)/.test(
    kind,
  );

/**
 * A JSON schema with descriptions: it checks and completes the kinds that the page's editor offers, and
 * its definitions explain every kind's fields to `kubectl explain`.
 */
export function editorSchema(): string {
  const structs = readStructs();
  const kinds = kindsOf(structs);
  const parts = reachable(structs, kinds.values());
  const known = new Set(parts.map(({ key }) => key));
  const typeMeta = readTypeMeta();
  const definitions = Object.fromEntries(
    parts.map((struct) => [
      struct.key,
      {
        type: 'object',
        description: struct.description,
        properties: Object.fromEntries(
          struct.fields.map((field) => [
            field.name,
            {
              ...jsonSchema(field.shape, known),
              description: field.description || (typeMeta.get(field.name) ?? ''),
            },
          ]),
        ),
        required: struct.fields.filter(({ optional }) => !optional).map(({ name }) => name),
        additionalProperties: false,
      },
    ]),
  );
  const oneOf = [...kinds]
    .filter(([kind]) => editorKinds(kind))
    .map(([, { key }]) => ({ $ref: `#/definitions/${key}` }));
  return JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', oneOf, definitions });
}

function jsonSchema(shape: Shape, known: ReadonlySet<string>): Record<string, unknown> {
  switch (shape.is) {
    case 'string':
      return { type: 'string' };
    case 'number':
      return { type: 'integer' };
    case 'boolean':
      return { type: 'boolean' };
    case 'enum':
      return { type: 'string', enum: shape.values };
    case 'list':
      return { type: 'array', items: jsonSchema(shape.of, known) };
    case 'map':
      return { type: 'object', additionalProperties: jsonSchema(shape.of, known) };
    case 'ref': {
      const code = scalarCodes[shape.to];
      if (code === 'q' || code === 'o') return { type: ['string', 'integer'] };
      if (code === 't' || code === 'm') return { type: 'string' };
      return known.has(shape.to) ? { $ref: `#/definitions/${shape.to}` } : {};
    }
    default:
      return {};
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--page')) {
    writeFileSync(join(root, 'public/kubernetes-schema.json'), editorSchema());
  } else {
    writeFileSync(enginePath, await engineSchema());
  }
}
