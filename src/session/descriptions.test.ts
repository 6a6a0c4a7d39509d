import { expect, it } from 'vitest';
import { TestSession } from '../testing/test-session.ts';
import { Descriptions } from './descriptions.ts';

const schema = { definitions: { ApiCoreV1Pod: { description: 'A pod.' } } };

it('describes nothing before it is loaded, and what was fetched after', async () => {
  const descriptions = new Descriptions(() => Promise.resolve(schema));
  expect(descriptions.describe('ApiCoreV1Pod')).toBeUndefined();
  await descriptions.load();
  expect(descriptions.describe('ApiCoreV1Pod')).toEqual({ description: 'A pod.' });
  expect(descriptions.describe('toString')).toBeUndefined();
});

it('fetches once, and again after a failure', async () => {
  const answers = [() => Promise.reject(new Error('offline')), () => Promise.resolve(schema)];
  const descriptions = new Descriptions(() => answers.shift()!());
  await descriptions.load();
  expect(descriptions.describe('ApiCoreV1Pod')).toBeUndefined();
  await Promise.all([descriptions.load(), descriptions.load()]);
  expect(descriptions.describe('ApiCoreV1Pod')).toBeDefined();
  expect(answers).toEqual([]);
});

it('lets kubectl explain say what a field means', async () => {
  const session = new TestSession();
  await session.command('open', {});
  await session.pass(100);
  const { terminal } = await session.command('openTerminal', { machine: 'controlplane' });
  const text = await session.run(terminal, 'kubectl explain pod.spec.schedulerName');
  expect(text).toContain('FIELD: schedulerName <string>');
  expect(text).toContain('dispatched by specified scheduler');
});
