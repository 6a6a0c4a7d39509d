import { groupResource, type Resource } from '../../api/resource.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import type { KubeObject, OwnerReference } from '../../api/types.ts';
import { serverResources } from '../../client/discovery.ts';
import type { Informer } from '../../client/informer.ts';
import { whenAllSynced } from '../../client/informers.ts';
import { objectKey, splitKey } from '../../client/store.ts';
import {
  ifFound,
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { classifyOwners, isDeletingDependents, isToBeOrphaned, propagationOf } from './owners.ts';

/** What nobody owns and what comes and goes too often. Models DefaultIgnoredResources (v1.36). */
const ignored: ReadonlySet<string> = new Set(['events', 'events.events.k8s.io']);

const discoverAgainMs = 30_000;
const byOwner = 'owner';

interface Monitor {
  readonly resource: Resource;
  readonly informer: Informer<KubeObject>;
}

/**
 * Deletes what is owned only by objects that are gone, deletes or frees the dependents of owners that
 * wait for that. Models pkg/controller/garbagecollector (v1.36); who depends on whom is an index of
 * the informers here instead of a graph of its own.
 */
export function startGarbageCollector(context: ControllerContext): Controller {
  return new GarbageCollector(context);
}

class GarbageCollector implements Controller {
  readonly #context: ControllerContext;
  readonly #runtime: ControllerRuntime;
  readonly #monitors = new Map<string, Monitor>();
  #stopped = false;

  constructor(context: ControllerContext) {
    this.#context = context;
    const discovered: (() => void)[] = [];
    let ready = false;
    const monitors = {
      whenSynced: (run: () => void) => {
        if (ready) run();
        else discovered.push(run);
      },
    };
    this.#runtime = makeRuntime(context, {
      name: 'generic-garbage-collector',
      needs: [monitors],
      sync: (key) => this.#sync(key),
    });
    const look = (): void => {
      if (this.#stopped) return;
      context.sim.after(discoverAgainMs, look, { chore: true });
      if (!this.#discover() || ready) return;
      ready = true;
      whenAllSynced(
        [...this.#monitors.values()].map(({ informer }) => informer),
        () => discovered.forEach((run) => run()),
      );
    };
    context.sim.soon(look);
  }

  stop(): void {
    this.#stopped = true;
    this.#runtime.stop();
  }

  /** Starts to follow each resource that is new. Whether the server answered. */
  #discover(): boolean {
    let resources;
    try {
      resources = serverResources(this.#runtime.client);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return false;
    }
    for (const resource of resources) {
      const name = groupResource(resource);
      const verbs = ['delete', 'list', 'watch'];
      if (ignored.has(name) || this.#monitors.has(name)) continue;
      if (verbs.every((verb) => resource.verbs.includes(verb))) this.#monitor(name, resource);
    }
    return true;
  }

  #monitor(name: string, resource: Resource): void {
    const informer = this.#context.informers.of(resource);
    this.#monitors.set(name, { resource, informer });
    informer.addIndex(byOwner, ({ metadata }) => metadata.ownerReferences?.map(({ uid }) => uid) ?? []);
    informer.addHandler({
      onAdd: (object) => {
        if (object.metadata.deletionTimestamp) this.#enqueueIfWaiting(name, object);
        if (this.#hasUnknownOwner(object)) this.#enqueue(name, object);
      },
      onUpdate: (old, object) => {
        const deletionStarts = object.metadata.deletionTimestamp && !old.metadata.deletionTimestamp;
        if (deletionStarts) this.#enqueueIfWaiting(name, object);
        if (old.metadata.ownerReferences !== object.metadata.ownerReferences) {
          this.#wakeWaitingOwners(old);
          if (this.#hasUnknownOwner(object)) this.#enqueue(name, object);
        }
      },
      onDelete: (object) => {
        this.#wakeWaitingOwners(object);
        for (const [dependentName, dependent] of this.#dependents(object)) {
          this.#enqueue(dependentName, dependent);
        }
      },
    });
  }

  #enqueue(name: string, object: KubeObject): void {
    this.#runtime.queue.add(`${name} ${objectKey(object)}`);
  }

  #enqueueIfWaiting(name: string, object: KubeObject): void {
    if (isDeletingDependents(object) || isToBeOrphaned(object)) this.#enqueue(name, object);
  }

  /** Owners that wait for their dependents look again when one is gone or no longer theirs. */
  #wakeWaitingOwners(dependent: KubeObject): void {
    for (const reference of dependent.metadata.ownerReferences ?? []) {
      const monitor = this.#monitorOf(reference);
      const owner = monitor && this.#find(monitor, reference, dependent);
      if (monitor && owner && (isDeletingDependents(owner) || isToBeOrphaned(owner)))
        this.#enqueue(groupResource(monitor.resource), owner);
    }
  }

  /** An owner that waits for its dependents does not hear of a new one until another is gone. */
  #hasUnknownOwner(object: KubeObject): boolean {
    return (object.metadata.ownerReferences ?? []).some((reference) => {
      const monitor = this.#monitorOf(reference);
      return monitor === undefined || this.#find(monitor, reference, object) === undefined;
    });
  }

  /** The resource that an owner's kind names. */
  #monitorOf({ apiVersion, kind }: OwnerReference): Monitor | undefined {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    for (const monitor of this.#monitors.values()) {
      if (monitor.resource.kind === kind && monitor.resource.group === group) return monitor;
    }
    return undefined;
  }

  #find(monitor: Monitor, { name, uid }: OwnerReference, dependent: KubeObject): KubeObject | undefined {
    const { namespace } = dependent.metadata;
    const key = monitor.resource.namespaced && namespace ? `${namespace}/${name}` : name;
    const owner = monitor.informer.lister.get(key);
    return owner?.metadata.uid === uid ? owner : undefined;
  }

  *#dependents(owner: KubeObject): Iterable<[string, KubeObject]> {
    for (const [name, { informer }] of this.#monitors) {
      for (const dependent of informer.lister.byIndex(byOwner, owner.metadata.uid ?? '')) {
        yield [name, dependent];
      }
    }
  }

  #sync(key: string): void {
    const space = key.indexOf(' ');
    const monitor = this.#monitors.get(key.slice(0, space));
    const known = monitor?.informer.lister.get(key.slice(space + 1));
    if (monitor === undefined || known === undefined) return;
    if (known.metadata.deletionTimestamp && !isDeletingDependents(known) && !isToBeOrphaned(known)) return;
    const { resource } = monitor;
    const { namespace, name } = splitKey(key.slice(space + 1));
    const latest = ifFound(() => this.#runtime.client.get(resource, { namespace, name }));
    if (latest === undefined || latest.metadata.uid !== known.metadata.uid) return;
    if (isToBeOrphaned(latest)) this.#orphanDependents(resource, latest);
    else if (isDeletingDependents(latest)) this.#waitForDependents(resource, latest);
    else if (!latest.metadata.deletionTimestamp) this.#collect(resource, latest);
  }

  /** Models attemptToDeleteItem (v1.36). */
  #collect(resource: Resource, object: KubeObject): void {
    const references = object.metadata.ownerReferences ?? [];
    if (references.length === 0) return;
    const owners = classifyOwners(references, (reference) => this.#readOwner(reference, object));
    const gone = [...owners.dangling, ...owners.waiting];
    if (owners.solid.length > 0) {
      if (gone.length > 0) this.#cutReferences(resource, object, gone);
      return;
    }
    const dependents = [...this.#dependents(object)].map(([, dependent]) => dependent);
    const inForeground = owners.waiting.length > 0 && dependents.length > 0;
    // A dependent that waits as well may wait, in the end, for this object itself.
    if (inForeground && dependents.some(isDeletingDependents)) this.#unblockOwners(resource, object);
    this.#runtime.decided(
      resource.kind,
      object,
      () =>
        `Deletes it: ${references.map(({ kind, name }) => `${kind} ${name}`).join(', ')} is gone or going.`,
    );
    const { namespace, name, uid } = object.metadata;
    ifFound(() =>
      this.#runtime.client.delete(
        resource,
        { namespace, name },
        { uid, propagationPolicy: inForeground ? 'Foreground' : propagationOf(object) },
      ),
    );
  }

  /** An owner as the API has it now; undefined when it is gone. What no kind is known for counts as there. */
  #readOwner(reference: OwnerReference, dependent: KubeObject): KubeObject | 'unknown' | undefined {
    const monitor = this.#monitorOf(reference);
    if (monitor === undefined) return 'unknown';
    const { namespaced } = monitor.resource;
    const key = {
      name: reference.name,
      ...(namespaced && dependent.metadata.namespace && { namespace: dependent.metadata.namespace }),
    };
    const owner = ifFound(() => this.#runtime.client.get(monitor.resource, key));
    return owner?.metadata.uid === reference.uid ? owner : undefined;
  }

  #waitForDependents(resource: Resource, owner: KubeObject): void {
    let blocked = false;
    for (const [name, dependent] of this.#dependents(owner)) {
      const blocks = dependent.metadata.ownerReferences?.some(
        ({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion === true,
      );
      if (!blocks) continue;
      blocked = true;
      if (!isDeletingDependents(dependent)) this.#enqueue(name, dependent);
    }
    if (!blocked) this.#removeFinalizer(resource, owner, 'foregroundDeletion');
  }

  /** Frees the dependents, and the owner once all of them are heard to be free. */
  #orphanDependents(resource: Resource, owner: KubeObject): void {
    let freed = false;
    for (const [name, dependent] of this.#dependents(owner)) {
      const monitor = this.#monitors.get(name);
      const reference = dependent.metadata.ownerReferences?.find(({ uid }) => uid === owner.metadata.uid);
      if (monitor !== undefined && reference !== undefined) {
        this.#cutReferences(monitor.resource, dependent, [reference]);
        freed = true;
      }
    }
    if (!freed) this.#removeFinalizer(resource, owner, 'orphan');
  }

  #cutReferences(resource: Resource, object: KubeObject, references: readonly OwnerReference[]): void {
    const cut = new Set(references.map(({ uid }) => uid));
    this.#patchOwners(
      resource,
      object,
      references.map(({ uid }) => ({ $patch: 'delete', uid })),
      (object.metadata.ownerReferences ?? []).filter(({ uid }) => !cut.has(uid)),
    );
  }

  /** Lets the owners go before this object does. */
  #unblockOwners(resource: Resource, object: KubeObject): void {
    const isBlocking = ({ blockOwnerDeletion }: OwnerReference): boolean => blockOwnerDeletion === true;
    const free = (reference: OwnerReference): OwnerReference => ({ ...reference, blockOwnerDeletion: false });
    const references = object.metadata.ownerReferences ?? [];
    if (!references.some(isBlocking)) return;
    this.#patchOwners(resource, object, references.filter(isBlocking).map(free), references.map(free));
  }

  /** Custom resources know no strategic patches; they get the whole list, if nobody has changed them since. */
  #patchOwners(
    resource: Resource,
    object: KubeObject,
    changes: readonly object[],
    whole: readonly OwnerReference[],
  ): void {
    const { client } = this.#runtime;
    const { namespace, name, uid, resourceVersion } = object.metadata;
    const key = { namespace, name };
    const metadata = { uid, ownerReferences: changes };
    try {
      ifFound(() => client.patch(resource, key, { type: 'strategic', body: { metadata } }));
    } catch (error) {
      if (!isReason(error, 'UnsupportedMediaType')) throw error;
      const body = { metadata: { uid, resourceVersion, ownerReferences: whole } };
      ifFound(() => client.patch(resource, key, { type: 'merge', body }));
    }
  }

  #removeFinalizer(resource: Resource, object: KubeObject, finalizer: string): void {
    const { namespace, name, resourceVersion } = object.metadata;
    const finalizers = (object.metadata.finalizers ?? []).filter((other) => other !== finalizer);
    const body = { metadata: { resourceVersion, finalizers } };
    try {
      this.#runtime.client.patch(resource, { namespace, name }, { type: 'merge', body });
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
  }
}
