import { configMaps, namespaces } from '../../api/resources.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import type { ConfigMap } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import {
  isNamespaceTerminating,
  makeRuntime,
  type Controller,
  type ControllerContext,
} from '../controller.ts';

const name = 'kube-root-ca.crt';
const annotations = {
  'kubernetes.io/description':
    'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
};

/** Gives every namespace the cluster's certificate authority. Models pkg/controller/certificates/rootcacertpublisher (v1.36). */
export function startRootCaPublisher(context: ControllerContext, rootCa: string): Controller {
  const all = context.informers.of(namespaces);
  const maps = context.informers.of(configMaps);
  const data = { 'ca.crt': rootCa };
  const sync = (namespace: string): void => {
    if (all.lister.get(namespace)?.status?.phase !== 'Active') return;
    const present = maps.lister.get(`${namespace}/${name}`);
    if (present === undefined) {
      create(namespace);
    } else if (!deepEqual(present.data, data) || !hasAnnotations(present)) {
      const metadata = {
        ...present.metadata,
        annotations: { ...present.metadata.annotations, ...annotations },
      };
      runtime.client.update(configMaps, { ...present, metadata, data });
    }
  };
  const create = (namespace: string): void => {
    const metadata = { name, namespace, annotations };
    try {
      runtime.client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    } catch (error) {
      if (isReason(error, 'AlreadyExists')) return;
      if (!(error instanceof StatusError && isNamespaceTerminating(error))) throw error;
    }
  };
  const runtime = makeRuntime(context, { name: 'root-ca-cert-publisher', needs: [all, maps], sync });
  all.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, namespace) => runtime.enqueue(namespace) });
  const wake = ({ metadata }: ConfigMap): void => {
    if (metadata.name === name) runtime.queue.add(metadata.namespace ?? '');
  };
  maps.addHandler({ onUpdate: (_, map) => wake(map), onDelete: wake });
  return runtime;
}

function hasAnnotations({ metadata }: ConfigMap): boolean {
  return Object.entries(annotations).every(([key, value]) => metadata.annotations?.[key] === value);
}
