import type { ApiHandler } from '../../../../src/engine/api/http.ts';
import type {
  EventsV1Event,
  KubeObject,
  Lease,
  Pod,
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../../../src/engine/api/types.ts';

type Short = Readonly<Record<string, unknown>>;

/** Reads the cluster as an administrator and tells it in the short form of the recordings. */
export class ClusterView {
  readonly #server: ApiHandler;
  readonly #seenEvents = new Map<string, string>();
  /** What the recordings call each uid. */
  readonly #uids = new Map<string, string>();

  constructor(server: ApiHandler) {
    this.#server = server;
  }

  send(method: string, path: string, body?: object, contentType = 'application/json') {
    return this.#server.handle({
      method,
      path,
      headers: { 'content-type': contentType, accept: 'application/json' },
      user: { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] },
      ...(body !== undefined && { body }),
    });
  }

  list(path: string): readonly KubeObject[] {
    return (this.send('GET', path).body as { items?: readonly KubeObject[] }).items ?? [];
  }

  pods(): Record<string, Short> {
    const pods: Record<string, Short> = {};
    for (const pod of this.list('/api/v1/pods') as readonly Pod[]) {
      const { namespace, name, uid = '' } = pod.metadata;
      this.#uids.set(uid, `<uid:${namespace}/${name}>`);
      pods[`${namespace}/${name}`] = shortPod(pod);
    }
    return pods;
  }

  /** A text without what differs from run to run. */
  normalise(text: string): string {
    let plain = text;
    for (const [uid, name] of this.#uids) plain = plain.replaceAll(uid, name);
    return plain.replace(/(ResourceVersion in object meta: )\d+/g, '$1<rv>');
  }

  /** `<uid:NS/NAME>` in a body becomes that object's uid. */
  withUids<T>(body: T): T {
    this.pods();
    let text = JSON.stringify(body);
    for (const [uid, name] of this.#uids) text = text.replaceAll(name, uid);
    return JSON.parse(text) as T;
  }

  /** New and changed Event objects since the last call, sorted. */
  takeEvents(): Short[] {
    const events: Short[] = [];
    for (const event of this.list('/apis/events.k8s.io/v1/events') as readonly EventsV1Event[]) {
      const key = `${event.metadata.namespace}/${event.metadata.name}`;
      const version = event.metadata.resourceVersion ?? '';
      if (this.#seenEvents.get(key) === version) continue;
      this.#seenEvents.set(key, version);
      events.push(this.#shortEvent(event));
    }
    return events.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  /** Objects of a collection that the scenario records too; `holder` names a Lease's holder. */
  collection(path: string, holder: (identity: string) => string): Record<string, Short> {
    const short: Record<string, Short> = {};
    for (const object of this.list(path)) {
      const { namespace, name } = object.metadata;
      const key = namespace ? `${namespace}/${name}` : name;
      if (path.endsWith('/leases')) short[key] = shortLease(object, holder);
      else if (path.endsWith('/persistentvolumes')) short[key] = shortVolume(object as PersistentVolume);
      else short[key] = shortClaim(object as PersistentVolumeClaim);
    }
    return short;
  }

  #shortEvent(event: EventsV1Event): Short {
    const { reason, type, regarding, note, action, reportingController, reportingInstance, series } = event;
    const source = event.deprecatedSource;
    return filled({
      reason,
      type,
      regarding: `${regarding?.kind} ${regarding?.namespace ? `${regarding.namespace}/` : ''}${regarding?.name}`,
      note: this.normalise(note ?? ''),
      action,
      reportingController,
      reportingInstance,
      source: source?.component ? source : undefined,
      seriesCount: series?.count,
    });
  }
}

function sortKey({ regarding, reason }: Short): string {
  return `${regarding as string}\n${reason as string}`;
}

/** Without members that are undefined or empty. */
function filled(members: Short): Short {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== '' && value !== null),
  );
}

function shortPod({ metadata, spec, status }: Pod): Short {
  const conditions = (status?.conditions ?? []).map(
    ({ lastTransitionTime: _transition, lastProbeTime: _probe, ...rest }) => filled(rest),
  );
  return filled({
    phase: status?.phase,
    nodeName: spec.nodeName,
    nominatedNodeName: status?.nominatedNodeName,
    deleting: metadata.deletionTimestamp ? true : undefined,
    reason: status?.reason,
    message: status?.message,
    conditions,
  });
}

function shortLease({ spec }: Lease, holder: (identity: string) => string): Short {
  return filled({
    holderIdentity: holder(spec?.holderIdentity ?? ''),
    leaseDurationSeconds: spec?.leaseDurationSeconds,
    leaseTransitions: spec?.leaseTransitions,
    renewed: spec?.renewTime ? true : undefined,
  });
}

function shortVolume({ spec, status }: PersistentVolume): Short {
  return filled({ phase: status?.phase, claim: spec.claimRef?.name });
}

function shortClaim({ spec, status, metadata }: PersistentVolumeClaim): Short {
  return filled({
    phase: status?.phase,
    volumeName: spec.volumeName,
    selectedNode: metadata.annotations?.['volume.kubernetes.io/selected-node'],
  });
}
