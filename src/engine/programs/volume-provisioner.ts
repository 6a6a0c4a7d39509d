import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../api/types.ts';
import { EventRecorder } from '../client/event-recorder.ts';
import { Informers, whenAllSynced } from '../client/informers.ts';
import { objectReference } from '../client/object-reference.ts';
import { objectKey } from '../client/store.ts';
import type { Task } from '../sim/task.ts';
import { letPass, WorkQueue } from '../client/work-queue.ts';
import { identityOf } from './credentials.ts';
import type { Program } from './program.ts';

const askedOf = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];
const selectedNode = 'volume.kubernetes.io/selected-node';
const provisionedBy = 'pv.kubernetes.io/provisioned-by';
const periodMs = 15_000;
/** How long it takes until a folder is made, or is gone. */
const workMs = 1500;

/** A provisioner that gives folders of nodes. */
export interface FolderProvisioner {
  /** What StorageClasses call it: `rancher.io/local-path`. */
  readonly name: string;
  /** Where on the node the volumes lie. */
  readonly folder: string;
  /** Whether a volume is of one node, so that it is made only once that is known. */
  readonly ofOneNode: boolean;
}

/**
 * Makes a volume for each claim that asks for one, and deletes those that are released.
 * Models sigs.k8s.io/sig-storage-lib-external-provisioner (v13) with rancher/local-path-provisioner
 * (v0.0.32) or minikube's storage provisioner behind it.
 */
export function volumeProvisioner(provisioner: FolderProvisioner): Program {
  return (context) => {
    const { sim, connection, config, log } = context;
    const { name } = provisioner;
    const client = connection.clients.clientFor(
      connection.handler,
      identityOf(context, undefined),
      `${name}/v0.0.32`,
    );
    const informers = new Informers(sim, client);
    const claims = informers.of(persistentVolumeClaims);
    const volumes = informers.of(persistentVolumes);
    const classes = informers.of(storageClasses);
    const component = `${name}_${config.podName}_${sim.random('provisioner-identity').uuid()}`;
    const recorder = new EventRecorder({ sim, client, component });
    const tell = (
      claim: PersistentVolumeClaim,
      type: 'Normal' | 'Warning',
      reason: string,
      message: string,
    ): void => recorder.event(objectReference(persistentVolumeClaims, claim), type, reason, message);

    const isAsked = (claim: PersistentVolumeClaim, storageClass: StorageClass): boolean => {
      const { annotations } = claim.metadata;
      if (claim.spec.volumeName || !askedOf.some((key) => annotations?.[key] === name)) return false;
      return (
        storageClass.volumeBindingMode !== 'WaitForFirstConsumer' || annotations?.[selectedNode] !== undefined
      );
    };
    const provision = function* (key: string): Task {
      const claim = claims.lister.get(key);
      const storageClass = classes.lister.get(claim?.spec.storageClassName ?? '');
      if (claim === undefined || storageClass === undefined || !isAsked(claim, storageClass)) return;
      const volume = volumeFor(provisioner, claim, storageClass);
      if (typeof volume !== 'string' && volumes.lister.get(volume.metadata.name) !== undefined) return;
      const started = `External provisioner is provisioning volume for claim "${key}"`;
      tell(claim, 'Normal', 'Provisioning', started);
      if (typeof volume === 'string') {
        const message = `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${volume}`;
        tell(claim, 'Warning', 'ProvisioningFailed', message);
        queue.addAfter(`claim ${key}`, periodMs);
        return;
      }
      yield* letPass(sim, { ms: workMs, turns: 0 });
      try {
        client.create(persistentVolumes, volume);
      } catch (error) {
        if (!(error instanceof StatusError) || error.reason !== 'AlreadyExists') throw error;
      }
      log(`"Volume provisioned" PVC="${key}" volume="${volume.metadata.name}"`, 'stderr');
      tell(
        claim,
        'Normal',
        'ProvisioningSucceeded',
        `Successfully provisioned volume ${volume.metadata.name}`,
      );
    };
    const remove = function* (key: string): Task {
      const volume = volumes.lister.get(key);
      if (volume === undefined || !isToGo(volume, name)) return;
      yield* letPass(sim, { ms: workMs, turns: 0 });
      client.delete(persistentVolumes, { name: key });
      log(`"Volume deleted" volume="${key}"`, 'stderr');
    };
    /** Keys are `claim NAMESPACE/NAME` and `volume NAME`. */
    const queue = new WorkQueue({
      sim,
      process: (key) => {
        const [what, object = ''] = key.split(' ');
        return what === 'claim' ? provision(object) : remove(object);
      },
    });
    const wakeClaim = (claim: PersistentVolumeClaim): void => queue.add(`claim ${objectKey(claim)}`);
    const wakeVolume = ({ metadata }: PersistentVolume): void => queue.add(`volume ${metadata.name}`);
    claims.addHandler({ onAdd: wakeClaim, onUpdate: (_, claim) => wakeClaim(claim) });
    volumes.addHandler({ onAdd: wakeVolume, onUpdate: (_, volume) => wakeVolume(volume) });
    whenAllSynced([claims, volumes, classes], () => queue.start());
    informers.start();
    log(`"Started provisioner controller" component="${component}"`, 'stderr');
    return {
      stop: () => {
        queue.shutDown();
        informers.stop();
      },
    };
  };
}

function isToGo({ metadata, status, spec }: PersistentVolume, name: string): boolean {
  return (
    status?.phase === 'Released' &&
    spec.persistentVolumeReclaimPolicy === 'Delete' &&
    metadata.annotations?.[provisionedBy] === name &&
    metadata.deletionTimestamp === undefined
  );
}

/** The volume to make, or why there can be none. */
function volumeFor(
  { name, folder, ofOneNode }: FolderProvisioner,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
): PersistentVolume | string {
  const { namespace = '', name: claimName, uid = '' } = claim.metadata;
  const node = claim.metadata.annotations?.[selectedNode];
  if (ofOneNode && node === undefined) return 'configuration error, no node was specified';
  const { accessModes = [], resources, volumeMode } = claim.spec;
  if (ofOneNode && !accessModes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')) {
    return 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes';
  }
  const volumeName = `pvc-${uid}`;
  const path = `${folder}/${ofOneNode ? `${volumeName}_${namespace}_${claimName}` : `${namespace}/${claimName}`}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName,
      annotations: {
        [provisionedBy]: name,
        ...(ofOneNode && { 'local.path.provisioner/selected-node': node ?? '' }),
      },
    },
    spec: {
      accessModes,
      capacity: { storage: resources?.requests?.['storage'] ?? '0' },
      claimRef: objectReference(persistentVolumeClaims, claim),
      hostPath: { path, type: ofOneNode ? 'DirectoryOrCreate' : '' },
      ...(ofOneNode && { nodeAffinity: onNode(node ?? '') }),
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name,
      volumeMode: volumeMode ?? 'Filesystem',
    },
  };
}

function onNode(name: string): NonNullable<PersistentVolume['spec']['nodeAffinity']> {
  const expression = { key: 'kubernetes.io/hostname', operator: 'In' as const, values: [name] };
  return { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } };
}
