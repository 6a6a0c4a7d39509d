import type { ApiResource } from './discovery.ts';
import type { AnyObject } from './object.ts';

/** One object that a command line names. */
export interface Info {
  /** Absent only where nothing may be asked of the server. */
  readonly resource?: ApiResource;
  namespace: string;
  readonly name: string;
  /** As loaded or fetched; absent while nobody has asked for it. */
  object?: AnyObject;
  /** The file that it came from. */
  readonly source?: string;
}

/** Which objects a command acts on. Models cli-runtime/pkg/resource.Builder (v1.36). */
export interface ResourceQuery {
  readonly args?: readonly string[];
  readonly namespace?: string;
  readonly requireNamespace?: boolean;
  readonly allNamespaces?: boolean;
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly subresource?: string;
  readonly chunkSize?: number;
  /** A bare type means all of its objects. */
  readonly allowEmptySelector?: boolean;
  readonly continueOnError?: boolean;
  /** Lists become their items. */
  readonly flatten?: boolean;
  /** Objects from files are fetched anew. */
  readonly latest?: boolean;
  /** Objects that were only named are fetched. */
  readonly requireObject?: boolean;
  readonly local?: boolean;
  readonly singleResourceType?: boolean;
  /** Objects in files must say what they are before they are sent. */
  readonly validate?: boolean;
  readonly accept?: string;
  readonly includeObject?: string;
  readonly ignoreNotFound?: boolean;
}

/** Objects one after another, and what went wrong between them. */
export type Step = AsyncGenerator<Info | Error, void, void>;

/** How a query is carried out. */
export interface Plan {
  readonly singleItemImplied: boolean;
  readonly steps: () => Step;
}
