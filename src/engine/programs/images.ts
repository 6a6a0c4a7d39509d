import { databases, pause } from './databases.ts';
import type { Program } from './program.ts';
import { kubeApiserver } from './kube-apiserver.ts';
import { kubeControllerManager } from './kube-controller-manager.ts';
import { kubeScheduler } from './kube-scheduler.ts';
import { metricsServer } from './metrics-server.ts';
import { marker } from './marker.ts';
import { phpApache } from './php-apache.ts';
import { agnhost, application, helloApp, httpd, nginx, redis } from './servers.ts';
import { volumeProvisioner } from './volume-provisioner.ts';

/** What an image does when its container starts without a command of its own. */
export type ImageProgram = { readonly program: Program } | { readonly command: readonly string[] };

const exitsAtOnce: ImageProgram = { command: ['true'] };
const helloWorld =
  'Hello from Docker!\nThis message shows that your installation appears to be working correctly.';

/** By the last part of an image's name. */
const images: Readonly<Record<string, ImageProgram>> = {
  nginx: { program: nginx },
  httpd: { program: httpd },
  redis: { program: redis },
  agnhost: { program: agnhost },
  'hello-app': { program: helloApp },
  'hpa-example': { program: phpApache },
  busybox: exitsAtOnce,
  alpine: exitsAtOnce,
  ubuntu: exitsAtOnce,
  debian: exitsAtOnce,
  centos: exitsAtOnce,
  fedora: exitsAtOnce,
  bash: exitsAtOnce,
  python: exitsAtOnce,
  node: exitsAtOnce,
  perl: exitsAtOnce,
  golang: exitsAtOnce,
  'hello-world': { command: ['echo', helloWorld] },
  stress: { command: ['stress'] },
  pause: { program: pause },
  ...Object.fromEntries(Object.entries(databases).map(([name, program]) => [name, { program }])),
  'kube-scheduler': { program: kubeScheduler },
  'kube-scheduler-amd64': { program: kubeScheduler },
  'kube-controller-manager': { program: kubeControllerManager },
};

/** Programs by the name with which a command line calls them. */
const commands: Readonly<Record<string, Program>> = {
  'kube-scheduler': kubeScheduler,
  'kube-controller-manager': kubeControllerManager,
  'kube-apiserver': kubeApiserver,
  etcd: marker([2379, 2381], ['ready to serve client requests'], { grpc: true }),
  'kube-proxy': marker([10249, 10256], ['Using iptables Proxier', 'Starting kube-proxy']),
  coredns: marker([53, 8080, 8181, 9153], ['.:53', 'CoreDNS-1.14.2', 'linux/amd64']),
  'weave-kube': marker([6784], ['Weave Net is up']),
  'weave-npc': marker([6781], ['Starting Weaveworks NPC']),
  nginx,
  httpd,
  'metrics-server': metricsServer,
  'local-path-provisioner': volumeProvisioner({
    name: 'rancher.io/local-path',
    folder: '/opt/local-path-provisioner',
    ofOneNode: true,
  }),
  'storage-provisioner': volumeProvisioner({
    name: 'k8s.io/minikube-hostpath',
    folder: '/tmp/hostpath-provisioner',
    ofOneNode: false,
  }),
  'redis-server': redis,
};

export function programOfImage(base: string): ImageProgram {
  if (Object.hasOwn(images, base)) return images[base] as ImageProgram;
  if (Object.hasOwn(commands, base)) return { program: commands[base] as Program };
  return base.includes('crash') ? { command: ['false'] } : { program: application };
}

/** Undefined for names that are no program of the simulation. */
export function programOfCommand(name: string): Program | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}
