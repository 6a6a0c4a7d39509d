import { YAML11_SCHEMA, YAMLException, load } from 'js-yaml';

/** The documents of a YAML or JSON stream that could be read, and what is wrong with the next one. */
export interface Documents {
  readonly values: readonly unknown[];
  /** As kubectl words it, without the file's name. */
  readonly error?: string;
}

/** Reads a stream as kubectl does. Models apimachinery/pkg/util/yaml.NewYAMLOrJSONDecoder (v1.36). */
export function readDocuments(text: string): Documents {
  return /^\s*[{[]/.test(text) ? readJson(text) : readYaml(text);
}

/** One YAML value; throws what is wrong. */
export function readYamlValue(text: string): unknown {
  return load(text, { schema: YAML11_SCHEMA });
}

function readYaml(text: string): Documents {
  const values: unknown[] = [];
  for (const document of text.split(/^---(?:[ \t].*)?$/m)) {
    try {
      values.push(readYamlValue(document) ?? null);
    } catch (error) {
      return { values, error: `error converting YAML to JSON: ${yamlError(error)}` };
    }
  }
  return { values };
}

function yamlError(error: unknown): string {
  if (error instanceof YAMLException) return `yaml: line ${(error.mark?.line ?? 0) + 1}: ${error.reason}`;
  return String(error);
}

function readJson(text: string): Documents {
  try {
    return { values: [JSON.parse(text) as unknown] };
  } catch {
    return { values: [], error: 'unexpected EOF' };
  }
}
