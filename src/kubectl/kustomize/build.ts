import { nameOf, namespaceOf, textAt, withMetadata, type AnyObject } from '../api/object.ts';
import { readYamlDocuments } from '../api/documents.ts';
import { absolutePath, type Environment } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { compareStrings } from '../go/sort.ts';
import { generated, hashOf, type Resource } from './generate.ts';
import { readKustomization, type Kustomization } from './kustomization.ts';
import { withPatch } from './patches.ts';
import { withReferences } from './references.ts';
import { transformations } from './transform.ts';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The most kustomizations on the way from one to its bases. */
const deepest = 20;

/** The objects that a kustomization makes, in the order in which they are applied. Models kustomize/api/krusty (v5). */
export function buildKustomization(environment: Environment, folder: string): AnyObject[] {
  const resources = build(environment, folder, 0).map(withHash);
  return withReferences(resources).toSorted(byKind);
}

function build(environment: Environment, folder: string, depth: number): Resource[] {
  if (depth > deepest) throw new CommandError(`cycle detected: candidate root '${folder}' contains itself`);
  const path = absolutePath(environment, folder);
  const kustomization = readFolder(environment, folder, path);
  const inside: Environment = { ...environment, workingFolder: path };
  let resources = [
    ...(kustomization.resources ?? []).flatMap((entry) => load(inside, entry, depth)),
    ...generators(inside, kustomization),
  ];
  checkUnique(resources);
  for (const { path: file, patch, target } of kustomization.patches ?? [])
    resources = withPatch(resources, patch ?? readFile(inside, file ?? ''), target);
  for (const change of transformations(kustomization))
    resources = resources.map((resource) => ({
      ...resource,
      object: change(resource.object, resource.originalName),
    }));
  return resources;
}

function readFolder(environment: Environment, folder: string, path: string): Kustomization {
  if (!environment.files.isFolder(path)) {
    throw new CommandError(
      `must build at directory: not a valid directory: evalsymlink failure on '${folder}' : lstat ${folder}: no such file or directory`,
    );
  }
  const name = fileNames.find((each) => environment.files.exists(`${path}/${each}`));
  if (name === undefined) {
    throw new CommandError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
    );
  }
  return readKustomization(environment.files.read(`${path}/${name}`) ?? '');
}

/** The objects of one entry of `resources`: a file, or another kustomization's folder. */
function load(environment: Environment, entry: string, depth: number): Resource[] {
  if (environment.files.isFolder(absolutePath(environment, entry)))
    return build(environment, entry, depth + 1);
  const { values, error } = readYamlDocuments(readFile(environment, entry));
  if (error !== undefined) throw new CommandError(`accumulating resources from '${entry}': ${error}`);
  return values
    .filter((value) => value !== null)
    .map((value) => {
      const object = value as AnyObject;
      if (textAt(object, 'kind') === '' || nameOf(object) === '')
        throw new CommandError(
          `accumulating resources from '${entry}': missing metadata.name or kind in object`,
        );
      return { object, originalName: nameOf(object), hashed: false };
    });
}

function readFile(environment: Environment, file: string): string {
  const path = absolutePath(environment, file);
  const text = environment.files.read(path);
  if (text === undefined) {
    throw new CommandError(
      `accumulating resources: accumulation err='accumulating resources from '${file}': evalsymlink failure on '${path}' : lstat ${path}: no such file or directory'`,
    );
  }
  return text;
}

function generators(environment: Environment, kustomization: Kustomization): Resource[] {
  const { configMapGenerator = [], secretGenerator = [], generatorOptions } = kustomization;
  return [
    ...configMapGenerator.map((each) => generated(environment, 'ConfigMap', each, generatorOptions)),
    ...secretGenerator.map((each) => generated(environment, 'Secret', each, generatorOptions)),
  ];
}

function checkUnique(resources: readonly Resource[]): void {
  const seen = new Set<string>();
  for (const { object } of resources) {
    const id = `${textAt(object, 'kind')}.${textAt(object, 'apiVersion')} ${namespaceOf(object)}/${nameOf(object)}`;
    if (seen.has(id)) throw new CommandError(`may not add resource with an already registered id: ${id}`);
    seen.add(id);
  }
}

function withHash(resource: Resource): Resource {
  if (!resource.hashed) return resource;
  const { object } = resource;
  return { ...resource, object: withMetadata(object, { name: `${nameOf(object)}-${hashOf(object)}` }) };
}

/** Kinds that others need come first. Models kustomize's legacy order. */
const firstKinds = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const lastKinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function rankOf(object: AnyObject): number {
  const kind = textAt(object, 'kind');
  const first = firstKinds.indexOf(kind);
  return first >= 0 ? first - firstKinds.length : lastKinds.indexOf(kind) + 1;
}

function byKind(a: AnyObject, b: AnyObject): number {
  return rankOf(a) - rankOf(b) || compareStrings(idOf(a), idOf(b));
}

function idOf(object: AnyObject): string {
  const [version = '', group = ''] = textAt(object, 'apiVersion').split('/').toReversed();
  return [group, version, textAt(object, 'kind'), namespaceOf(object), nameOf(object)].join('_');
}
