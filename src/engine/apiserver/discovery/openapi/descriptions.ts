/**
 * What fields mean, for `kubectl explain`. Texts are large, so whoever runs the server brings them.
 * Structs are named as in the schema: `ApiCoreV1PodSpec`. Lists, scalars with a type of their own and
 * the options of requests are described as structs too.
 */
export interface OpenApiDescriptions {
  describe(struct: string): StructDescription | undefined;
}

/** What is published of a struct beside its fields' types; a JSON schema is one. */
export interface StructDescription {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, FieldDescription>>;
}

interface FieldDescription {
  readonly description?: string;
  /** The values that a text may have. */
  readonly enum?: readonly string[];
  /** Of the texts in a list. */
  readonly items?: { readonly enum?: readonly string[] };
}

export const noDescriptions: OpenApiDescriptions = { describe: () => undefined };
