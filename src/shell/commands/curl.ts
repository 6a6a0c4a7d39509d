import type { ApiResponse } from '../../engine/index.ts';
import type { Answer } from '../host.ts';
import { readAll } from '../input.ts';
import { pathOf, type ShellCommand, type ShellProcess } from '../command.ts';
import { serverAddress } from '../session-state.ts';

interface CurlRequest {
  method?: string;
  readonly headers: Record<string, string>;
  data?: string;
  url?: string;
  output?: string;
  include: boolean;
  verbose: boolean;
  fail: boolean;
}

/** Options that take a value, by every name they have. */
const valued: Readonly<Record<string, 'method' | 'header' | 'data' | 'output' | 'ignored'>> = {
  '-X': 'method',
  '--request': 'method',
  '-H': 'header',
  '--header': 'header',
  '-d': 'data',
  '--data': 'data',
  '--data-raw': 'data',
  '--data-binary': 'data',
  '-o': 'output',
  '--output': 'output',
  '--cacert': 'ignored',
  '--cert': 'ignored',
  '--key': 'ignored',
  '-m': 'ignored',
  '--max-time': 'ignored',
  '--connect-timeout': 'ignored',
};

/** Talks to the API server, to what serves on the machine, and to all on the cluster's network. */
export const curl: ShellCommand = async (process) => {
  const request = await parse(process);
  if (typeof request === 'number') return request;
  if (request.url === undefined) {
    process.stderr("curl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  const match = /^(?:(https?):\/\/)?([^/?#]+)([^#]*)/.exec(request.url);
  const [, scheme = 'http', host = '', rest = ''] = match ?? [];
  const path = rest === '' ? '/' : rest.startsWith('/') ? rest : `/${rest}`;
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? (scheme === 'https' ? 443 : 80));
  const name = host.replace(/:\d+$/, '');
  const local = isLocal(process, name)
    ? process.host.ports?.get(`${process.state.machine}:${port}`)
    : undefined;
  if (local !== undefined) return send(process, request, { host, path, answer: local });
  if (isServer(process, host)) {
    const answer: Answer = (asked) => process.host.transport.send(asked);
    return send(process, request, { host, path, answer });
  }
  const found = process.host.fetch?.(process.state.machine, { host: name, port, path });
  if (found === undefined || !found.ok) return unreachable(process, { name, port }, found?.problem);
  if (found.answer === undefined) {
    process.stderr('curl: (52) Empty reply from server\n');
    return 52;
  }
  const response: ApiResponse = { ...found.answer, headers: { 'content-type': 'text/html' } };
  return send(process, request, { host, path, answer: () => Promise.resolve(response) });
};

function isLocal({ host, state }: ShellProcess, name: string): boolean {
  return ['localhost', '127.0.0.1', state.machine, host.machines().get(state.machine)?.ip].includes(name);
}

/** Says why nobody answers, and with which code curl ends. */
function unreachable(
  { stderr }: ShellProcess,
  { name, port }: { name: string; port: number },
  problem: 'unknown host' | 'refused' | 'timed out' | undefined,
): number {
  const isAddress = /^[\d.]+$|^localhost$/.test(name);
  if (problem === 'timed out') {
    stderr(`curl: (28) Failed to connect to ${name} port ${port} after 130000 ms: Connection timed out\n`);
    return 28;
  }
  if (problem === 'refused' || (problem === undefined && isAddress)) {
    stderr(`curl: (7) Failed to connect to ${name} port ${port} after 0 ms: Couldn't connect to server\n`);
    return 7;
  }
  stderr(`curl: (6) Could not resolve host: ${name}\n`);
  return 6;
}

/** Whether the API server can be reached there: through the proxy, or at the control plane's own port. */
function isServer({ host, env }: ShellProcess, address: string): boolean {
  const plane = host.machines().get('controlplane');
  return [
    serverAddress,
    env.get('SERVER'),
    'localhost:8001',
    'localhost:6443',
    'controlplane:6443',
    '127.0.0.1:6443',
    'kubernetes.default',
    'kubernetes.default.svc',
    plane === undefined ? undefined : `${plane.ip}:6443`,
  ].includes(address);
}

async function send(
  process: ShellProcess,
  request: CurlRequest,
  { host, path, answer }: { host: string; path: string; answer: Answer },
): Promise<number> {
  const method = request.method ?? (request.data === undefined ? 'GET' : 'POST');
  const headers: Record<string, string> = { 'user-agent': 'curl/7.88.1', accept: '*/*', ...request.headers };
  // curl says that data is a form unless it is told otherwise.
  if (request.data !== undefined) headers['content-type'] ??= 'application/x-www-form-urlencoded';
  if (request.verbose) process.stderr(`> ${method} ${path} HTTP/1.1\n> Host: ${host}\n>\n`);
  const response = await answer({ method, path, headers, body: request.data });
  if (request.verbose) process.stderr(`< HTTP/1.1 ${response.status}\n<\n`);
  if (request.fail && response.status >= 400) {
    process.stderr(`curl: (22) The requested URL returned error: ${response.status}\n`);
    return 22;
  }
  if (request.include) process.stdout(headText(response));
  const text = response.stream === undefined ? bodyText(response) : await streamText(process, response);
  if (request.output === undefined) process.stdout(text);
  else process.files.write(pathOf(process, request.output), text, process.host.now());
  return process.signal.cancelled ? 130 : 0;
}

function headText({ status, headers }: ApiResponse): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => `${name}: ${one}`),
  );
  return `HTTP/1.1 ${status}\n${lines.map((line) => `${line}\n`).join('')}\n`;
}

