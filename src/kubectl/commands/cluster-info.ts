import { resourcePath, type Service } from '../../engine/index.ts';
import { services } from '../api/known-resources.ts';
import { listAt, textAt } from '../api/object.ts';
import { currentContext, entryNamed, readKubeconfig } from '../config/kubeconfig.ts';
import type { Context } from '../context.ts';

/** `kubectl cluster-info`. Models kubectl/pkg/cmd/clusterinfo (v1.36). */
export async function clusterInfo(context: Context): Promise<void> {
  const config = readKubeconfig(context.environment, context.flags);
  const cluster = textAt(currentContext(config, context.flags), 'context', 'cluster');
  const server = textAt(entryNamed(config.clusters, cluster), 'cluster', 'server') || 'http://localhost:8080';
  context.out(`Kubernetes control plane is running at ${server}\n`);
  const list = await context.client.request('GET', resourcePath(services, { namespace: 'kube-system' }), {
    query: { labelSelector: 'kubernetes.io/cluster-service=true' },
  });
  for (const service of listAt(list, 'items') as unknown as Service[]) {
    const { name, namespace, labels } = service.metadata;
    const [port] = service.spec?.ports ?? [];
    const portName = port?.name ? `:${port.name}` : '';
    const title = labels?.['kubernetes.io/name'] ?? name;
    context.out(
      `${title} is running at ${server}/api/v1/namespaces/${namespace}/services/${name}${portName}/proxy\n`,
    );
  }
  context.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
}
