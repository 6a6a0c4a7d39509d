import type { Operation } from './protocol.ts';

/** Where a learner's files are, on the control plane. */
export const homeFolder = '/root';

/** What lies there when a new cluster begins: the course's own manifests. */
export const samples = {
  'pod-definition.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: nginx
  labels:
    name: nginx
spec:
  containers:
  - name: nginx
    image: nginx
    ports:
      - containerPort: 8080
`,
  'daemon-set-definition.yaml': `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: monitoring-daemon
spec:
  selector:
    matchLabels:
      app: monitoring-agent
  template:
    metadata:
      labels:
        app: monitoring-agent
    spec:
      containers:
        - name: monitoring-agent
          image: monitoring-agent
`,
  'replica-set-definition.yaml': `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: monitoring-daemon
spec:
  selector:
    matchLabels:
      app: monitoring-agent
  template:
    metadata:
      labels:
        app: monitoring-agent
    spec:
      containers:
        - name: monitoring-agent
          image: monitoring-agent
`,
  'pod-bind-definition.yaml': `apiVersion: v1
kind: Binding
metadata:
  name: nginx
target:
  apiVersion: v1
  kind: Node
  name: node02
`,
} satisfies Readonly<Record<string, string>>;

/** The operations that put them there. */
export const sampleOperations: readonly Operation[] = Object.entries(samples).map(([name, text]) => ({
  type: 'write-file',
  machine: 'controlplane',
  path: `${homeFolder}/${name}`,
  text,
}));
