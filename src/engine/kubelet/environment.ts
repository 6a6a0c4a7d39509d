import { decodeBase64Text } from '../api/base64.ts';
import { configMaps, secrets } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { ConfigMap, Container, Pod, Secret } from '../api/types.ts';
import { podField, resourceField } from './downward-api.ts';
import type { NodeContext } from './node-context.ts';
import { serviceEnvironment } from './service-environment.ts';
import { missingText } from './volumes.ts';

type EnvSource = NonNullable<NonNullable<Container['env']>[number]['valueFrom']>;

/** Why a container's configuration cannot be made: `configmap "cfg" not found`. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * A container's environment: services, then envFrom, then env with its references expanded.
 * Throws a ConfigError. Models makeEnvironmentVariables of pkg/kubelet/kubelet_pods.go (v1.36).
 */
export function makeEnvironment(
  context: NodeContext,
  pod: Pod,
  container: Container,
  podIP: string,
): Map<string, string> {
  const env = serviceEnvironment(context.client, pod);
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const reference = configMapRef ?? secretRef;
    if (reference === undefined) continue;
    const data = readData(context, pod, configMapRef !== undefined, reference.name ?? '');
    if (typeof data === 'string') {
      if (reference.optional === true) continue;
      throw new ConfigError(data);
    }
    for (const [key, value] of data) env.set(prefix + key, value);
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found =
      valueFrom === undefined
        ? expand(value ?? '', env)
        : readSource(context, pod, container, valueFrom, podIP);
    if (found !== undefined) env.set(name, found);
  }
  return env;
}

/** Replaces `$(NAME)` by what is known, and `$$` by `$`. Models third_party/forked/golang/expansion (v1.36). */
export function expand(text: string, env: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$(\$|\(([^)]*)\))/g, (whole, sign: string, name: string | undefined) => {
    if (sign === '$') return '$';
    return env.get(name ?? '') ?? whole;
  });
}

function readSource(
  context: NodeContext,
  pod: Pod,
  container: Container,
  source: EnvSource,
  podIP: string,
): string | undefined {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef !== undefined) return podField(pod, fieldRef.fieldPath, context.machine, podIP);
  if (resourceFieldRef !== undefined) return resourceField(pod, resourceFieldRef, container, context.machine);
  const reference = configMapKeyRef ?? secretKeyRef;
  if (reference === undefined) return undefined;
  const isConfigMap = configMapKeyRef !== undefined;
  const { name = '', key, optional } = reference;
  const data = readData(context, pod, isConfigMap, name);
  if (typeof data === 'string') {
    if (optional === true) return undefined;
    throw new ConfigError(data);
  }
  const value = data.get(key);
  if (value === undefined && optional !== true) {
    const kind = isConfigMap ? 'ConfigMap' : 'Secret';
    throw new ConfigError(`couldn't find key ${key} in ${kind} ${pod.metadata.namespace}/${name}`);
  }
  return value;
}

function readData(
  { client }: NodeContext,
  pod: Pod,
  isConfigMap: boolean,
  name: string,
): ReadonlyMap<string, string> | string {
  const key = { namespace: pod.metadata.namespace, name };
  try {
    if (isConfigMap) {
      const { data, binaryData }: ConfigMap = client.get(configMaps, key);
      const values = new Map<string, string>(Object.entries(data ?? {}));
      for (const [entry, value] of Object.entries(binaryData ?? {}))
        values.set(entry, decodeBase64Text(value));
      return values;
    }
    const { data }: Secret = client.get(secrets, key);
    return new Map(Object.entries(data ?? {}).map(([entry, value]) => [entry, decodeBase64Text(value)]));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return missingText(isConfigMap ? 'configmaps' : 'secrets', name, error);
  }
}
