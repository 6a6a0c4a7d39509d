/**
 * Refuses what a page of somebody else's could send to a server on this machine: requests under
 * another host's name (DNS rebinding) and requests from another origin. Undefined when it may pass.
 */
export function refuseForeign(request: Request, hosts: ReadonlySet<string>): Response | undefined {
  const host = hostName(request.headers.get('host') ?? '');
  if (!hosts.has(host)) return refusal(`this server is not called "${host}"`);
  const origin = request.headers.get('origin');
  if (origin === null) return undefined;
  const from = URL.canParse(origin) ? new URL(origin).hostname : origin;
  return hosts.has(from) ? undefined : refusal(`pages of ${origin} may not use this server`);
}

/** `127.0.0.1:6443` → `127.0.0.1`; `[::1]:80` → `[::1]`. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

function refusal(why: string): Response {
  return new Response(`${why}\n`, { status: 403, headers: { 'content-type': 'text/plain' } });
}
