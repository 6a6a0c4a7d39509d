/**
 * Why a request may not be served, if it may not: what a page of somebody else's could send to a
 * server on this machine comes under another host's name (DNS rebinding) or from another origin.
 */
export function refuseForeign(
  headers: { readonly host?: string; readonly origin?: string },
  hosts: ReadonlySet<string>,
): string | undefined {
  const host = hostName(headers.host ?? '');
  if (!hosts.has(host)) return `this server is not called "${host}"`;
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const from = URL.canParse(origin) ? new URL(origin).hostname : origin;
  return hosts.has(from) ? undefined : `pages of ${origin} may not use this server`;
}

/** `127.0.0.1:6443` → `127.0.0.1`; `[::1]:80` → `[::1]`. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}
