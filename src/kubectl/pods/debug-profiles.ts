/** What a profile makes of a pod in which, or of a copy with which, somebody debugs. Models kubectl/pkg/cmd/debug (v1.36). */
import { listAt, mapAt, type AnyObject } from '../api/object.ts';

/** A container in an existing pod, a copy of a pod, or a pod on a node. */
export type DebugStyle = 'ephemeral' | 'copy' | 'node';

/** What a copy keeps of its original. */
export interface KeptParts {
  readonly labels: boolean;
  readonly annotations: boolean;
  readonly liveness: boolean;
  readonly readiness: boolean;
  readonly startup: boolean;
  readonly initContainers: boolean;
}

/** Changes a pod, which is the caller's own. */
type Profile = (pod: AnyObject, container: AnyObject, style: DebugStyle, kept: KeptParts) => void;

export const profiles: Readonly<Record<string, Profile>> = {
  legacy(pod, container, style) {
    if (style === 'copy') removeParts(pod, { ...keepAll, labels: false });
    if (style === 'node') {
      mountRoot(pod, container);
      useHostNamespaces(pod);
    }
  },
  general(pod, container, style, kept) {
    if (style === 'node') {
      mountRoot(pod, container);
      delete container['securityContext'];
      useHostNamespaces(pod);
      return;
    }
    if (style === 'copy') asCopy(pod, kept);
    addCapabilities(container, 'SYS_PTRACE');
  },
  baseline(pod, container, style, kept) {
    delete container['securityContext'];
    if (style === 'copy') asCopy(pod, kept);
  },
  restricted(pod, container, style, kept) {
    container['securityContext'] = {
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      seccompProfile: { type: 'RuntimeDefault' },
    };
    if (style === 'copy') asCopy(pod, kept);
  },
  netadmin(pod, container, style, kept) {
    addCapabilities(container, 'NET_ADMIN', 'NET_RAW');
    if (style === 'node') useHostNamespaces(pod);
    if (style === 'copy') asCopy(pod, kept);
  },
  sysadmin(pod, container, style, kept) {
    container['securityContext'] = { ...mapAt(container, 'securityContext'), privileged: true };
    if (style === 'node') {
      useHostNamespaces(pod);
      mountRoot(pod, container);
    }
    if (style === 'copy') asCopy(pod, kept);
  },
};

const keepAll: KeptParts = {
  labels: true,
  annotations: true,
  liveness: true,
  readiness: true,
  startup: true,
  initContainers: true,
};

function asCopy(pod: AnyObject, kept: KeptParts): void {
  removeParts(pod, kept);
  const spec = pod['spec'] as AnyObject;
  spec['shareProcessNamespace'] ??= true;
}

function removeParts(pod: AnyObject, kept: KeptParts): void {
  const metadata = pod['metadata'] as AnyObject;
  const spec = pod['spec'] as AnyObject;
  if (!kept.labels) delete metadata['labels'];
  if (!kept.annotations) delete metadata['annotations'];
  if (!kept.initContainers) delete spec['initContainers'];
  for (const container of listAt(spec, 'containers') as AnyObject[]) {
    if (!kept.liveness) delete container['livenessProbe'];
    if (!kept.readiness) delete container['readinessProbe'];
    if (!kept.startup) delete container['startupProbe'];
  }
}

function mountRoot(pod: AnyObject, container: AnyObject): void {
  const spec = pod['spec'] as AnyObject;
  spec['volumes'] = [...listAt(spec, 'volumes'), { name: 'host-root', hostPath: { path: '/' } }];
  container['volumeMounts'] = [
    ...listAt(container, 'volumeMounts'),
    { mountPath: '/host', name: 'host-root' },
  ];
}

function useHostNamespaces(pod: AnyObject): void {
  Object.assign(pod['spec'] as object, { hostNetwork: true, hostPID: true, hostIPC: true });
}

function addCapabilities(container: AnyObject, ...names: readonly string[]): void {
  const context = mapAt(container, 'securityContext');
  const capabilities = mapAt(context, 'capabilities');
  container['securityContext'] = {
    ...context,
    capabilities: { ...capabilities, add: [...listAt(capabilities, 'add'), ...names] },
  };
}
