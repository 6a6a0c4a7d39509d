import type { UserInfo } from '../api/http.ts';
import { decodeBase64 } from '../api/base64.ts';
import { utf8Text } from '../api/utf8.ts';
import { yamlValue, YamlError } from '../api/yaml.ts';
import type { ProgramContext } from './program.ts';

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Whether the container has a service account's credentials. */
export function isInCluster({ readFile }: Pick<ProgramContext, 'readFile'>): boolean {
  return readFile(tokenFile) !== undefined;
}

/** Whom a program is to the API server: the user of its kubeconfig, else the pod's service account. */
export function identityOf(
  context: Pick<ProgramContext, 'readFile'>,
  kubeconfig: string | undefined,
): UserInfo {
  if (kubeconfig) return userOf(context.readFile(kubeconfig) ?? '');
  return bearerOf(context.readFile(tokenFile) ?? '');
}

/** Whose token that is. Simplified: as the token says; nobody asks whether it is still good. */
function bearerOf(token: string): UserInfo {
  const { sub: name } = claimsOf(token);
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name ?? '') ?? [];
  if (name === undefined || namespace === undefined) return anonymous;
  return {
    name,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

function claimsOf(token: string): { readonly sub?: string } {
  const [, payload = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(utf8Text(decodeBase64(payload, 'url')));
    const { sub } = (claims ?? {}) as { readonly sub?: unknown };
    return typeof sub === 'string' ? { sub } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const anonymous: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/**
 * Simplified: a kubeconfig's user is who its name says; certificates and tokens in it are not read.
 */
function userOf(kubeconfig: string): UserInfo {
  const context = currentContext(kubeconfig);
  const groups = context === 'kubernetes-admin' ? ['kubeadm:cluster-admins'] : [];
  return context === undefined ? anonymous : { name: context, groups: [...groups, 'system:authenticated'] };
}

function currentContext(text: string): string | undefined {
  let config: unknown;
  try {
    config = yamlValue(text);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
  const { 'current-context': current, contexts } = (config ?? {}) as Record<string, unknown>;
  if (!Array.isArray(contexts)) return undefined;
  const found = contexts.find((context: { name?: unknown } | null) => context?.name === current) as
    { context?: { user?: unknown } } | undefined;
  const user = found?.context?.user;
  return typeof user === 'string' ? user : undefined;
}
