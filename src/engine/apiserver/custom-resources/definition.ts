import type { KubeObject } from '../../api/types.ts';
import type { Schema } from './schema.ts';

/** apiextensions.k8s.io/v1 CustomResourceDefinition, as far as it is looked at. */
export interface CustomResourceDefinition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: {
      readonly plural: string;
      readonly singular?: string;
      readonly kind: string;
      readonly listKind?: string;
      readonly shortNames?: readonly string[];
      readonly categories?: readonly string[];
    };
    readonly versions: readonly CustomResourceVersion[];
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string }[] | null };
}

export interface CustomResourceVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  /** What clients are told of a deprecated version; there is a sentence for those without. */
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
  readonly subresources?: {
    readonly status?: object;
    readonly scale?: {
      readonly specReplicasPath: string;
      readonly statusReplicasPath: string;
      readonly labelSelectorPath?: string;
    };
  };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

/** The text at a JSON path; empty where there is none or something else. */
export function textAt(object: unknown, jsonPath: string): string {
  const value = valueAt(object, jsonPath);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** The value at a simple JSON path: `.spec.size`. Simplified: filters and wildcards find nothing. */
export function valueAt(object: unknown, jsonPath: string): unknown {
  let value = object;
  for (const step of jsonPath.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    if (step === '') continue;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
