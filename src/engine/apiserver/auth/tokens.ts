import type { UserInfo } from '../../api/http.ts';
import { encodeBase64 } from '../../api/base64.ts';
import { utf8Bytes } from '../../api/utf8.ts';
import type { Simulation } from '../../sim/simulation.ts';
import type { Storage } from '../storage/storage.ts';

interface Named {
  readonly name: string;
  readonly uid: string;
}

/** What a token is to say. */
interface TokenSubject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly audiences: readonly string[];
  readonly expiresMs: number;
  /** The object that the token lives and dies with. */
  readonly bound?: Named & { readonly resource: string };
  /** The node of the pod that it is bound to. */
  readonly node?: Named;
}

interface IssuedToken extends TokenSubject {
  readonly id: string;
}

export const defaultAudience = 'https://kubernetes.default.svc.cluster.local';

const header = JSON.stringify({ alg: 'RS256', kid: 'podyard' });
const signatureBytes = 256;

/** What a token says of itself. Models pkg/serviceaccount.Claims (v1.36). */
function claimsOf({ namespace, name, uid, audiences, expiresMs, bound, node, id }: IssuedToken, now: number) {
  const kind = bound?.resource.replace(/s$/, '');
  return {
    aud: audiences,
    exp: Math.floor(expiresMs / 1000),
    iat: now,
    iss: defaultAudience,
    jti: id,
    'kubernetes.io': {
      namespace,
      ...(node && { node }),
      ...(bound && kind && { [kind]: { name: bound.name, uid: bound.uid } }),
      serviceaccount: { name, uid },
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
}

/**
 * The tokens that the server has issued to service accounts: JSON Web Tokens. Simplified: their
 * signatures are chance, and those that were issued are known by heart.
 */
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
  issue(subject: TokenSubject): string {
    const random = this.#sim.random('tokens');
    const bytes = (count: number): number[] => Array.from({ length: count }, () => random.int(256));
    const token = { ...subject, id: random.uuid() };
    const claims = claimsOf(token, Math.floor(this.#sim.nowMs / 1000));
    const parts = [utf8Bytes(header), utf8Bytes(JSON.stringify(claims)), bytes(signatureBytes)];
    const text = parts.map((part) => encodeBase64(part, 'url')).join('.');
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
      extra: extraOf(token),
    };
  }
}

const extraPrefix = 'authentication.kubernetes.io/';

/** What is known of a token's bearer besides. Models apiserver/pkg/authentication/serviceaccount.UserInfo (v1.36). */
function extraOf({ id, bound, node }: IssuedToken): UserInfo['extra'] {
  const extra: Record<string, readonly string[]> = { [`${extraPrefix}credential-id`]: [`JTI=${id}`] };
  const named = (kind: string, of: Named | undefined): void => {
    if (of === undefined) return;
    extra[`${extraPrefix}${kind}-name`] = [of.name];
    extra[`${extraPrefix}${kind}-uid`] = [of.uid];
  };
  if (bound?.resource === 'pods') named('pod', bound);
  named('node', bound?.resource === 'nodes' ? bound : node);
  return extra;
}
