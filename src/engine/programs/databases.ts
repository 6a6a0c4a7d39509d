import { onPort } from './open-ports.ts';
import type { Program, RunningProgram } from './program.ts';

const waiting: RunningProgram = { stop: () => {} };

/** A server that speaks a protocol of its own on one port. */
function serverOn(port: number, greeting: readonly string[]): Program {
  const server: Program = ({ log }) => {
    for (const line of greeting) log(line);
    return { stop: () => {}, listens: (asked) => asked === port };
  };
  return onPort(port, server, [`bind: address already in use (port ${port})`]);
}

/** A database that asks for a password before it starts for the first time. */
function withPassword(
  variables: readonly string[],
  refusal: (now: string) => readonly string[],
  start: Program,
): Program {
  return (context) => {
    const { config, exit, log, sim } = context;
    if (variables.some((name) => (config.env.get(name) ?? '') !== '')) return start(context);
    const now = new Date(sim.nowMs).toISOString().slice(0, 19).replace('T', ' ');
    for (const line of refusal(`${now}+00:00`)) log(line, 'stderr');
    exit(1);
    return waiting;
  };
}

/** What the entrypoints of MySQL and MariaDB say. */
function mysqlRefusal(product: string, prefix: string): (now: string) => readonly string[] {
  return (now) => [
    `${now} [Note] [Entrypoint]: Entrypoint script for ${product} started.`,
    `${now} [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified`,
    '    You need to specify one of the following as an environment variable:',
    `    - ${prefix}_ROOT_PASSWORD`,
    `    - ${prefix}_ALLOW_EMPTY_PASSWORD`,
    `    - ${prefix}_RANDOM_ROOT_PASSWORD`,
  ];
}

const mysqlVariables = ['ROOT_PASSWORD', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD'];
const mysqlNames = (prefix: string): string[] => mysqlVariables.map((name) => `${prefix}_${name}`);

const postgresRefusal = (): readonly string[] => [
  'Error: Database is uninitialized and superuser password is not specified.',
  '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
  '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
  '',
  '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
  '       connections without a password. This is *not* recommended.',
  '',
  '       See PostgreSQL documentation about "trust":',
  '       https://www.postgresql.org/docs/current/auth-trust.html',
];

const mysqld = serverOn(3306, ['mysqld: ready for connections. port: 3306']);
const mariadbd = serverOn(3306, ['mariadbd: ready for connections. port: 3306']);

/** Databases and queues of the tutorials, by the last part of their images' names. */
export const databases: Readonly<Record<string, Program>> = {
  mysql: withPassword(mysqlNames('MYSQL'), mysqlRefusal('MySQL Server 9.5.0-1.el9', 'MYSQL'), mysqld),
  mariadb: withPassword(
    [...mysqlNames('MARIADB'), ...mysqlNames('MYSQL')],
    mysqlRefusal('MariaDB Server 1:12.1.2+maria~ubu2404', 'MARIADB'),
    mariadbd,
  ),
  postgres: withPassword(
    ['POSTGRES_PASSWORD', 'POSTGRES_HOST_AUTH_METHOD'],
    postgresRefusal,
    serverOn(5432, ['LOG:  database system is ready to accept connections']),
  ),
  mongo: serverOn(27017, ['Waiting for connections']),
  memcached: serverOn(11211, []),
  cassandra: serverOn(9042, ['Starting listening for CQL clients on /0.0.0.0:9042 (unencrypted)...']),
  'kubernetes-zookeeper': serverOn(2181, ['binding to port 0.0.0.0/0.0.0.0:2181']),
  zookeeper: serverOn(2181, ['binding to port 0.0.0.0/0.0.0.0:2181']),
  rabbitmq: serverOn(5672, ['Server startup complete; 4 plugins started.']),
  'gb-redis-follower': serverOn(6379, ['Ready to accept connections']),
};

/** The container that holds a pod's namespaces; it says nothing. */
export const pause: Program = () => waiting;
