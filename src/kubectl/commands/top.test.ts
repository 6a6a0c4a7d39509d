import { expect, it } from 'vitest';
import { MemoryFiles } from '../../engine/machine/file-tree.ts';
import { neverCancelled, runKubectl } from '../index.ts';

const pod = (namespace: string, name: string, usages: Record<string, [cpu: string, memory: string]>) => ({
  metadata: { namespace, name },
  containers: Object.entries(usages).map(([container, [cpu, memory]]) => ({
    name: container,
    usage: { cpu, memory },
  })),
});

const answers: Readonly<Record<string, unknown>> = {
  '/apis': { groups: [{ name: 'metrics.k8s.io' }] },
  '/apis/metrics.k8s.io/v1beta1/nodes': {
    items: [{ metadata: { name: 'node01' }, usage: { cpu: '250m', memory: '1Gi' } }],
  },
  '/api/v1/nodes': {
    items: ['node01', 'node02'].map((name) => ({
      metadata: { name },
      status: { allocatable: { cpu: '2', memory: '4Gi' }, capacity: { cpu: '4', memory: '8Gi' } },
    })),
  },
  '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods': {
    items: [
      pod('default', 'web', { web: ['3m', '20Mi'], sidecar: ['1m', '8Mi'] }),
      pod('default', 'db', { db: ['100m', '300Mi'] }),
    ],
  },
};

it.each<[words: string, output: string]>([
  [
    'top nodes',
    `NAME     CPU(cores)   CPU(%)      MEMORY(bytes)   MEMORY(%)   
node01   250m         12%         1024Mi          25%         
node02   <unknown>    <unknown>   <unknown>       <unknown>   
`,
  ],
  [
    'top node --show-capacity --no-headers',
    `node01   250m        6%          1024Mi      12%         
node02   <unknown>   <unknown>   <unknown>   <unknown>   
`,
  ],
  [
    'top pods',
    `NAME   CPU(cores)   MEMORY(bytes)   
db     100m         300Mi           
web    4m           28Mi            
`,
  ],
  [
    'top pod --containers --sort-by=cpu',
    `POD   NAME      CPU(cores)   MEMORY(bytes)   
db    db        100m         300Mi           
web   web       3m           20Mi            
web   sidecar   1m           8Mi             
`,
  ],
  [
    'top pod --sum',
    `NAME   CPU(cores)   MEMORY(bytes)   
db     100m         300Mi           
web    4m           28Mi            
       ________     ________        
       104m         328Mi           
`,
  ],
  ['top pod --sort-by=name', 'error: --sort-by accepts only cpu or memory\n'],
  ['top pod web -l app=web', 'error: only one of NAME or selector can be provided\n'],
])('kubectl %s', async (words, output) => {
  let printed = '';
  const print = (text: string): void => void (printed += text);
  await runKubectl(['kubectl', ...words.split(' ')], {
    transport: {
      send: ({ path }) =>
        Promise.resolve({ status: 200, headers: {}, body: answers[path.split('?')[0] ?? ''] }),
    },
    files: new MemoryFiles(),
    workingFolder: '/',
    env: new Map(),
    signal: neverCancelled,
    now: () => 0,
    sleep: () => Promise.resolve(),
    stdout: print,
    stderr: print,
    stdin: () => Promise.resolve(''),
    random: () => 0,
  });
  expect(printed).toBe(output);
});
