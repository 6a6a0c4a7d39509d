import { nodes } from '../../api/resources.ts';
import { failure } from '../../api/status-error.ts';
import type { Node } from '../../api/types.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { CidrSet } from './cidr-set.ts';

const subnetBits = 24;

/** Gives each node its part of the pods' network. Models pkg/controller/nodeipam with the range allocator (v1.36). */
export function startNodeIpamController(context: ControllerContext, clusterCidr: string): Controller {
  const all = context.informers.of(nodes);
  const free = new CidrSet(clusterCidr, subnetBits);
  const sync = (name: string): void => {
    const node = all.lister.get(name);
    if (node === undefined || node.spec?.podCIDR) return;
    const { uid } = node.metadata;
    const podCIDR = free.allocate();
    if (podCIDR === undefined) {
      const about = { apiVersion: 'v1', kind: 'Node', name, ...(uid !== undefined && { uid }) };
      const message = `Node ${name} status is now: CIDRNotAvailable`;
      runtime.recorder.event(about, 'Normal', 'CIDRNotAvailable', message);
      // Another node may give one back.
      throw failure(500, 'InternalError', `failed to allocate cidr from cluster cidr ${clusterCidr}`);
    }
    try {
      const body = { spec: { podCIDR, podCIDRs: [podCIDR] } };
      runtime.client.patch(nodes, { name }, { type: 'strategic', body });
    } catch (error) {
      free.release(podCIDR);
      throw error;
    }
    runtime.decided('Node', node, () => `Its pods get addresses of ${podCIDR}.`);
  };
  const runtime = makeRuntime(context, {
    name: 'node-controller',
    component: 'cidrAllocator',
    needs: [all],
    sync,
  });
  const occupied = ({ spec }: Node): readonly string[] =>
    spec?.podCIDRs ?? (spec?.podCIDR ? [spec.podCIDR] : []);
  const follow = (node: Node): void => {
    for (const cidr of occupied(node)) free.occupy(cidr);
    if (occupied(node).length === 0) runtime.enqueue(node);
  };
  all.addHandler({
    onAdd: follow,
    onUpdate: (_, node) => follow(node),
    onDelete: (node) => {
      for (const cidr of occupied(node)) free.release(cidr);
    },
  });
  return runtime;
}
