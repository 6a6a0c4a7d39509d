import { serviceAccounts } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { Pod } from '../api/types.ts';
import type { NodeContext } from './node-context.ts';

/** A source of a projected volume. */
export interface TokenSource {
  readonly path: string;
  readonly audience?: string;
  readonly expirationSeconds?: number;
}

interface TokenRequest {
  readonly status?: { readonly token: string };
}

interface Kept {
  readonly token: string;
  readonly renewMs: number;
}

/** Tokens are asked for anew when a fifth of their time is left, or after a day. */
const keptShare = 0.8;
const longestMs = 24 * 3_600_000;
const usualSeconds = 3600;

/** The tokens that are mounted into pods, asked for when they are read. Models pkg/kubelet/token (v1.36). */
export class ServiceAccountTokens {
  readonly #context: NodeContext;
  /** By the pod's uid, then by the path in the volume. */
  readonly #kept = new Map<string, Map<string, Kept>>();

  constructor(context: NodeContext) {
    this.#context = context;
  }

  /** The token as it is now; empty where the API server gives none. */
  current(pod: Pod, source: TokenSource): string {
    const uid = pod.metadata.uid ?? '';
    const known = this.#kept.get(uid)?.get(source.path);
    const { nowMs } = this.#context.sim;
    if (known !== undefined && nowMs < known.renewMs) return known.token;
    const token = this.#ask(pod, source);
    if (token === undefined) return known?.token ?? '';
    const lifeMs = (source.expirationSeconds ?? usualSeconds) * 1000;
    const kept = this.#kept.get(uid) ?? new Map<string, Kept>();
    kept.set(source.path, { token, renewMs: nowMs + Math.min(lifeMs * keptShare, longestMs) });
    this.#kept.set(uid, kept);
    return token;
  }

  forget(podUid: string): void {
    this.#kept.delete(podUid);
  }

  #ask(pod: Pod, { audience, expirationSeconds = usualSeconds }: TokenSource): string | undefined {
    const { namespace, name, uid } = pod.metadata;
    const key = { namespace, name: pod.spec.serviceAccountName ?? 'default' };
    const spec = {
      audiences: audience ? [audience] : [],
      expirationSeconds,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
    };
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec };
    try {
      const { status } = this.#context.client.createSubresource(
        serviceAccounts,
        key,
        'token',
        request,
      ) as TokenRequest;
      return status?.token;
    } catch (error) {
      if (error instanceof StatusError) return undefined;
      throw error;
    }
  }
}
