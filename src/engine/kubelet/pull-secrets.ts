import { base64Problem, decodeBase64Text } from '../api/base64.ts';
import { JsonSyntaxError, readJson } from '../api/json.ts';
import { secrets } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { Pod, Secret } from '../api/types.ts';
import { recordPodEvent, type NodeContext } from './node-context.ts';

/** The credentials for registries that a pod brings, by the registry's address. Models getPullSecretsForPod (v1.36). */
export function pullSecrets(context: NodeContext, pod: Pod): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const missing: string[] = [];
  const { namespace } = pod.metadata;
  for (const { name = '' } of pod.spec.imagePullSecrets ?? []) {
    if (name === '') continue;
    try {
      const secret = context.client.get<Secret>(secrets, { namespace, name });
      for (const [registry, value] of registriesIn(secret)) found.set(registry, value);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      missing.push(name);
    }
  }
  if (missing.length > 0) {
    const message = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
    recordPodEvent(context, pod, 'Warning', 'FailedToRetrieveImagePullSecret', message);
  }
  return found;
}

function registriesIn({ type, data }: Secret): [string, string][] {
  const isOld = type === 'kubernetes.io/dockercfg';
  const text = data?.[isOld ? '.dockercfg' : '.dockerconfigjson'] ?? '';
  if (text === '' || base64Problem(text) !== undefined) return [];
  let config: unknown;
  try {
    config = readJson(decodeBase64Text(text)).value;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return [];
    throw error;
  }
  const registries = isOld ? config : (config as { auths?: unknown } | null)?.auths;
  if (typeof registries !== 'object' || registries === null) return [];
  return Object.entries(registries).map(([registry, value]) => [registry, JSON.stringify(value)]);
}
