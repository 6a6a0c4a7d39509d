import type { Program, ProgramContext, RunningProgram } from './program.ts';

/** An application that serves on some ports until it is told to end. */
function server(
  ports: readonly number[] | 'all',
  greeting: readonly string[],
  knows?: (path: string) => boolean,
): Program {
  return (context) => {
    for (const line of greeting) context.log(line);
    return serving(context, ports, knows);
  };
}

/**
 * Paths for trying out probes: `/status/N` answers N; `/after/N` 503 until the container is N seconds
 * old; `/until/N` 200 until then, 500 after. Everything else is 200, where the server knows it.
 */
function serving(
  { sim }: ProgramContext,
  ports: readonly number[] | 'all',
  knows: (path: string) => boolean = () => true,
): RunningProgram {
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
      return knows(path) ? 200 : 404;
    },
  };
}

const nginxGreeting = [
  '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
];

export const nginx = server([80], nginxGreeting, (path) => path === '/' || path === '/index.html');
export const httpd = server([80], [], (path) => path === '/' || path === '/index.html');
export const redis = server([6379], ['Ready to accept connections tcp']);

/** A program of which nothing is known but that it runs. */
export const application: Program = (context) => {
  context.log(
    `podyard: the image "${context.config.image}" is not simulated; it runs until it is told to end`,
  );
  return serving(context, 'all');
};

/** The server of the Kubernetes documentation that becomes unhealthy after ten seconds. */
export const agnhost: Program = (context) => {
  const turnsBad = context.args.includes('liveness');
  const { nowMs } = context.sim;
  return {
    ...serving(context, 'all'),
    http: () => (turnsBad && context.sim.nowMs - nowMs > 10_000 ? 500 : 200),
  };
};
