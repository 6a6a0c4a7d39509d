import { nameOf, textAt, type AnyObject } from '../api/object.ts';
import { editPath } from './edit-path.ts';
import type { Resource } from './generate.ts';

const podSpecs = ['spec', 'spec/template/spec', 'spec/jobTemplate/spec/template/spec'];
const containers = ['containers[]', 'initContainers[]'];

const inPods = (...paths: readonly string[]): string[] =>
  podSpecs.flatMap((spec) => paths.map((path) => `${spec}/${path}`));
const inContainers = (...paths: readonly string[]): string[] =>
  inPods(...containers.flatMap((list) => paths.map((path) => `${list}/${path}`)));

/** Where other objects name an object, by its kind. Models kustomize's default name references. */
const referencePaths: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: [
    ...inPods('volumes[]/configMap/name', 'volumes[]/projected/sources[]/configMap/name'),
    ...inContainers('env[]/valueFrom/configMapKeyRef/name', 'envFrom[]/configMapRef/name'),
  ],
  Secret: [
    ...inPods(
      'volumes[]/secret/secretName',
      'volumes[]/projected/sources[]/secret/name',
      'imagePullSecrets[]/name',
    ),
    ...inContainers('env[]/valueFrom/secretKeyRef/name', 'envFrom[]/secretRef/name'),
    'spec/tls[]/secretName',
    'secrets[]/name',
    'imagePullSecrets[]/name',
  ],
  ServiceAccount: inPods('serviceAccountName', 'serviceAccount'),
  PersistentVolumeClaim: inPods('volumes[]/persistentVolumeClaim/claimName'),
  PriorityClass: inPods('priorityClassName'),
  StorageClass: ['spec/storageClassName', 'spec/volumeClaimTemplates[]/spec/storageClassName'],
  PersistentVolume: ['spec/volumeName'],
  Service: [
    'spec/serviceName',
    'spec/defaultBackend/service/name',
    'spec/rules[]/http/paths[]/backend/service/name',
  ],
};

/** References that say themselves what kind they are to. */
const kindedPaths = ['roleRef', 'spec/scaleTargetRef', 'subjects[]'];

/** The objects with the names by which they call each other brought up to date. */
export function withReferences(resources: readonly Resource[]): AnyObject[] {
  const renamed = resources.filter(({ object, originalName }) => nameOf(object) !== originalName);
  return resources.map(({ object }) => renamed.reduce(refer, object));
}

function refer(object: AnyObject, { object: target, originalName }: Resource): AnyObject {
  const kind = textAt(target, 'kind');
  const name = nameOf(target);
  let changed = object;
  for (const path of referencePaths[kind] ?? [])
    changed = editPath(changed, path, (value) => (value === originalName ? name : value));
  for (const path of kindedPaths)
    changed = editPath(changed, path, (value) =>
      textAt(value, 'kind') === kind && textAt(value, 'name') === originalName
        ? { ...(value as AnyObject), name }
        : value,
    );
  return changed;
}
