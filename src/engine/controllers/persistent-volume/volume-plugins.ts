import { persistentVolumes } from '../../api/resources.ts';
import type { PersistentVolume, StorageClass } from '../../api/types.ts';
import type { Client } from '../../client/client.ts';
import { ifFound } from '../controller.ts';

const provisionedBy = 'pv.kubernetes.io/provisioned-by';

/** In-tree provisioners whose work is done by CSI drivers today. Models k8s.io/csi-translation-lib (v1.36). */
const migrated: Readonly<Record<string, string>> = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
};

/** Who makes a class's volumes outside of the controller; undefined where nobody does. Models findProvisionablePlugin (v1.36). */
export function externalProvisioner({ provisioner }: StorageClass): string | undefined {
  if (Object.hasOwn(migrated, provisioner)) return migrated[provisioner];
  return provisioner.startsWith('kubernetes.io/') ? undefined : provisioner;
}

/**
 * Deletes a released volume and what it stands for, where the controller itself can. Answers why it
 * could not; nothing where somebody else is to do it.
 * Models deleteVolumeOperation of pkg/controller/volume/persistentvolume (v1.36).
 */
export function deleteReleased(client: Client, volume: PersistentVolume): string | undefined {
  const { name } = volume.metadata;
  const maker = volume.metadata.annotations?.[provisionedBy] ?? '';
  if (maker !== '' && !maker.startsWith('kubernetes.io/')) return undefined;
  if (volume.spec.csi !== undefined) return undefined;
  if (volume.spec.hostPath === undefined) {
    return `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`;
  }
  const { path } = volume.spec.hostPath;
  if (!/\/tmp\/.+/.test(path)) return `host_path deleter only supports /tmp/.+ but received provided ${path}`;
  ifFound(() => client.delete(persistentVolumes, { name }));
  return undefined;
}
