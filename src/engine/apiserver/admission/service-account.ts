import { forbiddenError } from '../../api/status-error.ts';
import type { Container, Pod, ServiceAccount, Volume } from '../../api/types.ts';
import { deepFreeze } from '../../sim/plain.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const mirrorAnnotation = 'kubernetes.io/config.mirror';
const volumeNamePrefix = 'kube-api-access-';
const expirationSeconds = 3607;

/**
 * Every pod runs as a service account, and finds its token where clients look for it.
 * Models plugin/pkg/admission/serviceaccount (v1.36).
 */
export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  resources: ['pods'],
  operations: ['CREATE'],
  admit(request) {
    const pod = request.object as Pod;
    if (isMirrorPod(pod)) return;
    const { spec } = pod;
    spec.serviceAccountName ||= 'default';
    const account = accountOf(request, spec.serviceAccountName);
    spec.serviceAccount = spec.serviceAccountName;
    if (automounts(account, pod)) mountToken(request, pod);
    if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length)
      spec.imagePullSecrets = account.imagePullSecrets.map(({ name }) => ({ name }));
  },
  validate(request) {
    const pod = request.object as Pod;
    if (isMirrorPod(pod)) checkMirrorPod(request, pod);
  },
};

function isMirrorPod({ metadata }: Pod): boolean {
  return metadata.annotations?.[mirrorAnnotation] !== undefined;
}

function accountOf(
  { server, resource, name, namespace }: AdmissionRequest,
  accountName: string,
): ServiceAccount {
  const found = server.storage.get('serviceaccounts', namespace, accountName);
  if (found !== undefined) return found;
  throw forbiddenError(
    resource,
    name,
    `error looking up service account ${namespace}/${accountName}: serviceaccount "${accountName}" not found`,
  );
}

/** The pod's word counts before the account's. */
function automounts(account: ServiceAccount, { spec }: Pod): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

/** Mounts the token into every container that has nothing in its place. */
function mountToken({ server }: AdmissionRequest, { spec }: Pod): void {
  const existing = (spec.volumes ?? []).find(({ name }) => name.startsWith(volumeNamePrefix));
  const name = existing?.name ?? volumeNamePrefix + server.sim.random('names').suffix(5);
  const lists = [spec.initContainers ?? [], spec.containers ?? []];
  const mounts = lists.map((containers) => mountInto(containers, name));
  if (existing === undefined && mounts.includes(true))
    spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

function mountInto(containers: readonly Container[], name: string): boolean {
  let mounted = false;
  for (const container of containers) {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some((mount) => mount.mountPath === mountPath)) continue;
    container.volumeMounts = [...mounts, { name, readOnly: true, mountPath }];
    mounted = true;
  }
  return mounted;
}

/** The same in every pod, so that all of them share it. */
const tokenSources: Volume['projected'] = deepFreeze({
  sources: [
    { serviceAccountToken: { expirationSeconds, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 420,
});

function tokenVolume(name: string): Volume {
  return { name, projected: tokenSources };
}

/** What the kubelet mirrors may not reach for other objects. */
function checkMirrorPod({ resource, name }: AdmissionRequest, { spec }: Pod): void {
  if (spec.serviceAccountName)
    throw forbiddenError(resource, name, 'a mirror pod may not reference service accounts');
  const refuse = (what: string): never => {
    throw forbiddenError(resource, name, `a mirror pod may not reference ${what}`);
  };
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    if (container.env?.some(({ valueFrom }) => valueFrom?.secretKeyRef)) refuse('secrets');
    if (container.env?.some(({ valueFrom }) => valueFrom?.configMapKeyRef)) refuse('configmaps');
    if (container.envFrom?.some(({ secretRef }) => secretRef)) refuse('secrets');
    if (container.envFrom?.some(({ configMapRef }) => configMapRef)) refuse('configmaps');
  }
  for (const volume of spec.volumes ?? []) {
    if (volume.secret) refuse('secrets');
    if (volume.configMap) refuse('configmaps');
    if (volume.persistentVolumeClaim) refuse('persistentvolumeclaims');
    if (volume.projected?.sources?.some((source) => source.serviceAccountToken))
      refuse('ServiceAccountToken volume projections');
  }
}
