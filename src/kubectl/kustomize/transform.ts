import { mapAt, nameOf, textAt, withMetadata, type AnyObject } from '../api/object.ts';
import type { ValueMap } from '../go/values.ts';
import { editPath } from './edit-path.ts';
import type { Kustomization } from './kustomization.ts';

/** What becomes of an object; also told its name as it was before any change. */
type Change = (object: AnyObject, originalName: string) => AnyObject;

/** Kinds without a namespace, which none is put into. */
const clusterKinds: ReadonlySet<string> = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** Kinds whose names prefixes leave alone. */
const fixedNames: ReadonlySet<string> = new Set(['APIService', 'CustomResourceDefinition', 'Namespace']);

const templates = ['spec/template', 'spec/jobTemplate', 'spec/jobTemplate/spec/template'];
const workloads: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);
/** Kinds whose selector is a LabelSelector that must be there. */
const selecting: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);
const containerLists = ['containers[]', 'initContainers[]'];
const podSpecs = ['spec', 'spec/template/spec', 'spec/jobTemplate/spec/template/spec'];

/** What the fields of a kustomization change in every object, in kustomize's order. */
export function transformations(kustomization: Kustomization): Change[] {
  const { namespace, namePrefix = '', nameSuffix = '', commonLabels, commonAnnotations } = kustomization;
  const { labels = [], images = [], replicas = [] } = kustomization;
  return [
    ...(namespace ? [inNamespace(namespace)] : []),
    ...(namePrefix + nameSuffix === '' ? [] : [renamed(namePrefix, nameSuffix)]),
    ...(commonLabels ? [labelled(commonLabels, true, true)] : []),
    ...labels.map(({ pairs = {}, includeSelectors = false, includeTemplates = false }) =>
      labelled(pairs, includeSelectors, includeSelectors || includeTemplates),
    ),
    ...(commonAnnotations ? [annotated(commonAnnotations)] : []),
    ...images.map((image) => withImage(image)),
    ...replicas.map(({ name, count }) => withReplicas(name, count)),
  ];
}

function inNamespace(namespace: string): Change {
  return (object) => {
    const kind = textAt(object, 'kind');
    if (kind === 'Namespace') return withMetadata(object, { name: namespace });
    const placed = clusterKinds.has(kind) ? object : withMetadata(object, { namespace });
    if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return placed;
    return editPath(placed, 'subjects[]', (subject) =>
      textAt(subject, 'kind') === 'ServiceAccount' ? { ...(subject as ValueMap), namespace } : subject,
    );
  };
}

function renamed(prefix: string, suffix: string): Change {
  return (object) =>
    fixedNames.has(textAt(object, 'kind'))
      ? object
      : withMetadata(object, { name: `${prefix}${nameOf(object)}${suffix}` });
}

function labelled(pairs: ValueMap, selectors: boolean, templated: boolean): Change {
  const add = (value: unknown): unknown => ({ ...(value as ValueMap | undefined), ...pairs });
  return (object) => {
    const kind = textAt(object, 'kind');
    let changed = editPath(object, 'metadata/labels', add, true);
    if (templated && workloads.has(kind))
      for (const path of templates) changed = editIfThere(changed, path, `${path}/metadata/labels`, add);
    if (!selectors) return changed;
    if (kind === 'Service' || kind === 'ReplicationController')
      return editPath(changed, 'spec/selector', add, kind === 'ReplicationController');
    return editPath(changed, 'spec/selector/matchLabels', add, selecting.has(kind));
  };
}

function annotated(annotations: ValueMap): Change {
  const add = (value: unknown): unknown => ({ ...(value as ValueMap | undefined), ...annotations });
  return (object) => {
    let changed = editPath(object, 'metadata/annotations', add, true);
    if (workloads.has(textAt(object, 'kind')))
      for (const path of templates) changed = editIfThere(changed, path, `${path}/metadata/annotations`, add);
    return changed;
  };
}

/** Edits below a map that is there, making what is missing further down. */
function editIfThere(
  object: AnyObject,
  there: string,
  path: string,
  edit: (value: unknown) => unknown,
): AnyObject {
  const names = there.split('/');
  return Object.keys(mapAt(object, ...names)).length === 0 ? object : editPath(object, path, edit, true);
}

function withImage(image: NonNullable<Kustomization['images']>[number]): Change {
  return (object) => {
    let changed = object;
    for (const spec of podSpecs)
      for (const list of containerLists)
        changed = editPath(changed, `${spec}/${list}/image`, (value) =>
          typeof value === 'string' ? newImage(value, image) : value,
        );
    return changed;
  };
}

/** `nginx:1.24` with another name, tag or digest, if it is the image that is meant. */
function newImage(current: string, image: NonNullable<Kustomization['images']>[number]): string {
  const [, name = '', tag = ''] = /^([^@]*?)((?::[^:/@]+)?(?:@.*)?)$/.exec(current) ?? [];
  if (name !== image.name) return current;
  const { newName = name, newTag, digest } = image;
  if (digest) return `${newName}@${digest}`;
  return `${newName}${newTag === undefined ? tag : `:${newTag}`}`;
}

const scaled: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

function withReplicas(name: string, count: number): Change {
  return (object, originalName) =>
    scaled.has(textAt(object, 'kind')) && [originalName, nameOf(object)].includes(name)
      ? editPath(object, 'spec/replicas', () => count, true)
      : object;
}
