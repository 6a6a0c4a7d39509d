import type { UserInfo } from '../../api/http.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ServedResource } from '../registry/resource-registry.ts';
import type { ServerParts } from '../rest/scope.ts';

type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** A write as admission sees it. Models k8s.io/apiserver/pkg/admission.Attributes (v1.36). */
export interface AdmissionRequest {
  readonly server: ServerParts;
  readonly operation: Operation;
  readonly resource: ServedResource;
  readonly subresource: string;
  /** The kind of the object, where it is not the resource's own. */
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
  readonly namespace: string;
  readonly name: string;
  /** The new object: a draft that mutating plugins change in place. Absent on DELETE. */
  readonly object?: KubeObject;
  readonly old?: KubeObject;
  readonly user: UserInfo;
  readonly nowMs: number;
  readonly dryRun: boolean;
  /** The caller's DeleteOptions, CreateOptions or UpdateOptions. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly warnings: string[];
}

/** A gate that every write passes. A refusal is thrown as a StatusError. */
export interface AdmissionPlugin {
  /** Kubernetes' name of the plugin. */
  readonly name: string;
  /** The group resources that it looks at, with a subresource behind a slash; all where left out. */
  readonly resources?: readonly string[];
  readonly operations?: readonly Operation[];
  admit?(request: AdmissionRequest): void;
  validate?(request: AdmissionRequest): void;
}

interface Gates {
  readonly admit: readonly AdmissionPlugin[];
  readonly validate: readonly AdmissionPlugin[];
}

/**
 * The plugins in their order: first each may change the object, then, when it is complete, each may
 * refuse it.
 */
export class AdmissionChain {
  readonly #plugins: readonly AdmissionPlugin[];
  readonly #gates = new Map<string, Gates>();

  constructor(plugins: readonly AdmissionPlugin[]) {
    this.#plugins = plugins;
  }

  admit(request: AdmissionRequest): void {
    for (const plugin of this.#gatesFor(request).admit) plugin.admit?.(request);
  }

  validate(request: AdmissionRequest): void {
    for (const plugin of this.#gatesFor(request).validate) plugin.validate?.(request);
  }

  #gatesFor({ operation, resource, subresource }: AdmissionRequest): Gates {
    const target = subresource === '' ? resource.groupResource : `${resource.groupResource}/${subresource}`;
    const key = `${operation} ${target}`;
    let gates = this.#gates.get(key);
    if (gates === undefined) {
      const plugins = this.#plugins.filter(
        (plugin) =>
          (plugin.operations === undefined || plugin.operations.includes(operation)) &&
          (plugin.resources === undefined || plugin.resources.includes(target)),
      );
      gates = {
        admit: plugins.filter((plugin) => plugin.admit !== undefined),
        validate: plugins.filter((plugin) => plugin.validate !== undefined),
      };
      this.#gates.set(key, gates);
    }
    return gates;
  }
}
