import type { Story } from '../step.ts';

const pod = (name: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels:
    name: ${name}
spec:
${more}  containers:
  - name: nginx
    image: nginx
    ports:
    - containerPort: 8080
`;

const daemonSet = `apiVersion: apps/v1
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
`;

/** A pod that nobody schedules, and the Binding that a person writes for it. */
const binding = `apiVersion: v1
kind: Binding
metadata:
  name: unbound
target:
  apiVersion: v1
  kind: Node
  name: node02
`;

export const courseStories: readonly Story[] = [
  {
    title: 'the course: scheduling by hand',
    files: {
      'pod-definition.yaml': pod('nginx', '  nodeName: node02\n'),
      'unbound.yaml': pod('unbound', '  schedulerName: nobody\n'),
      'binding.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name: 'unbound' },
        target: { apiVersion: 'v1', kind: 'Node', name: 'node02' },
      }),
      'pod-bind-definition.yaml': binding,
    },
    steps: [
      { run: 'create -f pod-definition.yaml', out: /^pod\/nginx created$/m },
      { run: 'get pods', out: /nginx +1\/1 +Running/, eventually: true },
      { run: 'get pods -o wide', out: /nginx .* node02 / },
      { run: 'create -f unbound.yaml', out: /pod\/unbound created/ },
      { run: 'get pod unbound', out: /unbound +0\/1 +Pending +0 +\d+s/ },
      {
        run: 'get events --field-selector involvedObject.name=unbound',
        err: /No resources found in default namespace/,
      },
      {
        run: 'create --raw /api/v1/namespaces/default/pods/unbound/binding -f binding.json',
        out: /"status":"Success"/,
      },
      {
        run: 'create -f pod-bind-definition.yaml',
        code: 1,
        err: /pod unbound is already assigned to node "node02"/,
      },
      { run: 'wait --for=condition=Ready pod/unbound --timeout=20s', out: /pod\/unbound condition met/ },
    ],
  },
  {
    title: 'the course: daemon sets',
    files: { 'daemon-set-definition.yaml': daemonSet },
    steps: [
      { run: 'create -f daemon-set-definition.yaml', out: /daemonset.apps\/monitoring-daemon created/ },
      {
        run: 'get daemonsets',
        out: [
          /^NAME +DESIRED +CURRENT +READY +UP-TO-DATE +AVAILABLE +NODE SELECTOR +AGE$/m,
          /monitoring-daemon +2 +2 /,
        ],
      },
      {
        run: 'describe daemonsets monitoring-daemon',
        out: [
          /^Selector: +app=monitoring-agent$/m,
          /^Desired Number of Nodes Scheduled: 2$/m,
          /^Number of Nodes Misscheduled: 0$/m,
          /SuccessfulCreate .*Created pod: monitoring-daemon-/,
        ],
      },
      { run: 'delete daemonset monitoring-daemon', out: /daemonset.apps "monitoring-daemon" deleted/ },
    ],
  },
  {
    title: 'the course: several schedulers',
    files: { 'custom.yaml': pod('custom', '  schedulerName: my-custom-scheduler\n') },
    steps: [
      {
        run: 'get pods --namespace=kube-system',
        out: [
          /coredns-\w+-\w+ +1\/1 +Running/,
          /kube-scheduler-controlplane +1\/1 +Running/,
          /weave-net-\w+ +2\/2 +Running/,
        ],
      },
      { run: 'create -f custom.yaml', out: /created/ },
      { run: 'get pods custom', out: /custom +0\/1 +Pending/ },
      {
        run: 'get events',
        out: [/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE$/m, /Normal +Pulled +pod\/nginx +/],
      },
      { run: 'logs kube-scheduler-controlplane --namespace=kube-system', out: /Successfully acquired lease/ },
      {
        run: 'logs kube-scheduler-controlplane --name-space=kube-system',
        code: 1,
        err: /unknown flag: --name-space/,
      },
      { run: 'delete pod custom nginx unbound --now', out: /pod "custom" (force )?deleted/ },
    ],
  },
];
