import { at, isMap, type ValueMap } from '../go/values.ts';

/** A schema of an OpenAPI v3 document. */
export interface Schema extends ValueMap {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
}

export interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The document of a group version, as `kubectl explain` reads it. */
export class SchemaDocument {
  private readonly document: unknown;

  constructor(document: unknown) {
    this.document = document;
  }

  /** The schema of a kind; undefined if the document has none. */
  ofKind({ group, version, kind }: Kind): Schema | undefined {
    const schemas = at(this.document, 'components', 'schemas');
    if (!isMap(schemas)) return undefined;
    return Object.values(schemas)
      .filter(isSchema)
      .find((schema) => {
        const kinds = schema['x-kubernetes-group-version-kind'];
        return (
          Array.isArray(kinds) &&
          kinds.some(
            (each) =>
              at(each, 'group') === group && at(each, 'version') === version && at(each, 'kind') === kind,
          )
        );
      });
  }

  /** What a reference such as `#/components/schemas/NAME` stands for. */
  resolve(reference: string | undefined): Schema | undefined {
    if (reference?.startsWith('#/') !== true) return undefined;
    const found = at(this.document, ...reference.slice('#/'.length).split('/'));
    return isSchema(found) ? found : undefined;
  }
}

function isSchema(value: unknown): value is Schema {
  return isMap(value);
}
