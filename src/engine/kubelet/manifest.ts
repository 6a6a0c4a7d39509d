import { yamlValue, YamlError } from '../api/yaml.ts';
import type { Container, Pod } from '../api/types.ts';
import { deepCopy, deepFreeze } from '../sim/plain.ts';
import { textHash } from './pod-hash.ts';
import { configHash, configSeen, configSource } from './static-pod.ts';

/** A static pod's file as a pod of this node; a sentence when it is none. Models pkg/kubelet/config/common.go (v1.36). */
export function readManifest(path: string, text: string, nodeName: string, seenAt: string): Pod | string {
  let value: unknown;
  try {
    value = yamlValue(text);
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
  if (!isPodLike(value)) return `${path} is not a v1 Pod`;
  const pod = deepCopy(value);
  const uid = pod.metadata.uid || textHash(`${JSON.stringify(pod)}host:${nodeName}file:${path}`);
  const spec: Pod['spec'] = {
    ...pod.spec,
    restartPolicy: pod.spec.restartPolicy ?? 'Always',
    terminationGracePeriodSeconds: pod.spec.terminationGracePeriodSeconds ?? 30,
    nodeName,
    containers: pod.spec.containers.map(withDefaults),
    ...(pod.spec.initContainers && { initContainers: pod.spec.initContainers.map(withDefaults) }),
    tolerations: [...(pod.spec.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }],
  };
  return deepFreeze({
    ...pod,
    metadata: {
      ...pod.metadata,
      name: `${pod.metadata.name}-${nodeName.toLowerCase()}`,
      namespace: pod.metadata.namespace || 'default',
      uid,
      annotations: {
        ...pod.metadata.annotations,
        [configHash]: uid,
        [configSeen]: seenAt,
        [configSource]: 'file',
      },
    },
    spec,
    status: { phase: 'Pending' },
  });
}

/** The API's defaults that the kubelet goes by. */
function withDefaults(container: Container): Container {
  const image = container.image ?? '';
  const isLatest = !image.slice(image.lastIndexOf('/') + 1).includes(':') || image.endsWith(':latest');
  return {
    ...container,
    imagePullPolicy: container.imagePullPolicy ?? (isLatest ? 'Always' : 'IfNotPresent'),
  };
}

function isPodLike(value: unknown): value is Pod {
  if (!isRecord(value) || value['kind'] !== 'Pod' || value['apiVersion'] !== 'v1') return false;
  const { metadata, spec } = value;
  if (!isRecord(metadata) || typeof metadata['name'] !== 'string' || !isRecord(spec)) return false;
  return (
    isContainers(spec['containers']) &&
    (spec['initContainers'] == null || isContainers(spec['initContainers']))
  );
}

function isContainers(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((container) => isRecord(container) && typeof container['name'] === 'string')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
