/** A case as it is recorded; conformance/controllers/README.md says what each member means. */
export interface LiveCase {
  readonly name: string;
  readonly family: string;
  readonly cluster: { readonly nodes: readonly string[]; readonly nodeNames?: 'any' };
  readonly namespace: string;
  readonly watched: readonly string[];
  readonly only?: string;
  readonly before?: readonly Operation[];
  readonly ops: readonly Operation[];
  readonly timeline: readonly TimelineEntry[];
  readonly events: Readonly<Record<string, readonly EventEntry[]>>;
  readonly final: readonly ApiObject[];
  readonly subsequence?: readonly string[];
  readonly looseEvents?: readonly string[];
}

export interface Operation {
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly contentType?: string;
    readonly body?: object;
  };
  readonly node?: {
    readonly name: string;
    readonly action: 'stop' | 'continue' | 'kill' | 'add';
    readonly flags?: readonly string[];
  };
  readonly manifest?: { readonly node: string; readonly file: string; readonly content: object | null };
  readonly scheduler?: { readonly action: 'start' | 'stop'; readonly name: string };
  readonly then?: {
    readonly quiet?: number;
    readonly atLeast?: number;
    readonly max?: number;
    readonly seconds?: number;
  };
  readonly answer?: Answer;
}

export interface Answer {
  readonly code: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: unknown;
}

export type Fields = Record<string, unknown>;

export interface TimelineEntry {
  readonly step: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: string;
  readonly at?: readonly [least: number, most: number];
  readonly fields?: Fields;
}

export interface EventEntry {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly host?: string;
  readonly fieldPath?: string;
  readonly action?: string;
  readonly count?: number | '<varies>';
}

/** Any API object, as JSON. */
export interface ApiObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly deletionGracePeriodSeconds?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly controller?: boolean;
      readonly blockOwnerDeletion?: boolean;
    }[];
  };
  // Kinds differ; whoever looks inside knows which one it has.
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** What Podyard did, in the shape of a case. */
export interface LiveRun {
  readonly answers: readonly (Answer | undefined)[];
  readonly timeline: readonly (TimelineEntry & { readonly seconds: number })[];
  readonly events: Readonly<Record<string, readonly EventEntry[]>>;
  readonly final: readonly ApiObject[];
}

/** `ReplicaSet demo/web`, `Node node01`. */
export function objectName(object: ApiObject): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
