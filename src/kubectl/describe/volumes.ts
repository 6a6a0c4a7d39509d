import { goValue } from '../go/values.ts';
import type { DescribeWriter } from './writer.ts';

type Source = Record<string, never> & Record<string, unknown>;

/** One line of a volume: its title, and the member or function that fills it. */
type Line = readonly [title: string, value: string | ((source: Source) => string)];

interface VolumeForm {
  readonly type: string;
  readonly lines: readonly Line[];
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : goValue(value));
const bool =
  (name: string) =>
  (source: Source): string =>
    String(source[name] === true);
const orNone =
  (name: string) =>
  (source: Source): string =>
    text(source[name]) || '<none>';
const number =
  (name: string) =>
  (source: Source): string =>
    String(source[name] ?? 0);
const reference =
  (name: string) =>
  (source: Source): string =>
    source[name] === undefined
      ? '<nil>'
      : `&LocalObjectReference{Name:${text((source[name] as Source)['name'])},}`;
const list =
  (name: string) =>
  (source: Source): string =>
    goValue(source[name] ?? []);

/** What each source of a volume shows. Models describe.describeVolumes and its printers (v1.36). */
const forms: Readonly<Record<string, VolumeForm>> = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    lines: [
      ['Path', 'path'],
      ['HostPathType', (source) => (source['type'] === undefined ? '<none>' : text(source['type']))],
    ],
  },
  emptyDir: {
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    lines: [
      ['Medium', 'medium'],
      [
        'SizeLimit',
        (source) =>
          source['sizeLimit'] && source['sizeLimit'] !== '0' ? text(source['sizeLimit']) : '<unset>',
      ],
    ],
  },
  gcePersistentDisk: {
    type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    lines: [
      ['PDName', 'pdName'],
      ['FSType', 'fsType'],
      ['Partition', number('partition')],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  awsElasticBlockStore: {
    type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    lines: [
      ['VolumeID', 'volumeID'],
      ['FSType', 'fsType'],
      ['Partition', number('partition')],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  gitRepo: {
    type: 'GitRepo (a volume that is pulled from git when the pod is created)',
    lines: [
      ['Repository', 'repository'],
      ['Revision', 'revision'],
    ],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    lines: [
      ['SecretName', 'secretName'],
      ['Optional', bool('optional')],
    ],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    lines: [
      ['Name', 'name'],
      ['Optional', bool('optional')],
    ],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    lines: [
      ['Server', 'server'],
      ['Path', 'path'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    lines: [
      ['TargetPortal', 'targetPortal'],
      ['IQN', 'iqn'],
      ['Lun', number('lun')],
      ['ISCSIInterface\u0000', 'iscsiInterface'],
      ['FSType', 'fsType'],
      ['ReadOnly', bool('readOnly')],
      ['Portals', list('portals')],
      ['DiscoveryCHAPAuth', bool('chapAuthDiscovery')],
      ['SessionCHAPAuth', bool('chapAuthSession')],
      ['SecretRef', reference('secretRef')],
      ['InitiatorName', orNone('initiatorName')],
    ],
  },
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    lines: [
      ['EndpointsName', 'endpoints'],
      ['Path', 'path'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    lines: [
      ['ClaimName', 'claimName'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  ephemeral: {
    type: 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    lines: [],
  },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    lines: [
      ['CephMonitors', list('monitors')],
      ['RBDImage', 'image'],
      ['FSType', 'fsType'],
      ['RBDPool', 'pool'],
      ['RadosUser', 'user'],
      ['Keyring', 'keyring'],
      ['SecretRef', reference('secretRef')],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  quobyte: {
    type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    lines: [
      ['Registry', 'registry'],
      ['Volume', 'volume'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  local: {
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    lines: [['Path', 'path']],
  },
  cephfs: {
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    lines: [
      ['Monitors', list('monitors')],
      ['Path', 'path'],
      ['User', 'user'],
      ['SecretFile', 'secretFile'],
      ['SecretRef', reference('secretRef')],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  fc: {
    type: 'FC (a Fibre Channel disk)',
    lines: [
      ['TargetWWNs', (source) => ((source['targetWWNs'] ?? []) as string[]).join(', ')],
      ['LUN', orNone('lun')],
      ['FSType', 'fsType'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  azureFile: {
    type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    lines: [
      ['SecretName', 'secretName'],
      ['ShareName', 'shareName'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  azureDisk: {
    type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    lines: [
      ['DiskName', 'diskName'],
      ['DiskURI', 'diskURI'],
      ['Kind: ', 'kind'],
      ['FSType', 'fsType'],
      ['CachingMode', 'cachingMode'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    lines: [
      ['Driver', 'driver'],
      ['FSType', 'fsType'],
      ['ReadOnly', bool('readOnly')],
    ],
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    lines: [
      ['Reference', 'reference'],
      ['PullPolicy', 'pullPolicy'],
    ],
  },
};

/** The Volumes section of a pod or a template. */
export function writeVolumes(
  w: DescribeWriter,
  volumes: readonly object[] | null | undefined,
  space: string,
): void {
  if (!volumes || volumes.length === 0) {
    w.write(0, `${space}Volumes:\t<none>\n`);
    return;
  }
  w.write(0, `${space}Volumes:\n`);
  for (const volume of volumes as { name: string }[]) {
    w.write(1, `${space === '' ? '' : ' '}${volume.name}:\n`);
    writeVolumeSource(w, volume);
  }
}

/** The source that is set in a volume or a persistent volume's spec. */
export function writeVolumeSource(w: DescribeWriter, holder: object): void {
  const sources = holder as Record<string, Source | undefined>;
  if (sources['projected'] !== undefined) return writeProjected(w, sources['projected']);
  if (sources['downwardAPI'] !== undefined) return writeDownward(w, sources['downwardAPI']);
  const name = Object.keys(forms).find((each) => sources[each] !== undefined && sources[each] !== null);
  if (name === undefined) {
    w.write(1, '<unknown>\n');
    return;
  }
  const form = forms[name] as VolumeForm;
  const source = sources[name] as Source;
  w.write(2, `Type:\t${form.type}\n`);
  for (const [title, value] of form.lines) {
    const colon = title.includes('\u0000') || title.endsWith(': ') ? '' : ':';
    w.write(
      2,
      `${title.replace('\u0000', '')}${colon}\t${typeof value === 'string' ? text(source[value]) : value(source)}\n`,
    );
    // A driver's volume has its handle before the last line.
    if (name === 'csi' && title === 'FSType' && source['volumeHandle'] !== undefined) {
      w.write(2, `VolumeHandle:\t${text(source['volumeHandle'])}\n`);
    }
  }
  if (name === 'csi') writeAttributes(w, source['volumeAttributes']);
}

function writeAttributes(w: DescribeWriter, attributes: Record<string, string> | undefined): void {
  w.write(2, 'VolumeAttributes:\t');
  const keys = Object.keys(attributes ?? {}).sort();
  if (keys.length === 0) w.write(0, '<none>\n');
  for (const [index, key] of keys.entries()) {
    if (index > 0) {
      w.write(2, '');
      w.write(2, '\t');
    }
    w.write(2, `${key}=${attributes?.[key]}\n`);
  }
}

function writeProjected(w: DescribeWriter, projected: Source): void {
  w.write(2, 'Type:\tProjected (a volume that contains injected data from multiple sources)\n');
  for (const source of (projected['sources'] ?? []) as Record<string, Source | undefined>[]) {
    const { secret, configMap, downwardAPI, serviceAccountToken } = source;
    if (secret !== undefined) {
      w.write(2, `SecretName:\t${text(secret['name'])}\n    Optional:\t${secret['optional'] === true}\n`);
    } else if (downwardAPI !== undefined) {
      w.write(2, 'DownwardAPI:\ttrue\n');
    } else if (configMap !== undefined) {
      w.write(
        2,
        `ConfigMapName:\t${text(configMap['name'])}\n    Optional:\t${configMap['optional'] === true}\n`,
      );
    } else if (serviceAccountToken !== undefined) {
      w.write(2, `TokenExpirationSeconds:\t${text(serviceAccountToken['expirationSeconds'])}\n`);
    }
  }
}

function writeDownward(w: DescribeWriter, source: Source): void {
  w.write(2, 'Type:\tDownwardAPI (a volume populated by information about the pod)\n    Items:\n');
  for (const item of (source['items'] ?? []) as Record<string, Source & string>[]) {
    const { fieldRef, resourceFieldRef, path } = item;
    if (fieldRef !== undefined) w.write(3, `${text(fieldRef['fieldPath'])} -> ${text(path)}\n`);
    if (resourceFieldRef !== undefined)
      w.write(3, `${text(resourceFieldRef['resource'])} -> ${text(path)}\n`);
  }
}
