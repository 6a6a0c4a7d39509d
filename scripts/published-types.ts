/** Kubernetes' types as the packages kubernetes-models and @kubernetes-models/apimachinery declare them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

const modules = join(import.meta.dirname, '../node_modules');
const packages = ['kubernetes-models', '@kubernetes-models/apimachinery'];

/** A type in the published declarations. */
export type Shape =
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

export interface Struct {
  /** `ApiCoreV1Toleration`: the published alias without its common start. */
  readonly key: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

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

export function readStructs(): Map<string, Struct> {
  const structs = new Map<string, Struct>();
  for (const packageName of packages) {
    for (const path of declarationFiles(join(modules, packageName))) {
      const struct = readStruct(readFileSync(path, 'utf8'));
      if (struct !== undefined) structs.set(struct.key, struct);
    }
  }
  return structs;
}

/** What the types mean that are declared, structs or not. */
export function readTexts(): Map<string, string> {
  const texts = new Map<string, string>();
  for (const packageName of packages)
    for (const path of declarationFiles(join(modules, packageName))) {
      const source = readFileSync(path, 'utf8');
      const [, comment] = /\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport (?:type|interface) I\w+/.exec(source) ?? [];
      const [, alias] = / as (IoK8s\w+) \};\s*$/.exec(source) ?? [];
      if (alias !== undefined && comment !== undefined) texts.set(keyOf(alias), cleanComment(`*${comment}`));
    }
  return texts;
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
    .replaceAll('*\\/', '*/')
    .replace(/\n@deprecated\s*$/, '')
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

/** What the fields that every kind has mean: the published types inherit these. */
export function readTypeMeta(): ReadonlyMap<string, string> {
  const { fields = [] } =
    readStruct(
      `${readFileSync(join(modules, '@kubernetes-models/base/dist/meta.d.ts'), 'utf8')}
export { TypeMeta as IoK8sTypeMeta };`,
    ) ?? {};
  return new Map(fields.map(({ name, description }) => [name, description]));
}
