import { newControllerRef } from '../api/owner.ts';
import { groupVersion, type Resource } from '../api/resource.ts';
import { pods } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { KubeObject, ObjectMeta, Pod, PodTemplateSpec } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/event-recorder.ts';
import { objectReference } from '../client/object-reference.ts';
import { isNamespaceTerminating } from './controller.ts';

export interface PodControlOptions<O extends KubeObject> {
  readonly client: Client;
  readonly recorder: EventRecorder;
  /** What the owners of these pods are. */
  readonly resource: Resource<O>;
}

/**
 * Creates and deletes pods for their owner, and says so in events on the owner.
 * Models controller.RealPodControl (v1.36).
 */
export class PodControl<O extends KubeObject> {
  readonly #options: PodControlOptions<O>;

  constructor(options: PodControlOptions<O>) {
    this.#options = options;
  }

  /** `metadata` gives a name or generateName other than `OWNER-`. Throws the API's refusal. */
  create(owner: O, template: PodTemplateSpec, metadata?: Partial<ObjectMeta>): Pod {
    const { client, recorder, resource } = this.#options;
    const about = objectReference(resource, owner);
    try {
      const pod = client.create(pods, podFromTemplate(owner, resource, template, metadata));
      recorder.event(about, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
      return pod;
    } catch (error) {
      if (error instanceof StatusError && !isNamespaceTerminating(error)) {
        recorder.event(about, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
      }
      throw error;
    }
  }

  /** Throws the API's refusal, also when the pod is gone. */
  delete(owner: O, pod: Pod): void {
    const { client, recorder, resource } = this.#options;
    const about = objectReference(resource, owner);
    const { namespace, name } = pod.metadata;
    try {
      client.delete(pods, { namespace, name });
    } catch (error) {
      if (error instanceof StatusError && error.reason !== 'NotFound') {
        recorder.event(about, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
      }
      throw error;
    }
    recorder.event(about, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
  }
}

/** The pod that a template describes. Models controller.GetPodFromTemplate (v1.36). */
export function podFromTemplate<O extends KubeObject>(
  owner: O,
  resource: Resource<O>,
  template: PodTemplateSpec,
  metadata: Partial<ObjectMeta> = { generateName: `${owner.metadata.name}-` },
): Pod {
  const kind = { apiVersion: groupVersion(resource), kind: resource.kind };
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      namespace: owner.metadata.namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [newControllerRef(owner, kind)],
    } as ObjectMeta,
    spec: template.spec as Pod['spec'],
  };
}
