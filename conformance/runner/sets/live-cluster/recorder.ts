import type { ApiHandler, WatchEvent } from '../../../../src/engine/api/http.ts';
import type { Simulation } from '../../../../src/engine/sim/simulation.ts';
import { deepEqual } from '../../../../src/engine/sim/plain.ts';
import { objectName, type ApiObject, type Fields, type LiveCase, type LiveRun } from './case.ts';
import { eventEntries } from './event-entries.ts';
import { isWrittenByChance, tellingFields } from './telling-fields.ts';

/** Where each kind of a case's `watched` is found. */
const resourcePaths: Readonly<
  Record<string, readonly [prefix: string, resource: string, namespaced: boolean]>
> = {
  Pod: ['/api/v1', 'pods', true],
  Service: ['/api/v1', 'services', true],
  Endpoints: ['/api/v1', 'endpoints', true],
  ConfigMap: ['/api/v1', 'configmaps', true],
  ServiceAccount: ['/api/v1', 'serviceaccounts', true],
  ResourceQuota: ['/api/v1', 'resourcequotas', true],
  PersistentVolumeClaim: ['/api/v1', 'persistentvolumeclaims', true],
  PersistentVolume: ['/api/v1', 'persistentvolumes', false],
  Node: ['/api/v1', 'nodes', false],
  Namespace: ['/api/v1', 'namespaces', false],
  Event: ['/api/v1', 'events', true],
  Deployment: ['/apis/apps/v1', 'deployments', true],
  ReplicaSet: ['/apis/apps/v1', 'replicasets', true],
  DaemonSet: ['/apis/apps/v1', 'daemonsets', true],
  StatefulSet: ['/apis/apps/v1', 'statefulsets', true],
  ControllerRevision: ['/apis/apps/v1', 'controllerrevisions', true],
  Job: ['/apis/batch/v1', 'jobs', true],
  CronJob: ['/apis/batch/v1', 'cronjobs', true],
  PodDisruptionBudget: ['/apis/policy/v1', 'poddisruptionbudgets', true],
  EndpointSlice: ['/apis/discovery.k8s.io/v1', 'endpointslices', true],
  Lease: ['/apis/coordination.k8s.io/v1', 'leases', true],
};

/** What every namespace has; told only in the family `namespace`. */
const everywhere = ['ServiceAccount/default', 'ConfigMap/kube-root-ca.crt', 'Service/kubernetes'];

interface Entry {
  readonly step: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: string;
  readonly seconds: number;
  readonly fields?: Fields;
}

/** Watches what a case tells of, from its construction on. */
export class Recorder {
  readonly #handler: ApiHandler;
  readonly #sim: Simulation;
  readonly #case: LiveCase;
  readonly #timeline: Entry[] = [];
  /** Everything that was ever seen, for the names in it. */
  readonly seen = new Map<string, ApiObject>();
  readonly #living = new Map<string, ApiObject>();
  readonly #listed = new Map<string, Fields>();
  readonly #events: ApiObject[] = [];
  readonly #only: RegExp | undefined;
  #step = 0;
  #stepMs: number;
  /** When a watched object last changed. */
  lastChangeMs: number;

  constructor(handler: ApiHandler, sim: Simulation, liveCase: LiveCase) {
    this.#handler = handler;
    this.#sim = sim;
    this.#case = liveCase;
    this.#only = liveCase.only === undefined ? undefined : new RegExp(liveCase.only);
    this.#stepMs = sim.nowMs;
    this.lastChangeMs = sim.nowMs;
    for (const kind of new Set([...liveCase.watched, 'Pod', 'Node'])) this.#follow(kind);
    for (const namespace of new Set([liveCase.namespace, 'default'])) this.#followEvents(namespace);
  }

  startStep(step: number): void {
    this.#step = step;
    this.#stepMs = this.#sim.nowMs;
    this.lastChangeMs = this.#sim.nowMs;
  }

