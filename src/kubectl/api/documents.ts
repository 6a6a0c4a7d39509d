import { JsonSyntaxError, readJson, YamlError, yamlValue } from '../../engine/index.ts';

/** The documents of a YAML or JSON stream that could be read, and what is wrong with the next one. */
export interface Documents {
  readonly values: readonly unknown[];
  /** As kubectl words it, without the file's name. */
  readonly error?: string;
}

/** Reads a stream as kubectl does. Models apimachinery/pkg/util/yaml.NewYAMLOrJSONDecoder (v1.36). */
export function readDocuments(text: string): Documents {
  return /^\s*\{/.test(text) ? readJsonStream(text) : readYamlDocuments(text);
}

/** One YAML value; throws a `YamlError`. */
export const readYamlValue = yamlValue;

/** Reads a stream of YAML documents. */
export function readYamlDocuments(text: string): Documents {
  const values: unknown[] = [];
  for (const document of text.split(/^---(?:[ \t].*)?\r?$/m)) {
    try {
      values.push(yamlValue(document) ?? null);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      return { values, error: `error converting YAML to JSON: ${error.message}` };
    }
  }
  return { values };
}

function readJsonStream(text: string): Documents {
  try {
    return { values: [readJson(text).value] };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    // A stream that ends too early is told of in another way than a text.
    const early = error.message === 'unexpected end of JSON input';
    return { values: [], error: early ? 'unexpected EOF' : error.message };
  }
}
