/**
 * What the generic registry must know about one kind. Each kind's folder beside this file exports
 * one `Strategy`; `strategies.ts` lists them by group resource. What every kind has in common (names
 * in paths, verbs, short names) stands in `catalog.ts`.
 *
 * Drafts are private, mutable copies that belong to one request: defaulting, preparation and
 * canonicalization change them in place. What was stored before (`old`) is shared and frozen.
 */
import type { FieldError } from '../../api/field-error.ts';
import type { UserInfo } from '../../api/http.ts';
import type { KubeObject } from '../../api/types.ts';

/** What a strategy may know about the request besides the objects. */
export interface StrategyContext {
  /** Virtual time, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly user: UserInfo;
}

/**
 * The rules for changing an object, through its main path or one of its subresources.
 * Models k8s.io/apiserver/pkg/registry/rest.RESTUpdateStrategy (v1.36).
 */
export interface UpdateStrategy<T extends KubeObject = KubeObject> {
  /** Puts back what this path may not change and moves what follows from a change (generation). */
  prepareForUpdate?(draft: T, old: T, context: StrategyContext): void;
  /** Everything wrong with the change, metadata included, in the order in which Kubernetes lists it. */
  validateUpdate?(draft: T, old: T, context: StrategyContext): readonly FieldError[];
  /** Texts for `Warning` headers. */
  warningsOnUpdate?(draft: T, old: T, context: StrategyContext): readonly string[];
  /**
   * Fields that this path resets, so that server-side apply never owns them: `['status']`,
   * `['spec', 'metadata.labels']`. Left out: `status` for the main path, `spec` for `status`.
   */
  readonly resetFields?: readonly string[];
}

/** How long an object that is being deleted stays, and whether it may be. */
interface GracefulDeletion {
  /** Seconds until the object is removed; 0 removes it at once. */
  readonly gracePeriodSeconds: number;
}

/** The replicas of a kind, as its `scale` subresource shows them. */
export interface ScaleStrategy<T extends KubeObject = KubeObject> {
  specReplicas(object: T): number | undefined;
  /** Where custom resources have them: what is wrong with them is told of that place. */
  readonly specReplicasPath?: string;
  statusReplicas(object: T): number | undefined;
  /** The selector in its text form: `app=web,tier in (a,b)`. */
  selector(object: T): string;
  setReplicas(draft: T, replicas: number): void;
}

export interface TableColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description: string;
  /** 0 is always shown, higher ones only in wide output. */
  readonly priority?: number;
}

export interface TableRowCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The columns that `kubectl get` shows. Models pkg/printers/internalversion/printers.go (v1.36). */
export interface TableConvertor<T extends KubeObject = KubeObject> {
  readonly columns: readonly TableColumn[];
  /** One value a column. Ages are texts (`5m`), counted from `nowMs`. */
  cells(object: T, nowMs: number): readonly unknown[];
  conditions?(object: T): readonly TableRowCondition[];
}

/**
 * A version of a kind that is kept as another one: `events.k8s.io/v1` Event as core/v1 Event.
 * Both directions give new objects.
 */
interface Conversion<T extends KubeObject = KubeObject> {
  /** Where the objects are kept, as in `strategies.ts`: `events`. */
  readonly storedAs: string;
  toStored(object: T): KubeObject;
  fromStored(object: KubeObject): T;
}

/**
 * All that is special about one kind. Every member is optional: what is left out behaves as in
 * Kubernetes' generic store for a kind without spec and status.
 * Models k8s.io/apiserver/pkg/registry/generic/registry.Store and its strategies (v1.36).
 */
export interface Strategy<T extends KubeObject = KubeObject> extends UpdateStrategy<T> {
  /**
   * Fills in what the client left out (the versioned defaults). Runs after decoding and again after
   * each patch; running it twice changes nothing.
   */
  defaults?(draft: T): void;
  /** Drops what a client may not set on create (status) and sets what the server does (generation). */
  prepareForCreate?(draft: T, context: StrategyContext): void;
  /** Everything wrong with a new object, metadata included, in Kubernetes' order. */
  validateCreate?(draft: T, context: StrategyContext): readonly FieldError[];
  warningsOnCreate?(draft: T, context: StrategyContext): readonly string[];
  /** Brings a valid draft into the form that is stored. Runs last, on create and update. */
  canonicalize?(draft: T): void;

  /** Whether PUT to a name that does not exist creates it. */
  readonly allowCreateOnUpdate?: boolean;
  /** Whether PUT without a resourceVersion is allowed; true where left out. */
  readonly allowUnconditionalUpdate?: boolean;

  /**
   * The grace of a deletion, where the kind has one (pods). `requestedSeconds` is what the client
   * asked for. Models rest.RESTGracefulDeleteStrategy.CheckGracefulDelete (v1.36).
   */
  checkGracefulDelete?(old: T, requestedSeconds: number | undefined): GracefulDeletion;
  /** What happens to dependents when the client does not say; `Background` where left out. */
  readonly defaultPropagation?: 'Background' | 'Orphan' | 'Unsupported';
  /** Whether DELETE answers with the object rather than with a Status. */
  readonly returnDeletedObject?: boolean;
  warningsOnDelete?(
    old: T,
    options: { readonly propagationPolicy?: string },
    context: StrategyContext,
  ): readonly string[];

  /** The rules of subresources that change the object: `status`, `resize`, `finalize`, `approval`, … */
  readonly subresources?: Readonly<Record<string, UpdateStrategy<T>>>;
  readonly scale?: ScaleStrategy<T>;
  readonly conversion?: Conversion<T>;

  /**
   * Field selectors beyond `metadata.name` and `metadata.namespace`: how to read each from an object
   * (`''` where it has none). A kind that lists any, even none (`{}`), refuses others with `field
   * label not supported`; one that leaves this out does with `is not a known field selector`.
   */
  readonly selectableFields?: Readonly<Record<string, (object: T) => string>>;
  /** Where left out: Name and Created At. */
  readonly table?: TableConvertor<T>;
}

/** A strategy of whatever kind, for code that passes objects through. */
// The kinds differ; who calls a strategy hands it objects of its own kind.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyStrategy = Strategy<any>;
