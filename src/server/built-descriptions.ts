import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenApiDescriptions, StructDescription } from '../engine/index.ts';

/** What fields mean, read from a built page when it is first asked; nothing is described without one. */
export function builtDescriptions(page: string): OpenApiDescriptions {
  let structs: Readonly<Record<string, StructDescription>> | undefined;
  return {
    describe: (struct) => {
      structs ??= readStructs(join(page, 'kubernetes-schema.json'));
      return Object.hasOwn(structs, struct) ? structs[struct] : undefined;
    },
  };
}

function readStructs(file: string): Readonly<Record<string, StructDescription>> {
  try {
    const schema = JSON.parse(readFileSync(file, 'utf8')) as {
      definitions: Record<string, StructDescription>;
    };
    return schema.definitions;
  } catch {
    return {};
  }
}
