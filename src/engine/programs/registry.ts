import type { ImageAnswer } from '../cri/container-runtime.ts';

/** What image registries answer, by rules on names: where none matches, the image is there. */
export interface RegistryRules {
  /** Images that do not exist. */
  readonly notFound: readonly RegExp[];
  /** Images that need credentials. */
  readonly unauthorized: readonly RegExp[];
  /** Images whose registry has no address. */
  readonly unreachable: readonly RegExp[];
  /** How long a pull takes. */
  readonly pullMs: (repository: string) => number;
}

/** Rules match full names: `docker.io/library/nginx:1.27`. */
export const defaultRegistry: RegistryRules = {
  notFound: [/doesnotexist/, /:nope$/],
  unauthorized: [/\/private\//],
  unreachable: [/^[^/]*unreachable|\/unreachable/],
  pullMs: (repository) => 400 + (nameHash(repository) % 1600),
};

/** Models containerd's words for each kind of failure. */
export function answerFor(
  rules: RegistryRules,
  image: string,
  credentials: ReadonlyMap<string, string> = new Map(),
): ImageAnswer {
  const { repository, reference } = fullName(image);
  const pullMs = rules.pullMs(repository);
  const matches = (list: readonly RegExp[]): boolean => list.some((pattern) => pattern.test(reference));
  const failed = `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": `;
  const refuse = (error: string): ImageAnswer => ({ ok: false, afterMs: pullMs, error });
  const needsCredentials = matches(rules.unauthorized);
  if (needsCredentials && !isKnownThere(repository, credentials)) {
    return refuse(
      `${failed}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
    );
  }
  if (matches(rules.notFound)) {
    return refuse(`rpc error: code = NotFound desc = ${failed}${reference}: not found`);
  }
  if (matches(rules.unreachable)) {
    const slash = repository.indexOf('/');
    const host = repository.slice(0, slash);
    const manifest = `${repository.slice(slash + 1)}/manifests/${reference.slice(repository.length + 1)}`;
    return refuse(
      `${failed}failed to do request: Head "https://${host}/v2/${manifest}": dial tcp: lookup ${host}: no such host`,
    );
  }
  return {
    ok: true,
    pullMs,
    sizeBytes: 5_000_000 + (nameHash(repository) % 150_000_000),
    digest: digestOf(reference),
    needsCredentials,
  };
}

/** Credentials are kept by a registry's address; Docker's own has an old one. */
function isKnownThere(repository: string, credentials: ReadonlyMap<string, string>): boolean {
  const registry = repository.slice(0, repository.indexOf('/'));
  return [...credentials.keys()].some((address) => {
    const host = address.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
    return host === registry || (registry === 'docker.io' && host === 'index.docker.io');
  });
}

/** `docker.io/library/nginx:1.27` and what is before its tag. */
function fullName(image: string): { repository: string; reference: string } {
  const at = image.indexOf('@');
  const name = at < 0 ? image : image.slice(0, at);
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const path = tagged ? name.slice(0, colon) : name;
  const first = path.split('/', 1)[0] ?? '';
  const isRegistry = path.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  const repository = isRegistry ? path : `docker.io/${path.includes('/') ? '' : 'library/'}${path}`;
  const tag = tagged ? name.slice(colon + 1) : 'latest';
  return { repository, reference: at < 0 ? `${repository}:${tag}` : `${repository}${image.slice(at)}` };
}

/** The last part of an image's name: `nginx`. */
export function imageBase(image: string): string {
  const { repository } = fullName(image);
  return repository.slice(repository.lastIndexOf('/') + 1);
}

function digestOf(reference: string): string {
  let hex = '';
  for (let word = 0; word < 8; word++) hex += nameHash(`${reference}#${word}`).toString(16).padStart(8, '0');
  return `sha256:${hex}`;
}

/** 32 bits that follow from a name (FNV-1a). */
function nameHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
