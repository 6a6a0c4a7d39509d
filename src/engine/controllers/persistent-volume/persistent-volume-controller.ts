import { persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../../api/resources.ts';
import type {
  ObjectMeta,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../../api/types.ts';
import type { Informer } from '../../client/informer.ts';
import { objectReference } from '../../client/object-reference.ts';
import { objectKey } from '../../client/store.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { Timer } from '../../sim/simulation.ts';
import {
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';
import { bestVolume, isBoundTo, mismatch } from './match-volume.ts';
import { deleteReleased, externalProvisioner } from './volume-plugins.ts';

const bindCompleted = 'pv.kubernetes.io/bind-completed';
const boundByController = 'pv.kubernetes.io/bound-by-controller';
const selectedNode = 'volume.kubernetes.io/selected-node';
const defaultClass = 'storageclass.kubernetes.io/is-default-class';
const betaStorageProvisioner = 'volume.beta.kubernetes.io/storage-provisioner';
const storageProvisioner = 'volume.kubernetes.io/storage-provisioner';
const resyncMs = 15_000;

/**
 * Binds claims to volumes, asks provisioners for new ones, and deletes those that are released.
 * Models pkg/controller/volume/persistentvolume (v1.36).
 * Simplified: volumes whose policy is Recycle stay released.
 */
export function startPersistentVolumeController(context: ControllerContext): Controller {
  return new PersistentVolumeController(context);
}

/** Keys are `volume NAME` and `claim NAMESPACE/NAME`. */
class PersistentVolumeController implements Controller {
  readonly #runtime: ControllerRuntime;
  readonly #claims: Informer<PersistentVolumeClaim>;
  readonly #volumes: Informer<PersistentVolume>;
  readonly #classes;
  readonly #pods: Informer<Pod>;
  readonly #resync: Timer;

  constructor(context: ControllerContext) {
    this.#claims = context.informers.of(persistentVolumeClaims);
    this.#volumes = context.informers.of(persistentVolumes);
    this.#classes = context.informers.of(storageClasses);
    this.#pods = context.informers.of(pods);
    indexByNamespace(this.#pods);
    this.#runtime = makeRuntime(context, {
      name: 'persistent-volume-binder',
      component: 'persistentvolume-controller',
      needs: [this.#claims, this.#volumes, this.#classes, this.#pods],
      sync: (key) => this.#sync(key),
    });
    const { queue } = this.#runtime;
    const wakeVolume = ({ metadata }: PersistentVolume): void => queue.add(`volume ${metadata.name}`);
    const wakeClaim = (claim: PersistentVolumeClaim): void => queue.add(`claim ${objectKey(claim)}`);
    this.#volumes.addHandler({
      onAdd: wakeVolume,
      onUpdate: (_, volume) => wakeVolume(volume),
      onDelete: ({ spec: { claimRef } }) => {
        if (claimRef !== undefined) queue.add(`claim ${claimRef.namespace}/${claimRef.name}`);
      },
    });
    this.#claims.addHandler({
      onAdd: wakeClaim,
      onUpdate: (_, claim) => wakeClaim(claim),
      onDelete: ({ spec }) => {
        if (spec.volumeName) queue.add(`volume ${spec.volumeName}`);
      },
    });
    const resync = (): void => {
      for (const volume of this.#volumes.lister.values()) wakeVolume(volume);
      for (const claim of this.#claims.lister.values()) wakeClaim(claim);
    };
    this.#resync = context.sim.every(resyncMs, resync, { chore: true });
  }

  stop(): void {
    this.#resync.cancel();
    this.#runtime.stop();
  }

  #sync(key: string): void {
    const [what, name = ''] = key.split(' ');
    if (what === 'volume') {
      const volume = this.#volumes.lister.get(name);
      if (volume !== undefined) this.#syncVolume(volume);
      return;
    }
    const claim = this.#claims.lister.get(name);
    if (claim === undefined) return;
    if (claim.metadata.annotations?.[bindCompleted] === undefined) this.#syncUnboundClaim(claim);
    else this.#syncBoundClaim(claim);
  }

  #syncVolume(volume: PersistentVolume): void {
    const { claimRef } = volume.spec;
    if (!claimRef?.uid) {
      this.#setVolumePhase(volume, 'Available');
      return;
    }
    const claim = this.#claims.lister.get(`${claimRef.namespace}/${claimRef.name}`);
    if (claim === undefined || claim.metadata.uid !== claimRef.uid) {
      this.#reclaim(volume);
    } else if (!claim.spec.volumeName) {
      this.#runtime.queue.add(`claim ${objectKey(claim)}`);
    } else if (claim.spec.volumeName === volume.metadata.name) {
      this.#setVolumePhase(volume, 'Bound');
    } else if (volume.metadata.annotations?.[boundByController] !== undefined) {
      this.#unbind(volume);
    }
  }

  #reclaim(volume: PersistentVolume): void {
    if (volume.status?.phase !== 'Failed') this.#setVolumePhase(volume, 'Released');
    if (volume.spec.persistentVolumeReclaimPolicy !== 'Delete') return;
    const problem = deleteReleased(this.#runtime.client, volume);
    if (problem === undefined || volume.status?.phase === 'Failed') return;
    const fresh = this.#runtime.client.get(persistentVolumes, { name: volume.metadata.name });
    this.#setVolumePhase(fresh, 'Failed', problem);
    const about = objectReference(persistentVolumes, fresh);
    this.#runtime.recorder.event(about, 'Warning', 'VolumeFailedDelete', problem);
  }

  /** The claim took another volume: this one is free again. */
  #unbind(volume: PersistentVolume): void {
    const { claimRef: _claimRef, ...spec } = volume.spec;
    const { [boundByController]: _bound, ...annotations } = volume.metadata.annotations ?? {};
    const metadata = { ...volume.metadata, annotations };
    this.#runtime.client.update(persistentVolumes, { ...volume, metadata, spec });
  }

  #syncUnboundClaim(claim: PersistentVolumeClaim): void {
    if (claim.spec.volumeName) {
      const volume = this.#volumes.lister.get(claim.spec.volumeName);
      if (volume !== undefined) this.#bindRequested(volume, claim);
      return;
    }
    const storageClass = this.#classes.lister.get(claim.spec.storageClassName ?? '');
    const waits =
      storageClass?.volumeBindingMode === 'WaitForFirstConsumer' &&
      claim.metadata.annotations?.[selectedNode] === undefined;
    const volume = bestVolume(claim, this.#volumes.lister.values(), waits);
    if (volume !== undefined) {
      this.#bind(volume, claim);
    } else if (this.#takesDefaultClass(claim)) {
      return;
    } else if (waits) {
      this.#tellWaiting(claim);
    } else if (!claim.spec.storageClassName) {
      const message = 'no persistent volumes available for this claim and no storage class is set';
      this.#tell(claim, 'Normal', 'FailedBinding', message);
    } else if (storageClass === undefined) {
      const message = `storageclass.storage.k8s.io "${claim.spec.storageClassName}" not found`;
      this.#tell(claim, 'Warning', 'ProvisioningFailed', message);
    } else {
      this.#provision(claim, storageClass);
    }
  }

  /** The claim names its volume. */
  #bindRequested(volume: PersistentVolume, claim: PersistentVolumeClaim): void {
    const { name } = volume.metadata;
    if (volume.spec.claimRef === undefined) {
      const problem = mismatch(volume, claim);
      if (problem === undefined) this.#bind(volume, claim);
      else
        this.#tell(
          claim,
          'Warning',
          'VolumeMismatch',
          `Cannot bind to requested volume "${name}": ${problem}`,
        );
    } else if (isBoundTo(volume, claim)) {
      this.#bind(volume, claim);
    } else {
      const message = `volume "${name}" already bound to a different claim.`;
      this.#tell(claim, 'Warning', 'FailedBinding', message);
    }
  }

  /** A claim that names no class gets the default one, once there is one. Models assignDefaultStorageClass (v1.36). */
  #takesDefaultClass(claim: PersistentVolumeClaim): boolean {
    if (claim.spec.storageClassName !== undefined) return false;
    const defaults = [...this.#classes.lister.values()].filter(
      ({ metadata }) => metadata.annotations?.[defaultClass] === 'true',
    );
    // The newest counts, of equally old ones the first by name.
    const [chosen] = defaults.toSorted(
      (a, b) =>
        -compareTexts(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
        compareTexts(a.metadata.name, b.metadata.name),
    );
    if (chosen === undefined) return false;
    const spec = { ...claim.spec, storageClassName: chosen.metadata.name };
    this.#runtime.client.update(persistentVolumeClaims, { ...claim, spec });
    return true;
  }

  /** Has a volume made. Models provisionClaim (v1.36). */
  #provision(claim: PersistentVolumeClaim, storageClass: StorageClass): void {
    const provisioner = externalProvisioner(storageClass);
    if (provisioner === undefined) {
      const message = `no volume plugin matched name: ${storageClass.provisioner}`;
      this.#tell(claim, 'Warning', 'ProvisioningFailed', message);
      return;
    }
    let asked = claim;
    if (claim.metadata.annotations?.[storageProvisioner] !== provisioner) {
      const marks = { [betaStorageProvisioner]: provisioner, [storageProvisioner]: provisioner };
      const annotations = { ...claim.metadata.annotations, ...marks };
      const metadata = { ...claim.metadata, annotations };
      asked = this.#runtime.client.update(persistentVolumeClaims, { ...claim, metadata });
    }
    const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
    this.#tell(asked, 'Normal', 'ExternalProvisioning', message);
  }

  #syncBoundClaim(claim: PersistentVolumeClaim): void {
    const volume = this.#volumes.lister.get(claim.spec.volumeName ?? '');
    if (volume === undefined) {
      if (claim.status?.phase === 'Lost') return;
      this.#setClaimStatus(claim, { phase: 'Lost' });
      const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
      this.#tell(claim, 'Warning', 'ClaimLost', message);
    } else if (volume.spec.claimRef === undefined || volume.spec.claimRef.uid === claim.metadata.uid) {
      this.#bind(volume, claim);
    } else if (claim.status?.phase !== 'Lost') {
      this.#setClaimStatus(claim, { phase: 'Lost' });
      this.#tell(
        claim,
        'Warning',
        'ClaimMisbound',
        'Two claims are bound to the same volume, this one is bound incorrectly',
      );
    }
  }

  /** Four writes, each only where it is missing. Models bind (v1.36). */
  #bind(volume: PersistentVolume, claim: PersistentVolumeClaim): void {
    const { client } = this.#runtime;
    let bound = volume;
    if (volume.spec.claimRef?.uid !== claim.metadata.uid) {
      this.#runtime.decided('PersistentVolumeClaim', claim, () => `Binds it to ${volume.metadata.name}.`);
      bound = client.update(persistentVolumes, {
        ...volume,
        metadata:
          volume.spec.claimRef === undefined ? withMark(volume.metadata, boundByController) : volume.metadata,
        spec: { ...volume.spec, claimRef: objectReference(persistentVolumeClaims, claim) },
      });
    }
    this.#setVolumePhase(bound, 'Bound');
    let bindingClaim = claim;
    if (claim.metadata.annotations?.[bindCompleted] === undefined || claim.spec.volumeName === undefined) {
      const byUs = claim.spec.volumeName !== volume.metadata.name;
      const marked = withMark(claim.metadata, bindCompleted);
      bindingClaim = client.update(persistentVolumeClaims, {
        ...claim,
        metadata: byUs ? withMark(marked, boundByController) : marked,
        spec: { ...claim.spec, volumeName: volume.metadata.name },
      });
    }
    this.#setClaimStatus(bindingClaim, {
      phase: 'Bound',
      accessModes: volume.spec.accessModes,
      capacity: volume.spec.capacity,
    });
  }

  #setVolumePhase(
    volume: PersistentVolume,
    phase: 'Available' | 'Bound' | 'Released' | 'Failed',
    message?: string,
  ): void {
    if (volume.status?.phase === phase) return;
    const { message: _before, ...kept } = volume.status ?? {};
    const status = { ...kept, phase, ...(message !== undefined && { message }) };
    this.#runtime.client.update(persistentVolumes, { ...volume, status }, 'status');
  }

  #setClaimStatus(claim: PersistentVolumeClaim, changes: NonNullable<PersistentVolumeClaim['status']>): void {
    const status = { ...claim.status, ...changes };
    if (deepEqual(claim.status, status)) return;
    this.#runtime.client.update(persistentVolumeClaims, { ...claim, status }, 'status');
  }

  #tellWaiting(claim: PersistentVolumeClaim): void {
    const waiting = [...inNamespace(this.#pods, claim.metadata.namespace ?? '')].filter(
      ({ spec }) =>
        !spec.nodeName &&
        spec.volumes?.some(
          ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim.metadata.name,
        ),
    );
    const names = waiting.map(({ metadata }) => metadata.name);
    if (names.length === 0) {
      const message = 'waiting for first consumer to be created before binding';
      this.#tell(claim, 'Normal', 'WaitForFirstConsumer', message);
    } else {
      const message = `waiting for pod ${names.join(',')} to be scheduled`;
      this.#tell(claim, 'Normal', 'WaitForPodScheduled', message);
    }
  }

  #tell(claim: PersistentVolumeClaim, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#runtime.recorder.event(objectReference(persistentVolumeClaims, claim), type, reason, message);
  }
}

function withMark(metadata: ObjectMeta, annotation: string): ObjectMeta {
  return { ...metadata, annotations: { ...metadata.annotations, [annotation]: 'yes' } };
}

function compareTexts(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
