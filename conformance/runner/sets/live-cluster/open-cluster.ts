import { Cluster } from '../../../../src/engine/cluster.ts';
import type { NodeFlags } from '../../../../src/engine/kubelet/node-status.ts';
import { manifestFolder } from '../../../../src/engine/kubelet/kubelet.ts';
import { defaultRegistry } from '../../../../src/engine/programs/registry.ts';
import type { LiveCluster } from './play.ts';

const pullMs = 300;
const images = [
  'nginx:1.27',
  'nginx:1.28',
  'nginx:1.29',
  'busybox:1.36',
  'redis:7',
  'registry.k8s.io/pause:3.10',
  'fluentd:v1.18',
];

/** A cluster as the one of the recordings was; `seed` names its chance. */
export function openCluster(nodes: readonly string[], seed: string): LiveCluster {
  const cluster = new Cluster({
    seed,
    nodes: nodes.map((name) => ({ name, images, flags: { maxImages: 0 } })),
    registry: { ...defaultRegistry, pullMs: () => pullMs },
    controlPlane: 'hosted',
  });
  cluster.boot();
  const { sim, hosted } = cluster;
  return {
    sim,
    handler: cluster,
    node(name, action, flags) {
      if (action === 'stop') cluster.hangNode(name);
      else if (action === 'continue') cluster.continueNode(name);
      else if (action === 'kill') cluster.killNode(name);
      else cluster.addNode(name, { images, flags: { maxImages: 0, ...nodeFlags(flags) } });
    },
    manifest(node, file, content) {
      const files = cluster.machine(node)?.files;
      const path = `${manifestFolder}/${file}`;
      if (content === null) files?.remove(path);
      else files?.write(path, JSON.stringify(content), sim.nowMs);
    },
    scheduler(name, action) {
      if (action === 'start') hosted?.startScheduler(name);
      else hosted?.stopScheduler(name);
    },
  };
}

/** What a kubelet's command line says, as far as the recordings use it. */
function nodeFlags(flags: readonly string[]): NodeFlags {
  const values = new Map(
    flags.map((flag) => {
      const [name = '', ...value] = flag.replace(/^--/, '').split('=');
      return [name, value.join('=')];
    }),
  );
  const maxPods = values.get('max-pods');
  const labels = values.get('node-labels');
  const extended = values.get('extended-resources');
  const taints = values.get('register-with-taints');
  return {
    ...(maxPods !== undefined && { maxPods: Number(maxPods) }),
    ...(labels !== undefined && { labels: pairs(labels) }),
    ...(extended !== undefined && { extendedResources: pairs(extended) }),
    ...(taints !== undefined && { taints: taints.split(',').map(parseTaint) }),
  };
}

function pairs(text: string): Record<string, string> {
  return Object.fromEntries(text.split(',').map((pair) => pair.split('=') as [string, string]));
}

function parseTaint(text: string): NonNullable<NodeFlags['taints']>[number] {
  const [rest = '', effect = ''] = text.split(':');
  const [key = '', value] = rest.split('=');
  return { key, effect: effect as 'NoSchedule', ...(value !== undefined && { value }) };
}
