import { readYamlValue } from '../api/documents.ts';
import type { AnyObject } from '../api/object.ts';
import { CommandError, asError } from '../errors.ts';
import { isMap, type ValueMap } from '../go/values.ts';

export interface GeneratorOptions {
  readonly labels?: ValueMap;
  readonly annotations?: ValueMap;
  readonly disableNameSuffixHash?: boolean;
}

export interface Generator {
  readonly name: string;
  readonly namespace?: string;
  readonly type?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly options?: GeneratorOptions;
}

export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
}

/**
 * kustomize.config.k8s.io/v1beta1 Kustomization. Simplified: without plugins, components, replacements,
 * variables and Helm charts.
 */
export interface Kustomization {
  readonly resources?: readonly string[];
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly commonLabels?: ValueMap;
  readonly commonAnnotations?: ValueMap;
  readonly labels?: readonly {
    readonly pairs?: ValueMap;
    readonly includeSelectors?: boolean;
    readonly includeTemplates?: boolean;
  }[];
  readonly images?: readonly {
    readonly name: string;
    readonly newName?: string;
    readonly newTag?: string;
    readonly digest?: string;
  }[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly configMapGenerator?: readonly Generator[];
  readonly secretGenerator?: readonly Generator[];
  readonly generatorOptions?: GeneratorOptions;
  readonly patches?: readonly {
    readonly path?: string;
    readonly patch?: string;
    readonly target?: PatchTarget;
  }[];
}

/** Its fields, and what each must be. */
const fieldTypes: Readonly<Record<string, 'text' | 'map' | 'list'>> = {
  apiVersion: 'text',
  kind: 'text',
  metadata: 'map',
  resources: 'list',
  namespace: 'text',
  namePrefix: 'text',
  nameSuffix: 'text',
  commonLabels: 'map',
  commonAnnotations: 'map',
  labels: 'list',
  images: 'list',
  replicas: 'list',
  configMapGenerator: 'list',
  secretGenerator: 'list',
  generatorOptions: 'map',
  patches: 'list',
};

const fieldNames = new Map(Object.keys(fieldTypes).map((name) => [name.toLowerCase(), name]));

/** Reads a kustomization. Throws a CommandError for fields that it cannot have, or have so. */
export function readKustomization(text: string): Kustomization {
  let value: unknown;
  try {
    value = readYamlValue(text);
  } catch (error) {
    throw new CommandError(`invalid Kustomization: ${asError(error).message}`);
  }
  if (value === null || value === undefined) throw new CommandError('kustomization.yaml is empty');
  if (!isMap(value)) throw new CommandError('invalid Kustomization: it must be a map');
  const known: AnyObject = {};
  for (const [written, member] of Object.entries(value)) {
    // As in Go's JSON, small and capital letters are the same.
    const name = fieldNames.get(written.toLowerCase()) ?? written;
    const type = Object.hasOwn(fieldTypes, name) ? fieldTypes[name] : undefined;
    if (type === undefined) throw new CommandError(`invalid Kustomization: json: unknown field "${name}"`);
    if (member === null) continue;
    const fits =
      type === 'text' ? typeof member === 'string' : type === 'map' ? isMap(member) : Array.isArray(member);
    if (!fits) throw new CommandError(`invalid Kustomization: "${name}" must be a ${type}`);
    known[name] = member;
  }
  return known;
}
