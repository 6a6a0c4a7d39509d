import { pods } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { Pod } from '../api/types.ts';
import type { NodeContext } from './node-context.ts';
import { configHash, configMirror, isMirrorPodOf } from './static-pod.ts';

/**
 * Keeps in the API what stands there for static pods. Models tryReconcileMirrorPods and
 * pkg/kubelet/pod/mirror_client.go (v1.36).
 */
export class MirrorPods {
  readonly #context: NodeContext;

  constructor(context: NodeContext) {
    this.#context = context;
  }

  reconcile(pod: Pod, mirror: Pod | undefined): void {
    if (mirror !== undefined) {
      if (mirror.metadata.deletionTimestamp === undefined && isMirrorPodOf(mirror, pod)) return;
      if (!this.delete(mirror)) return;
    }
    this.#create(pod);
  }

  /** Whether it is gone. */
  delete(mirror: Pod): boolean {
    const { namespace, name, uid } = mirror.metadata;
    return this.#attempt(() => {
      this.#context.client.delete(pods, { namespace, name }, { gracePeriodSeconds: 0, uid });
    });
  }

  #create(pod: Pod): void {
    const node = this.#context.node();
    if (node?.metadata.uid === undefined || node.metadata.deletionTimestamp !== undefined) return;
    const { uid: _uid, annotations, ...metadata } = pod.metadata;
    const mirror: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...metadata,
        annotations: { ...annotations, [configMirror]: annotations?.[configHash] ?? '' },
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'Node',
            name: node.metadata.name,
            uid: node.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: pod.spec,
    };
    this.#attempt(() => void this.#context.client.create(pods, mirror));
  }

  /** A refusal is no harm: the next sync tries again. */
  #attempt(run: () => void): boolean {
    try {
      run();
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return error.reason === 'NotFound';
    }
  }
}
