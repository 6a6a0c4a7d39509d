import type { JsonDocument } from '../api/json.ts';

/** Reading and writing YAML, which the engine leaves to who builds it. Failures are thrown as Errors. */
export interface Yaml {
  read(text: string): JsonDocument;
  write(value: unknown): string;
}
