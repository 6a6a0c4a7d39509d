import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../../api/field-error.ts';
import { isConfigMapKey, isDnsLabel, isDnsSubdomain } from '../../../../api/names.ts';
import { parseQuantity } from '../../../../api/quantity.ts';
import type { Volume } from '../../../../api/types.ts';
import { claimSpecErrors } from '../../persistent-volume-claim/claim-spec.ts';
import { fieldRefErrors, resourceFieldRefErrors, volumeFieldPaths } from './field-refs.ts';
import { each } from './handlers.ts';

type VolumeSource = Omit<Volume, 'name'>;
type SourceCheck = (source: never, path: string) => FieldError[];

const noCheck = (): FieldError[] => [];

function needed(value: unknown, path: string): FieldError[] {
  return value ? [] : [required(path)];
}

/** A path inside a volume. Models validateLocalDescendingPath (v1.36). */
export function descendingPathErrors(path: string, fieldPath: string): FieldError[] {
  const errors: FieldError[] = [];
  if (path.startsWith('/')) errors.push(invalid(fieldPath, path, 'must be a relative path'));
  if (path.split('/').includes('..')) errors.push(invalid(fieldPath, path, "must not contain '..'"));
  return errors;
}

/** Models validateLocalNonReservedPath (v1.36). */
function targetPathErrors(path: string | undefined, fieldPath: string): FieldError[] {
  if (!path) return [required(fieldPath)];
  const errors = descendingPathErrors(path, fieldPath);
  if (path.startsWith('..') && !path.startsWith('../')) {
    errors.push(invalid(fieldPath, path, "must not start with '..'"));
  }
  return errors;
}