function bodyText({ body }: ApiResponse): string {
  if (body === undefined) return '';
  // The API server prints for people when curl asks.
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}

/** Prints a watch or a followed log as it comes, until it ends or Ctrl-C. */
function streamText(process: ShellProcess, { stream }: ApiResponse): Promise<string> {
  return new Promise((resolve) => {
    const stop = process.signal.onCancel(() => {
      stream?.close();
      resolve('');
    });
    stream?.start({
      onChunk: (chunk) => process.stdout(typeof chunk === 'string' ? chunk : `${JSON.stringify(chunk)}\n`),
      onEnd: () => {
        stop();
        resolve('');
      },
    });
  });
}

async function parse(process: ShellProcess): Promise<CurlRequest | number> {
  const request: CurlRequest = { headers: {}, include: false, verbose: false, fail: false };
  const { args } = process;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    const [long, inline] = arg.startsWith('--') ? splitOnce(arg) : [arg, undefined];
    const short = /^-[XHdom]./.test(arg) ? arg.slice(0, 2) : undefined;
    const option = valued[short ?? long];
    if (option !== undefined) {
      const value = short === undefined ? (inline ?? args[++index]) : arg.slice(2);
      if (value === undefined) {
        process.stderr(`curl: option ${arg}: requires parameter\n`);
        return 2;
      }
      const problem = await setOption(process, request, option, value);
      if (problem !== undefined) return problem;
    } else if (arg.startsWith('--')) {
      if (arg === '--include') request.include = true;
      if (arg === '--verbose') request.verbose = true;
      if (arg === '--fail') request.fail = true;
    } else if (arg.startsWith('-') && arg.length > 1) {
      request.include ||= arg.includes('i');
      request.verbose ||= arg.includes('v');
      request.fail ||= arg.includes('f');
    } else request.url = arg;
  }
  return request;
}

function splitOnce(arg: string): [string, string | undefined] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

async function setOption(
  process: ShellProcess,
  request: CurlRequest,
  option: (typeof valued)[string],
  value: string,
): Promise<number | undefined> {
  if (option === 'method') request.method = value.toUpperCase();
  if (option === 'output') request.output = value;
  if (option === 'header') {
    const at = value.indexOf(':');
    if (at > 0) request.headers[value.slice(0, at).trim().toLowerCase()] = value.slice(at + 1).trim();
  }
  if (option === 'data') {
    let data = value;
    if (value.startsWith('@')) {
      const text =
        value === '@-' ? await readAll(process.stdin) : process.files.read(pathOf(process, value.slice(1)));
      if (text === undefined) {
        process.stderr(`curl: option -d: error encountered when reading a file\n`);
        return 26;
      }
      data = text;
    }
    request.data = request.data === undefined ? data : `${request.data}&${data}`;
  }
  return undefined;
}
