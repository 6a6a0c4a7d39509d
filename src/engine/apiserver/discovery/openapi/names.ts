import { structOfKind } from '../../../api/decode.ts';

/** A kind as it is published. */
export interface GroupVersionKind {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

/** Packages whose names are more than one word. */
const longPackages: Readonly<Record<string, string>> = {
  ApiextensionsApiserver: 'apiextensions-apiserver',
  KubeAggregator: 'kube-aggregator',
};

/** `ApiCoreV1PodSpec` is `io.k8s.api.core.v1.PodSpec`. */
export function schemaName(struct: string): string {
  const long = Object.keys(longPackages).find((start) => struct.startsWith(start));
  const rest = struct.slice(long?.length ?? 0);
  const [, packages = '', version = '', name = rest] =
    /^((?:[A-Z][a-z0-9]*?)+?)(V[0-9]+(?:(?:alpha|beta)[0-9]+)?)([A-Z].*)$/.exec(rest) ??
    /^((?:[A-Z][a-z0-9]*)+?)()((?:RawExtension|Quantity|IntOrString|Info))$/.exec(rest) ??
    [];
  const words = packages.match(/[A-Z][a-z]+/g) ?? [];
  const parts = [
    long && longPackages[long],
    ...words.map((word) => word.toLowerCase()),
    version.toLowerCase(),
  ];
  return ['io.k8s', ...parts.filter(Boolean), name].join('.');
}

/** The schema of a type of the meta API, such as `Status`. */
export function metaSchemaName(name: string): string {
  return schemaName(`ApimachineryPkgApisMetaV1${name}`);
}

/** `bar.com`, `v1`, `Foo` is `com.bar.v1.Foo`: the schema of a custom resource. */
export function customSchemaName({ group, version, kind }: GroupVersionKind): string {
  return [...group.split('.').toReversed(), version, kind].join('.');
}

/** The struct of a built-in kind. */
export function structOf({ group, version, kind }: GroupVersionKind): string | undefined {
  return structOfKind(group === '' ? version : `${group}/${version}`, kind);
}

/** `rbac.authorization.k8s.io` is the words rbac and authorization. */
function wordsOf(group: string): string[] {
  if (group === '') return ['core'];
  return group
    .replace(/\.k8s\.io$/, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
}

export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `RbacAuthorization`, as names of operations have it. */
export function groupWord(group: string): string {
  return wordsOf(group).map(capitalised).join('');
}

/** `rbacAuthorization`, as tags have it. */
export function groupTag(group: string): string {
  const [first = '', ...rest] = wordsOf(group);
  return [first, ...rest.map(capitalised)].join('');
}

/** `/api/v1`, `/apis/apps/v1`. */
export function versionPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
