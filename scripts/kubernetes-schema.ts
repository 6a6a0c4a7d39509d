/**
 * Writes what Podyard knows about the shapes of Kubernetes' objects, from the published v1.36 types:
 *
 *   tsx scripts/kubernetes-schema.ts           → src/engine/api/schema/kubernetes.ts (committed)
 *   tsx scripts/kubernetes-schema.ts --page    → public/kubernetes-schema.json (for the editor)
 *
 * kubernetes-models gives structures, enumerations and texts; @kubernetes/client-node tells which
 * numbers are int32 or int64 and which texts are bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { goTypeNames } from './go-type-names.ts';
import { optionTexts } from './option-texts.ts';
import { readStructs, readTexts, readTypeMeta, type Shape, type Struct } from './published-types.ts';
import { quantityDescription } from './quantity-description.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const enginePath = join(root, 'src/engine/api/schema/kubernetes.ts');
const clientModels = join(modules, '@kubernetes/client-node/dist/gen/models');

/** Scalars that have a type of their own in Go. */
const scalarCodes: Readonly<Record<string, string>> = {
  ApimachineryPkgApiResourceQuantity: 'q',
  ApimachineryPkgApisMetaV1Time: 't',
  ApimachineryPkgApisMetaV1MicroTime: 'm',
  ApimachineryPkgUtilIntstrIntOrString: 'o',
  ApimachineryPkgRuntimeRawExtension: 'a',
  ApimachineryPkgApisMetaV1FieldsV1: 'a',
  ApiextensionsApiserverPkgApisApiextensionsV1JSON: 'a',
  ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaPropsOrArray: 'a',
  ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaPropsOrBool: 'a',
  ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaPropsOrStringArray: 'a',
};

/** Structs that no kind is made of, and that OpenAPI documents speak of. */
const furtherStructs = [
  'ApimachineryPkgApisMetaV1APIGroup',
  'ApimachineryPkgApisMetaV1APIGroupList',
  'ApimachineryPkgApisMetaV1APIResourceList',
  'ApimachineryPkgApisMetaV1APIVersions',
  'ApimachineryPkgApisMetaV1Patch',
  'ApimachineryPkgApisMetaV1WatchEvent',
  'ApimachineryPkgVersionInfo',
];

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

/** Everything that the kinds and what is said beside them are made of. */
function reachable(structs: ReadonlyMap<string, Struct>, kinds: Iterable<Struct>): Struct[] {
  const found = new Map<string, Struct>();
  const visit = (struct: Struct): void => {
    if (found.has(struct.key)) return;
    found.set(struct.key, struct);
    for (const field of struct.fields) {
      let { shape } = field;
      while (shape.is === 'list' || shape.is === 'map') shape = shape.of;
      const next =
        shape.is === 'ref' && !Object.hasOwn(scalarCodes, shape.to) ? structs.get(shape.to) : undefined;
      if (next !== undefined) visit(next);
    }
  };
  for (const struct of kinds) visit(struct);
  for (const key of furtherStructs) visit(structs.get(key) as Struct);
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

/** Kinds that the editor offers. */
const editorKinds = (kind: string): boolean =>
  !/ (?:DeleteOptions|Status|Scale|Binding|TokenRequest|Eviction)$/.test(kind) &&
  !/^(?:authentication|authorization|admissionregistration|apiregistration|flowcontrol|certificates|internal)/.test(
    kind,
  );

/** The texts of scalars that have a type of their own. */
function scalarTexts(): Record<string, object> {
  const texts = [...readTexts()].filter(([key]) => Object.hasOwn(scalarCodes, key));
  return Object.fromEntries(
    [...texts, ['ApimachineryPkgApiResourceQuantity', quantityDescription] as const].map(
      ([key, description]) => [key, { description }],
    ),
  );
}

/** Definitions that only explain: lists, scalars with types of their own, options of requests. */
function explanations(
  structs: ReadonlyMap<string, Struct>,
  kinds: ReadonlyMap<string, Struct>,
): Record<string, object> {
  const lists = [...kinds.values()].flatMap(({ key }) => structs.get(`${key}List`) ?? []);
  return {
    ...Object.fromEntries(
      lists.map(({ key, description, fields }) => [
        key,
        {
          description,
          properties: Object.fromEntries(
            fields
              .filter(({ name }) => name === 'items' || name === 'metadata')
              .map(({ name, description: text }) => [name, { description: text }]),
          ),
        },
      ]),
    ),
    ...scalarTexts(),
    ...optionTexts(
      readFileSync(join(modules, '@kubernetes/client-node/dist/gen/apis/CoreV1Api.d.ts'), 'utf8'),
    ),
  };
}

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
  return JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    oneOf,
    definitions: { ...definitions, ...explanations(structs, kinds) },
  });
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