  get run(): Omit<LiveRun, 'answers'> {
    const told = (name: string): boolean =>
      this.#case.watched.includes(name.split(' ')[0] ?? '') || !name.startsWith('Node ');
    return {
      timeline: this.#timeline,
      events: eventEntries(
        this.#events.filter((event) => this.#isAbout(event)),
        told,
      ),
      final: [...this.#living.values()].map(asListed),
    };
  }

  #isAbout(event: ApiObject): boolean {
    const about = event['involvedObject'] as { kind: string; namespace?: string; name: string };
    if (this.#only !== undefined && !this.#only.test(`${about.kind}/${about.name}`)) return false;
    if (about.kind === 'Node') return this.#case.watched.includes('Node');
    return about.namespace === this.#case.namespace;
  }

  #follow(kind: string): void {
    const place = resourcePaths[kind];
    if (place === undefined) throw new Error(`no path is known for ${kind}`);
    const [prefix, resource, namespaced] = place;
    const namespace = kind === 'Lease' ? 'kube-node-lease' : this.#case.namespace;
    const path = `${prefix}/${namespaced ? `namespaces/${namespace}/` : ''}${resource}`;
    const told = this.#case.watched.includes(kind);
    this.#watch(kind, path, (type, object, initial) => {
      // Objects that are followed only for their addresses keep their uids to themselves.
      const seen = told || kind === 'Pod' ? object : withoutUid(object);
      this.seen.set(`${object.metadata.uid}`, seen);
      if (!told || !this.#isTold(object)) return;
      const name = objectName(object);
      if (type === 'DELETED') this.#living.delete(name);
      else this.#living.set(name, object);
      if (kind !== 'Lease') this.lastChangeMs = this.#sim.nowMs;
      if (initial) this.#listed.set(name, tellingFields(object));
      else this.#tell(type, name, object);
    });
  }

  #isTold(object: ApiObject): boolean {
    const name = `${object.kind}/${object.metadata.name}`;
    if (this.#only !== undefined && !this.#only.test(name)) return false;
    if (object.kind === 'Namespace' && object.metadata.name !== this.#case.namespace) return false;
    return this.#case.family === 'namespace' || !everywhere.includes(name);
  }

  #tell(type: Entry['type'], object: string, state: ApiObject): void {
    const seconds = (this.#sim.nowMs - this.#stepMs) / 1000;
    const entry = { step: this.#step, type, object, seconds };
    if (type === 'DELETED') {
      this.#timeline.push(entry);
      return;
    }
    if (isWrittenByChance(state)) return;
    const before = this.#listed.get(object);
    const now = tellingFields(state);
    const fields: Fields = {};
    for (const [key, value] of Object.entries(now)) {
      if (before === undefined || !Object.hasOwn(before, key) || !deepEqual(before[key], value))
        fields[key] = value;
    }
    for (const key of Object.keys(before ?? {})) if (!Object.hasOwn(now, key)) fields[key] = null;
    if (type === 'MODIFIED' && Object.keys(fields).length === 0) return;
    this.#listed.set(object, now);
    this.#timeline.push(Object.keys(fields).length === 0 ? entry : { ...entry, fields });
  }

  #followEvents(namespace: string): void {
    const byName = new Map<string, number>();
    this.#watch('Event', `/api/v1/namespaces/${namespace}/events`, (type, event, initial) => {
      if (initial || type === 'DELETED') return;
      const index = byName.get(event.metadata.name);
      if (index === undefined) byName.set(event.metadata.name, this.#events.push(event) - 1);
      else this.#events[index] = event;
    });
  }

  #watch(
    kind: string,
    path: string,
    onEvent: (type: Entry['type'], object: ApiObject, initial: boolean) => void,
  ): void {
    const user = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
    const list = this.#handler.handle({ method: 'GET', path, user });
    const body = list.body as { metadata: { resourceVersion: string }; items: ApiObject[] };
    if (list.status !== 200) throw new Error(`${path} answered ${list.status}`);
    const typed = (object: ApiObject): ApiObject => ({
      apiVersion: path.startsWith('/api/') ? 'v1' : path.split('/').slice(2, 4).join('/'),
      ...object,
      kind,
    });
    for (const item of body.items) onEvent('ADDED', typed(item), true);
    const watch = this.#handler.handle({
      method: 'GET',
      path: `${path}?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
      user,
    });
    watch.stream?.start({
      onChunk: (chunk) => {
        const { type, object } = chunk as WatchEvent<ApiObject>;
        if (type !== 'ERROR' && type !== 'BOOKMARK') onEvent(type, typed(object), false);
      },
      onEnd: () => {},
    });
  }
}

function withoutUid(object: ApiObject): ApiObject {
  return { ...object, metadata: { ...object.metadata, uid: undefined } };
}

/** An object as it stands at the end: whole, but without managedFields and resourceVersions. */
function asListed(object: ApiObject): ApiObject {
  const leftOut = new Set(['managedFields', 'resourceVersion']);
  return JSON.parse(
    JSON.stringify(object, (key, value: unknown) => (leftOut.has(key) ? undefined : value)),
  ) as ApiObject;
}
