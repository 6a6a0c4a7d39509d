import { describe, expect, it } from 'vitest';
import { ApiServer } from '../engine/apiserver/api-server.ts';
import { MemoryFiles } from '../engine/machine/file-tree.ts';
import { Simulation } from '../engine/sim/simulation.ts';
import { completeKubectl, type CompletionWorld } from './complete.ts';

const admin = { name: 'admin', groups: ['system:masters'] };

const kubeconfig = `apiVersion: v1
kind: Config
current-context: blue
contexts:
- {name: blue, context: {cluster: c, user: u, namespace: team}}
- {name: green, context: {cluster: c, user: u}}
`;

function world(): CompletionWorld {
  const sim = new Simulation({ seed: 'complete', startMs: 0 });
  const server = new ApiServer({ sim });
  const configMap = (namespace: string, name: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name },
  });
  server.load({
    configmaps: [configMap('team', 'ours'), configMap('default', 'anyones')],
    namespaces: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }],
  });
  const files = new MemoryFiles();
  files.write('/root/.kube/config', kubeconfig, 0);
  return {
    transport: { send: (request) => Promise.resolve(server.handle({ ...request, user: admin })) },
    files,
    env: new Map([['HOME', '/root']]),
    workingFolder: '/root',
  };
}

/** What the last word of a line could become, as a shell would filter it. */
async function complete(line: string): Promise<readonly string[] | 'files'> {
  const words = line.split(' ');
  const found = await completeKubectl(words, world());
  return found === 'files' ? found : found.filter((candidate) => candidate.startsWith(words.at(-1) ?? ''));
}

describe('the word at the end', () => {
  it.each<[string, string, readonly string[] | 'files']>([
    ['a command', 'expl', ['explain']],
    ['a command within another', 'rollout re', ['restart', 'resume']],
    ['a resource type', 'get configm', ['configmaps']],
    ['a name, in the namespace of the current context', 'get cm ', ['ours']],
    ['a name, in the namespace that is given', 'get cm -n default ', ['anyones']],
    ['a name, with the namespace in one word', 'get cm --namespace=default ', ['anyones']],
    ['a name, in the namespace of the context that is given', 'get cm --context green ', ['anyones']],
    ['a name behind its type', 'describe configmaps/o', ['configmaps/ours']],
    ['a namespace', 'get pods -n te', ['team']],
    ['a flag', 'get --all-n', ['--all-namespaces']],
    ["a flag's value", 'get pods -o wi', ['wide']],
    ["a flag's value behind =", 'get pods --output=wi', ['--output=wide']],
    ['a file', 'apply -f dep', 'files'],
    ['nothing, where there is no such type', 'get nope ', []],
  ])('is %s', async (_what, line, found) => expect(await complete(line)).toEqual(found));
});

it('completes to nothing where no server answers', async () => {
  const lonely = { ...world(), transport: { send: () => Promise.reject(new Error('refused')) } };
  expect(await completeKubectl(['get', ''], lonely)).toEqual([]);
});
