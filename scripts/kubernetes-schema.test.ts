import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { editorSchema, engineSchema } from './kubernetes-schema.ts';

it("the engine's schema is what the generator writes", async () => {
  const committed = readFileSync(new URL('../src/engine/api/schema/kubernetes.ts', import.meta.url), 'utf8');
  expect(await engineSchema()).toBe(committed);
});

it("the editor's schema describes the pod's fields", () => {
  const schema = JSON.parse(editorSchema()) as {
    definitions: Record<string, { properties: Record<string, { description: string; $ref?: string }> }>;
  };
  const spec = schema.definitions['ApiCoreV1Pod']?.properties['spec'];
  expect(spec).toMatchObject({ $ref: '#/definitions/ApiCoreV1PodSpec' });
  expect(spec?.description).toContain('desired behavior of the pod');
});
