import type { Task } from '../../sim/task.ts';
import type { HttpAnswer } from '../../cri/container-runtime.ts';
import type { Dialled } from '../../cri/network.ts';
import type { Process } from '../process.ts';

/** How long TCP tries to reach somebody who does not answer. */
const patienceMs = 127_000;

/** Flags that take a value, by command. */
const valued: Readonly<Record<string, ReadonlySet<string>>> = {
  nc: new Set(['-w', '-p', '-s', '-i']),
  wget: new Set(['-O', '-T', '-t', '-U', '-P', '--timeout', '--tries', '--header', '--post-data']),
  curl: new Set([
    '-o',
    '-w',
    '-m',
    '-H',
    '-X',
    '-d',
    '-u',
    '-A',
    '--max-time',
    '--connect-timeout',
    '--retry',
    '--cacert',
  ]),
};

interface Line {
  readonly flags: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** Reads `-qO- --timeout=5 web`: letters may stand together, the last one with its value. */
function readLine(command: string, args: readonly string[]): Line {
  const takesValue = valued[command] as ReadonlySet<string>;
  const flags = new Map<string, string>();
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg.startsWith('--')) {
      const [name = '', value] = arg.split('=', 2);
      flags.set(name, value ?? (takesValue.has(name) ? (args[++at] ?? '') : ''));
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let letter = 1; letter < arg.length; letter++) {
        const name = `-${arg[letter] ?? ''}`;
        if (!takesValue.has(name)) flags.set(name, '');
        else {
          flags.set(name, arg.slice(letter + 1) || (args[++at] ?? ''));
          break;
        }
      }
    } else words.push(arg);
  }
  return { flags, words };
}

function seconds(text: string | undefined): number {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) && value > 0 ? value * 1000 : patienceMs;
}

/** Dials, and waits as long as TCP would where nobody answers. */
function* dial(process: Process, host: string, port: number, waitMs: number): Task<Dialled> {
  const { network, place } = process.world;
  const dialled = network.dial(place, host, port);
  if (!dialled.ok && dialled.problem === 'timed out') yield* process.sleep(waitMs);
  return dialled;
}

/** `echo PING | nc -v -w 2 redis 6379`, in busybox' words. */
export function* netcat(process: Process, args: readonly string[]): Task<number> {
  const { flags, words } = readLine('nc', args);
  const [host = '', port = ''] = words;
  const dialled = yield* dial(process, host, Number(port), seconds(flags.get('-w')));
  if (!dialled.ok) {
    process.printError(
      dialled.problem === 'unknown host'
        ? `nc: bad address '${host}'\n`
        : `nc: ${host} (${dialled.address}:${port}): ${dialled.problem === 'refused' ? 'Connection refused' : 'Operation timed out'}\n`,
    );
    return 1;
  }
  if (flags.has('-v')) process.printError(`${host} (${dialled.address}:${port}) open\n`);
  if (!flags.has('-z')) process.print(dialled.listener.tell(process.env.get('STDIN') ?? ''));
  return 0;
}

interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function readUrl(text: string): Address | undefined {
  const match = /^(?:(https?):\/\/)?([^/:?#]+)(?::(\d+))?(\/[^#]*|\?[^#]*)?(?:#.*)?$/.exec(text);
  if (match === null) return undefined;
  const [, scheme = 'http', host = '', port, path = '/'] = match;
  return {
    scheme,
    host,
    port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port),
    path: path.startsWith('?') ? `/${path}` : path,
  };
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function statusLine({ status }: HttpAnswer): string {
  return `HTTP/1.1 ${status} ${reasons[status] ?? ''}`.trimEnd();
}

function bodyText({ body }: HttpAnswer): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** `wget -qO- http://web/`, in busybox' words. */
export function* wget(process: Process, args: readonly string[]): Task<number> {
  const { flags, words } = readLine('wget', args);
  const url = readUrl(words[0] ?? '');
  const fail = (message: string): number => {
    process.printError(`wget: ${message}\n`);
    return 1;
  };
  if (url === undefined) return fail(`bad address '${words[0] ?? ''}'`);
  const { host, port, path } = url;
  const quiet = flags.has('-q');
  const waitMs = seconds(flags.get('-T') ?? flags.get('--timeout'));
  const dialled = yield* dial(process, host, port, waitMs);
  if (!dialled.ok && dialled.problem === 'unknown host') return fail(`bad address '${host}'`);
  if (!quiet)
    process.printError(
      `Connecting to ${host}${port === 80 ? '' : `:${port}`} (${dialled.address}:${port})\n`,
    );
  if (!dialled.ok)
    return fail(
      dialled.problem === 'refused'
        ? `can't connect to remote host (${dialled.address}): Connection refused`
        : waitMs < patienceMs
          ? 'download timed out'
          : `can't connect to remote host (${dialled.address}): Operation timed out`,
    );
  const answer = dialled.listener.http(path);
  if (answer === undefined) return fail('error getting response');
  if (answer.status >= 400) return fail(`server returned error: ${statusLine(answer)}`);
  if (flags.has('--spider')) {
    if (!quiet) process.printError('remote file exists\n');
    return 0;
  }
  const target = flags.get('-O') ?? (path.split('?')[0]?.split('/').pop() || 'index.html');
  if (target === '-') {
    if (!quiet) process.printError('writing to stdout\n');
    process.print(bodyText(answer));
    if (!quiet) process.printError('written to stdout\n');
    return 0;
  }
  if (!quiet) process.printError(`saving to '${target}'\n`);
  process.world.files.write(target, bodyText(answer), false);
  if (!quiet) process.printError(`'${target}' saved\n`);
  return 0;
}

/** `curl -s web:8080/path`. */
export function* curl(process: Process, args: readonly string[]): Task<number> {
  const { flags, words } = readLine('curl', args);
  const url = readUrl(words[0] ?? '');
  const loud = !flags.has('-s') && !flags.has('--silent');
  const fail = (code: number, message: string): number => {
    if (loud || flags.has('-S')) process.printError(`curl: (${code}) ${message}\n`);
    return code;
  };
  if (words.length === 0) {
    process.printError("curl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  if (url === undefined) return fail(3, 'URL rejected: Malformed input to a URL function');
  const { host, port, path } = url;
  const waitMs = seconds(flags.get('-m') ?? flags.get('--max-time') ?? flags.get('--connect-timeout'));
  const dialled = yield* dial(process, host, port, waitMs);
  if (!dialled.ok) {
    if (dialled.problem === 'unknown host') return fail(6, `Could not resolve host: ${host}`);
    return dialled.problem === 'refused'
      ? fail(7, `Failed to connect to ${host} port ${port} after 0 ms: Could not connect to server`)
      : fail(28, `Connection timed out after ${waitMs} milliseconds`);
  }
  const answer = dialled.listener.http(path);
  if (answer === undefined) return fail(52, 'Empty reply from server');
  if ((flags.has('-f') || flags.has('--fail')) && answer.status >= 400)
    return fail(22, `The requested URL returned error: ${answer.status}`);
  const head = flags.has('-I') || flags.has('--head');
  const text = `${head || flags.has('-i') ? `${statusLine(answer)}\r\n\r\n` : ''}${head ? '' : bodyText(answer)}`;
  const target = flags.get('-o');
  if (target === undefined) process.print(text);
  else if (target !== '/dev/null') process.world.files.write(target, text, false);
  const format = flags.get('-w') ?? flags.get('--write-out');
  if (format !== undefined)
    process.print(format.replaceAll('%{http_code}', String(answer.status)).replaceAll(String.raw`\n`, '\n'));
  return 0;
}

/** `nslookup web`, in busybox' words. */
export function nslookup(process: Process, [host = '']: readonly string[]): number {
  const { network, place } = process.world;
  const [server] = network.lookUp(place, 'kube-dns.kube-system.svc.cluster.local');
  if (server === undefined) {
    process.printError(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  process.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  const addresses = network.lookUp(place, host);
  if (addresses.length === 0) {
    process.print(`** server can't find ${host}: NXDOMAIN\n\n`);
    return 1;
  }
  for (const address of addresses) process.print(`Name:\t${host}\nAddress: ${address}\n`);
  process.print('\n');
  return 0;
}