function modeErrors(mode: number | undefined, path: string): FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return [];
  return [invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

interface KeyToPath {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

function itemErrors(items: readonly KeyToPath[] | undefined, path: string): FieldError[] {
  return each(items, child(path, 'items'), (item, itemPath) => [
    ...needed(item.key, child(itemPath, 'key')),
    ...targetPathErrors(item.path, child(itemPath, 'path')),
    ...modeErrors(item.mode, child(itemPath, 'mode')),
  ]);
}

type Source<K extends keyof VolumeSource> = NonNullable<VolumeSource[K]>;

function emptyDirErrors({ sizeLimit }: Source<'emptyDir'>, path: string): FieldError[] {
  if (sizeLimit === undefined || parseQuantity(sizeLimit).nanos >= 0n) return [];
  return [forbidden(child(path, 'sizeLimit'), 'SizeLimit field must be a valid resource quantity')];
}

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function hostPathErrors({ path: hostPath, type }: Source<'hostPath'>, path: string): FieldError[] {
  if (!hostPath) return [required(child(path, 'path'))];
  const errors: FieldError[] = [];
  if (hostPath.split('/').includes('..'))
    errors.push(invalid(child(path, 'path'), hostPath, "must not contain '..'"));
  if (type !== undefined && !hostPathTypes.includes(type)) {
    errors.push(notSupported(child(path, 'type'), type, hostPathTypes.slice(1)));
  }
  return errors;
}

function secretErrors(source: Source<'secret'>, path: string): FieldError[] {
  return [
    ...needed(source.secretName, child(path, 'secretName')),
    ...modeErrors(source.defaultMode, child(path, 'defaultMode')),
    ...itemErrors(source.items, path),
  ];
}

function configMapErrors(source: Source<'configMap'>, path: string): FieldError[] {
  return [
    ...needed(source.name, child(path, 'name')),
    ...modeErrors(source.defaultMode, child(path, 'defaultMode')),
    ...itemErrors(source.items, path),
  ];
}

function downwardItemErrors(items: Source<'downwardAPI'>['items'], path: string): FieldError[] {
  return each(items, child(path, 'items'), (item, itemPath) => {
    const errors = targetPathErrors(item.path, child(itemPath, 'path'));
    if (item.fieldRef) {
      errors.push(...fieldRefErrors(item.fieldRef, volumeFieldPaths, child(itemPath, 'fieldRef')));
      if (item.resourceFieldRef) {
        errors.push(
          invalid(itemPath, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'),
        );
      }
    } else if (item.resourceFieldRef) {
      errors.push(
        ...resourceFieldRefErrors(item.resourceFieldRef, true, child(itemPath, 'resourceFieldRef')),
      );
    } else {
      errors.push(required(itemPath, 'one of fieldRef and resourceFieldRef is required'));
    }
    return [...errors, ...modeErrors(item.mode, child(itemPath, 'mode'))];
  });
}

function downwardApiErrors(source: Source<'downwardAPI'>, path: string): FieldError[] {
  return [
    ...modeErrors(source.defaultMode, child(path, 'defaultMode')),
    ...downwardItemErrors(source.items, path),
  ];
}

function projectedErrors(source: Source<'projected'>, path: string): FieldError[] {
  const seen = new Set<string>();
  const conflictErrors = (target: string | undefined, sourcePath: string): FieldError[] => {
    if (!target) return [];
    if (seen.has(target)) return [invalid(sourcePath, target, 'conflicting duplicate paths')];
    seen.add(target);
    return [];
  };
  return [
    ...modeErrors(source.defaultMode, child(path, 'defaultMode')),
    ...each(source.sources, child(path, 'sources'), (projection, here) => {
      const errors: FieldError[] = [];
      const kinds = Object.keys(projection);
      for (const kind of ['secret', 'configMap'] as const) {
        const projected = projection[kind];
        if (!projected) continue;
        errors.push(
          ...needed(projected.name, child(here, kind, 'name')),
          ...itemErrors(projected.items, child(here, kind)),
        );
        for (const item of projected.items ?? [])
          errors.push(...conflictErrors(item.path, child(here, kind)));
      }
      if (projection.downwardAPI) {
        errors.push(...downwardItemErrors(projection.downwardAPI.items, child(here, 'downwardAPI')));
        for (const item of projection.downwardAPI.items ?? []) {
          errors.push(...conflictErrors(item.path, child(here, 'downwardAPI')));
        }
      }
      const token = projection.serviceAccountToken;
      if (token) {
        const tokenPath = child(here, 'serviceAccountToken');
        const seconds = token.expirationSeconds ?? 3600;
        if (seconds < 600) {
          errors.push(
            invalid(
              child(tokenPath, 'expirationSeconds'),
              seconds,
              'may not specify a duration less than 10 minutes',
            ),
          );
        }
        if (seconds > 2 ** 32) {
          errors.push(
            invalid(
              child(tokenPath, 'expirationSeconds'),
              seconds,
              'may not specify a duration larger than 2^32 seconds',
            ),
          );
        }
        if (token.path)
          errors.push(
            ...targetPathErrors(token.path, child(tokenPath, 'path')),
            ...conflictErrors(token.path, child(tokenPath, 'path')),
          );
        else errors.push(required(child(tokenPath, 'path')));
      }
      if (kinds.length === 0) errors.push(required(here, 'must specify a volume type'));
      for (const extra of kinds.slice(1)) {
        errors.push(forbidden(child(here, extra), 'may not specify more than 1 volume type'));
      }
      return errors;
    }),
  ];
}

function ephemeralErrors({ volumeClaimTemplate }: Source<'ephemeral'>, path: string): FieldError[] {
  const templatePath = child(path, 'volumeClaimTemplate');
  if (!volumeClaimTemplate) return [required(templatePath)];
  return claimSpecErrors(volumeClaimTemplate.spec ?? {}, child(templatePath, 'spec'));
}

/** The sources in the order in which Kubernetes looks at them. */
const sourceChecks: readonly [keyof VolumeSource, SourceCheck][] = [
  ['emptyDir', emptyDirErrors],
  ['hostPath', hostPathErrors],
  ['gitRepo', ({ repository }: Source<'gitRepo'>, path) => needed(repository, child(path, 'repository'))],
  [
    'gcePersistentDisk',
    ({ pdName }: Source<'gcePersistentDisk'>, path) => needed(pdName, child(path, 'pdName')),
  ],
  [
    'awsElasticBlockStore',
    ({ volumeID }: Source<'awsElasticBlockStore'>, path) => needed(volumeID, child(path, 'volumeID')),
  ],
  ['secret', secretErrors],
  [
    'nfs',
    (source: Source<'nfs'>, path) => [
      ...needed(source.server, child(path, 'server')),
      ...needed(source.path, child(path, 'path')),
      ...(source.path && !source.path.startsWith('/')
        ? [invalid(child(path, 'path'), source.path, 'must be an absolute path')]
        : []),
    ],
  ],
  ['iscsi', noCheck],
  ['glusterfs', noCheck],
  ['flocker', noCheck],
  [
    'persistentVolumeClaim',
    ({ claimName }: Source<'persistentVolumeClaim'>, path) =>
      claimName
        ? isDnsSubdomain(claimName).map((problem) => invalid(child(path, 'claimName'), claimName, problem))
        : [required(child(path, 'claimName'))],
  ],
  ['rbd', noCheck],
  ['cinder', noCheck],
  ['cephfs', noCheck],
  ['quobyte', noCheck],
  ['downwardAPI', downwardApiErrors],
  ['fc', noCheck],
  ['flexVolume', noCheck],
  ['configMap', configMapErrors],
  ['azureFile', noCheck],
  ['vsphereVolume', noCheck],
  ['photonPersistentDisk', noCheck],
  ['portworxVolume', noCheck],
  ['azureDisk', noCheck],
  ['storageos', noCheck],
  ['projected', projectedErrors],
  ['scaleIO', noCheck],
  ['csi', ({ driver }: Source<'csi'>, path) => needed(driver, child(path, 'driver'))],
  ['ephemeral', ephemeralErrors],
  ['image', ({ reference }: Source<'image'>, path) => needed(reference, child(path, 'reference'))],
];

/** Models validateVolumeSource (v1.36). Simplified: sources of retired in-tree drivers are only counted. */
function volumeSourceErrors(volume: Volume, path: string): FieldError[] {
  const errors: FieldError[] = [];
  let sources = 0;
  for (const [name, check] of sourceChecks) {
    const source = volume[name];
    if (source === undefined) continue;
    if (sources > 0) errors.push(forbidden(child(path, name), 'may not specify more than 1 volume type'));
    else errors.push(...check(source as never, child(path, name)));
    sources++;
  }
  if (sources === 0) errors.push(required(path, 'must specify a volume type'));
  return errors;
}

/** The errors, and the valid volumes by name. Models ValidateVolumes (v1.36). */
export function volumeErrors(
  volumes: readonly Volume[] | undefined,
  path: string,
): { errors: FieldError[]; valid: Map<string, Volume> } {
  const valid = new Map<string, Volume>();
  const errors: FieldError[] = [];
  (volumes ?? []).forEach((volume, index) => {
    const here = at(path, index);
    const namePath = child(here, 'name');
    const found = volumeSourceErrors(volume, here);
    if (!volume.name) found.push(required(namePath));
    else for (const problem of isDnsLabel(volume.name)) found.push(invalid(namePath, volume.name, problem));
    if (valid.has(volume.name)) found.push(duplicate(namePath, volume.name));
    if (found.length === 0) valid.set(volume.name, volume);
    errors.push(...found);
  });
  return { errors, valid };
}

/** A key of a ConfigMap or Secret. */
export function keyErrors(key: string | undefined, path: string): FieldError[] {
  if (!key) return [required(path)];
  return isConfigMapKey(key).map((problem) => invalid(path, key, problem));
}
