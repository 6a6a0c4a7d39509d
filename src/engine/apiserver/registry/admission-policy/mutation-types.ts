/**
 * The types that mutations make: `Object{…}`, `Object.spec{…}` and `JSONPatch{…}`.
 * Models k8s.io/apiserver/pkg/cel/mutation (v1.36).
 */
import { goQuote } from '../../../api/go-text.ts';
import { CelList, ValueMap, type CelValue } from '../../../cel/values.ts';
import { declare } from '../../../cel/functions.ts';
import type { CelEnvironment } from '../../../cel/expression.ts';
import { kubernetesFunctions } from '../../../cel/library/kubernetes.ts';
import { dynType, listType, opaqueType, stringType, structType, type CelType } from '../../../cel/types.ts';

/** A struct whose fields may have any name and type. */
class AnyFields extends Map<string, CelType> {
  override get(): CelType {
    return dynType;
  }
}

const anyFields = new AnyFields();
const objectName = 'Object';

export const objectType = structType(objectName, () => anyFields);

/** What has no such field is told by the type of the field, which is none. */
class PatchFields extends Map<string, CelType> {
  override get(name: string): CelType {
    return super.get(name) ?? opaqueType('');
  }
}

const patchFields = new PatchFields([
  ['op', stringType],
  ['path', stringType],
  ['from', stringType],
  ['value', dynType],
]);
const patchType = structType('JSONPatch', () => patchFields);
export const jsonPatchType = listType(patchType);

function structs(name: string): CelType | undefined {
  if (name === patchType.name) return patchType;
  if (name === objectName) return objectType;
  return name.startsWith(`${objectName}.`) ? structType(name, () => anyFields) : undefined;
}

/** What `Object.spec{…}` makes: a map that knows its type's name. */
class MadeStruct extends ValueMap {
  readonly typeName: string;

  constructor(typeName: string, fields: ValueMap) {
    super();
    this.typeName = typeName;
    for (const key of fields.keys()) this.set(key, fields.get(key) as CelValue);
  }
}

function makeStruct({ name }: CelType, fields: ValueMap): CelValue {
  return new MadeStruct(name, fields);
}

/** The structs whose types are not named after the fields that they stand in. */
export function typeNameProblems(value: CelValue, path = objectName): string[] {
  if (value instanceof CelList) return Array.from(value).flatMap((item) => typeNameProblems(item, path));
  if (!(value instanceof MadeStruct)) return [];
  const own =
    value.typeName === path
      ? []
      : [
          `unexpected type name ${goQuote(value.typeName)}, expected ${goQuote(path)}, which matches field name path from root Object type`,
        ];
  return [
    ...own,
    ...Array.from(value.keys()).flatMap((key) =>
      typeNameProblems(value.get(key) as CelValue, `${path}.${String(key)}`),
    ),
  ];
}

const functions = new Map([
  ...kubernetesFunctions,
  ...declare([
    ['jsonpatch.escapeKey(string): string', (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')],
  ]),
]);

const remembered = new WeakMap<CelEnvironment, CelEnvironment>();

/** An environment in which mutations are written too. */
export function mutationEnvironment(environment: CelEnvironment): CelEnvironment {
  let extended = remembered.get(environment);
  if (extended === undefined) {
    extended = { ...environment, functions, structs, makeStruct };
    remembered.set(environment, extended);
  }
  return extended;
}
