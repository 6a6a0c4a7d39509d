import { agnhostTests } from './agnhost-tests.ts';
import { onPort } from './open-ports.ts';
import { badRequest, itWorks, welcomeToNginx } from './pages.ts';
import type { Program, ProgramContext, RunningProgram } from './program.ts';

/** What a server has under a path; undefined where there is nothing. */
type PageOf = (path: string, context: ProgramContext) => string | undefined;

/** A web server on some ports, until it is told to end. */
function server(ports: readonly number[] | 'all', greeting: readonly string[], pageOf?: PageOf): Program {
  return (context) => {
    for (const line of greeting) context.log(line);
    return serving(context, ports, pageOf);
  };
}

/**
 * Paths for trying out probes: `/status/N` answers N; `/after/N` 503 until the container is N seconds
 * old; `/until/N` 200 until then, 500 after. Everything else is 200, where the server has something there.
 */
function serving(
  context: ProgramContext,
  ports: readonly number[] | 'all',
  pageOf: PageOf = () => '',
): RunningProgram {
  const { sim } = context;
  const startedMs = sim.nowMs;
  const listens = (port: number): boolean => ports === 'all' || ports.includes(port);
  return {
    stop: () => {},
    listens,
    ...(ports === 'all' && { grpc: () => true }),
    http: (port, path) => {
      if (!listens(port)) return undefined;
      const [, verb, text] = /^\/(status|after|until)\/(\d+)/.exec(path) ?? [];
      const number = Number(text);
      const seconds = (sim.nowMs - startedMs) / 1000;
      if (verb === 'status') return number;
      if (verb === 'after') return seconds < number ? 503 : 200;
      if (verb === 'until') return seconds < number ? 200 : 500;
      const body = pageOf(path.split('?', 1)[0] ?? '', context);
      return body === undefined ? 404 : { status: 200, body };
    },
    tell: () => badRequest,
  };
}

const nginxGreeting = [
  '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
];

/** A page in a folder of the container, else the one that comes with the image. */
const filesOf =
  (root: string, index: string): PageOf =>
  (path, { readFile }) => {
    const file = path.endsWith('/') ? `${path}index.html` : path;
    return readFile(root + file) ?? (file === '/index.html' ? index : undefined);
  };

const nginxTaken = Array.from(
  { length: 5 },
  () => 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
);
const nginxServer = server([80], nginxGreeting, filesOf('/usr/share/nginx/html', welcomeToNginx));
export const nginx = onPort(80, nginxServer, [...nginxTaken, 'nginx: [emerg] still could not bind()']);
export const httpd = onPort(80, server([80], [], filesOf('/usr/local/apache2/htdocs', itWorks)), [
  '(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:80',
  'no listening sockets available, shutting down',
  'AH00015: Unable to open logs',
]);

const hostname = ({ config }: ProgramContext): string => config.env.get('HOSTNAME') ?? config.podName;

/** The server of the tutorials, of version 1.0 or 2.0 by its image's tag. */
export const helloApp = server([8080], ['Server listening on port 8080'], (_, context) => {
  const [, tag = '1.0'] = context.config.image.split(':');
  return `Hello, world!\nVersion: ${tag}.0\nHostname: ${hostname(context)}\n`;
});

export const redis: Program = (context) => {
  context.log('Ready to accept connections tcp');
  return {
    stop: () => {},
    listens: (port) => port === 6379,
    tell: (_, text) =>
      /^ping\b/i.test(text) ? '+PONG\r\n' : `-ERR unknown command '${text.split(/\s/, 1)[0] ?? ''}'\r\n`,
  };
};

/** A program of which nothing is known but that it runs. */
export const application: Program = (context) => {
  context.log(
    `podyard: the image "${context.config.image}" is not simulated; it runs until it is told to end`,
  );
  return serving(context, 'all');
};

const netexecPage: PageOf = (path, context) => {
  if (/^\/hostname$/i.test(path)) return hostname(context);
  return path === '/' ? `NOW: ${new Date(context.sim.nowMs).toISOString()}` : '';
};

/** What agnhost does, by its first argument; what is not here serves empty pages. */
const agnhostCommands: Readonly<Record<string, Program>> = {
  ...agnhostTests,
  netexec: (context) => serving(context, 'all', netexecPage),
  'serve-hostname': (context) => ({
    ...serving(context, 'all', (_, asked) => hostname(asked)),
    tell: () => hostname(context),
  }),
  // It becomes unhealthy after ten seconds.
  liveness: (context) => {
    const startedMs = context.sim.nowMs;
    return { ...serving(context, 'all'), http: () => (context.sim.nowMs - startedMs > 10_000 ? 500 : 200) };
  },
};

/** The server of Kubernetes' documentation and tests. */
export const agnhost: Program = (context) => {
  const [command = 'pause'] = context.args;
  const known = Object.hasOwn(agnhostCommands, command) ? agnhostCommands[command] : undefined;
  return known?.(context) ?? serving(context, 'all');
};
