import type { UserInfo } from '../../api/http.ts';
import type { Simulation } from '../../sim/simulation.ts';
import type { Storage } from '../storage/storage.ts';

interface IssuedToken {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly audiences: readonly string[];
  readonly expiresMs: number;
  /** The object that the token lives and dies with. */
  readonly bound?: { readonly resource: string; readonly name: string; readonly uid: string };
}

export const defaultAudience = 'https://kubernetes.default.svc.cluster.local';

/** The tokens that the server has issued to service accounts. Opaque texts; a real server's are signed. */
export class Tokens {
  readonly #sim: Simulation;
  readonly #storage: Storage;
  readonly #issued = new Map<string, IssuedToken>();
  readonly #static: ReadonlyMap<string, UserInfo>;

  /** `staticTokens` are good from the start and for ever. */
  constructor(sim: Simulation, storage: Storage, staticTokens: ReadonlyMap<string, UserInfo> = new Map()) {
    this.#sim = sim;
    this.#storage = storage;
    this.#static = staticTokens;
  }

  /** A new token. */
  issue(token: IssuedToken): string {
    const random = this.#sim.random('tokens');
    const text = [20, 40, 43].map((length) => random.suffix(length)).join('.');
    this.#issued.set(text, token);
    return text;
  }

  /** Whose token it is; undefined for unknown, expired and orphaned ones, and for other audiences. */
  userOf(text: string, audience = defaultAudience): UserInfo | undefined {
    const known = this.#static.get(text);
    if (known !== undefined) return known;
    const token = this.#issued.get(text);
    if (token === undefined || token.expiresMs <= this.#sim.nowMs || !token.audiences.includes(audience))
      return undefined;
    const { namespace, name, uid, bound } = token;
    if (this.#storage.get('serviceaccounts', namespace, name)?.metadata.uid !== uid) return undefined;
    if (bound !== undefined) {
      const boundNamespace = bound.resource === 'nodes' ? '' : namespace;
      if (this.#storage.get(bound.resource, boundNamespace, bound.name)?.metadata.uid !== bound.uid)
        return undefined;
    }
    return {
      name: `system:serviceaccount:${namespace}:${name}`,
      uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    };
  }
}
