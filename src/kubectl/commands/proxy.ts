import type { ApiRequest, ApiResponse } from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { absolutePath } from '../environment.ts';
import { CommandError } from '../errors.ts';

/** What the proxy lets through. */
interface Filter {
  readonly hosts: readonly RegExp[];
  readonly accepted: readonly RegExp[];
  readonly rejected: readonly RegExp[];
  readonly methods: readonly RegExp[];
}

/**
 * `kubectl proxy`: the API at an address of this machine, until somebody ends it.
 * Models kubectl/pkg/cmd/proxy and kubectl/pkg/proxy (v1.36).
 */
export async function proxy(context: Context): Promise<void> {
  const { flags, environment } = context;
  if (flags.string('unix-socket') !== '' || environment.listen === undefined)
    throw new CommandError('there is no network here to serve on');
  const apiPrefix = withSlashes(flags.string('api-prefix'));
  const files = flags.string('www') === '' ? undefined : absolutePath(environment, flags.string('www'));
  const filesPrefix = withSlashes(flags.string('www-prefix'));
  const filter = flags.bool('disable-filter') ? undefined : filterOf(context);
  const answer = async (request: ApiRequest): Promise<ApiResponse> => {
    const path = request.path.replace(/^\/{2,}/, '/');
    if (files !== undefined && path.startsWith(filesPrefix))
      return fileAnswer(context, files, path.slice(filesPrefix.length));
    if (!path.startsWith(apiPrefix)) return page(404, '404 page not found\n');
    const inner = path.slice(apiPrefix.length - 1);
    if (filter !== undefined && !passes(filter, request, inner)) return page(403, 'Forbidden');
    return environment.transport.send({ ...request, path: inner });
  };
  const address = flags.string('address');
  const server = await environment.listen(address, flags.number('port'), answer);
  context.out(`Starting to serve on ${address.includes(':') ? `[${address}]` : address}:${server.port}\n`);
  await new Promise<void>((done) => {
    environment.signal.onCancel(done);
  });
  server.close();
}

function withSlashes(prefix: string): string {
  return `/${prefix}/`.replaceAll(/\/+/g, '/');
}

function page(status: number, text: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}

function filterOf({ flags }: Context): Filter {
  const patterns = (name: string): RegExp[] =>
    flags
      .string(name)
      .split(',')
      .map((text) => {
        try {
          return new RegExp(text);
        } catch {
          throw new CommandError(`error parsing regexp: invalid expression: \`${text}\``);
        }
      });
  return {
    hosts: patterns('accept-hosts'),
    accepted: patterns('accept-paths'),
    rejected: patterns('reject-paths'),
    methods: patterns('reject-methods'),
  };
}

function passes(
  { hosts, accepted, rejected, methods }: Filter,
  request: ApiRequest,
  pathAndQuery: string,
): boolean {
  const [path = ''] = pathAndQuery.split('?', 1);
  const host = (request.headers?.['host'] ?? '').replace(/:\d+$/, '');
  const any = (patterns: readonly RegExp[], text: string): boolean =>
    patterns.some((pattern) => pattern.test(text));
  return any(hosts, host) && any(accepted, path) && !any(rejected, path) && !any(methods, request.method);
}

/** A file below the folder, or the names in one of its folders. */
function fileAnswer({ environment }: Context, root: string, path: string): ApiResponse {
  const wanted = absolutePath({ workingFolder: root }, decodeURIComponent(path.split('?', 1)[0] ?? ''));
  if (wanted !== root && !wanted.startsWith(`${root}/`)) return page(404, '404 page not found\n');
  const entries = environment.files.list(wanted);
  if (entries !== undefined) {
    const links = entries.map(({ name, folder }) => {
      const shown = folder ? `${name}/` : name;
      return `<a href="${encodeURIComponent(name)}${folder ? '/' : ''}">${escaped(shown)}</a>\n`;
    });
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links.join('')}</pre>\n`,
    };
  }
  const text = environment.files.read(wanted);
  return text === undefined ? page(404, '404 page not found\n') : page(200, text);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;');
}
