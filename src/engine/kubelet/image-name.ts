export interface ImageName {
  /** With its registry: `docker.io/library/nginx`. */
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
}

/** An image's full name, as containerd writes it; undefined when it cannot be one. */
export function parseImageName(image: string): ImageName | undefined {
  const [name, digest] = splitOnce(image, '@');
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const path = tagged ? name.slice(0, colon) : name;
  const tag = tagged ? name.slice(colon + 1) : 'latest';
  const [first, rest] = splitOnce(path, '/');
  const registry = rest !== undefined && (/[.:]/.test(first) || first === 'localhost');
  const repository = registry ? path : `docker.io/${rest === undefined ? 'library/' : ''}${path}`;
  const valid =
    /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/.test(
      registry ? (rest ?? '') : path,
    ) &&
    /^[\w][\w.-]{0,127}$/.test(tag) &&
    (digest === undefined || /^sha256:[0-9a-f]{64}$/.test(digest));
  if (!valid) return undefined;
  return digest === undefined ? { repository, tag } : { repository, tag, digest };
}

/** `docker.io/library/nginx:latest`, or with its digest where it is named by that. */
export function canonicalImage({ repository, tag, digest }: ImageName): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}`;
}

function splitOnce(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
