import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Duplex } from 'node:stream';
import { checkRecording } from '../session/check-recording.ts';
import { Life } from '../session/life.ts';
import { Pacer } from '../session/pacer.ts';
import type { Recording } from '../session/protocol.ts';
import { sampleOperations } from '../session/sample-files.ts';
import { sessionMetaName, sessionPath } from '../session/served.ts';
import { SharedHome } from '../session/shared-home.ts';
import { builtDescriptions } from './built-descriptions.ts';
import { httpListener, type HttpListenerOptions } from './http-listener.ts';
import { kubeconfig } from './kubeconfig.ts';
import { LivingCluster } from './living-cluster.ts';
import { PageSessions } from './page-sessions.ts';
import { refuseUpgrade, serveRemoteCommand } from './remote-command.ts';
import { selfSigned } from './self-signed.ts';
import { isSocketStream, serveSocketStream } from './socket-stream.ts';
import { FlagsError, type ServeFlags } from './serve-flags.ts';
import { StaticPage } from './static-page.ts';

/** A cluster that is served. */
export interface Served {
  /** `http://127.0.0.1:7001`. */
  readonly address: string;
  /** Where a browser finds the page; undefined where none was built. */
  readonly pageAddress: string | undefined;
  /** The file with which kubectl finds it. */
  readonly kubeconfig: string;
  readonly seed: string;
  /** Ends all connections, and saves the recording where one was asked for. */
  close(): Promise<void>;
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** Requests and their headers are small and soon complete; connections are few. */
const limits = {
  maxHeaderSize: 64 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
};
const maxConnections = 2048;

/** Virtual time at boot, before the wall clock's: a cluster has booted by then. */
const bootMs = 120_000;

const builtPage = resolve(import.meta.dirname, '../../dist');

/** Where what should never happen is told. */
export interface CrashListener {
  /** A request could not be answered; the others are. */
  onRequestCrash(error: unknown): void;
  /** Time stands still. The recording has been saved. */
  onCrash(error: unknown): void;
}

/** Boots a cluster, or reopens a recording, and serves its API. Throws a FlagsError for flags that cannot be followed. */
export async function serve(flags: ServeFlags, crashes: CrashListener): Promise<Served> {
  const recording = readRecording(flags) ?? newRecording(flags);
  const apiServer = { descriptions: builtDescriptions(builtPage) };
  const pacer = new Pacer();
  pacer.speed = flags.speed;
  const home = new SharedHome();
  const life = new Life(recording, {
    pacer,
    cluster: { apiServer },
    tell: home.tell,
  });
  home.moveIn(life);
  begin(life, recording);
  const save = (): void => {
    if (flags.recording !== undefined) writeRecording(flags.recording, life.recorded.recording());
  };
  home.follow((news) => {
    if (news !== 'crash') return;
    save();
    crashes.onCrash(life.crash?.stack);
  });
  const living = new LivingCluster(life);
  const isOpen = !loopback.includes(flags.host);
  const names = isOpen ? [...loopback, ...ownNames(flags.host)] : loopback;
  // Over http kubectl would keep the token to itself, and over https it wants to have one.
  const certificate = flags.tls || isOpen ? selfSigned(names) : undefined;
  const token = certificate === undefined ? undefined : randomBytes(24).toString('base64url');
  const answers: HttpListenerOptions = {
    handler: living,
    hosts: new Set(names),
    token,
    page: existsSync(join(builtPage, 'index.html')) ? new StaticPage(builtPage, pageHead) : undefined,
    answerMs: () => life.recorded.cluster.answerMs / pacer.speed,
    onCrash: (error) => crashes.onRequestCrash(error),
  };
  const pages = new PageSessions({ hosts: answers.hosts, token, home });
  const listener = httpListener(answers);
  const server =
    certificate === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, cert: certificate.certificate, key: certificate.key }, listener);
  server.maxConnections = maxConnections;
  const sockets = new Set<Duplex>();
  server.on('upgrade', (incoming, socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (!pages.isPage(incoming)) {
      if (isSocketStream(incoming)) serveSocketStream(answers, incoming, socket);
      else serveRemoteCommand(answers, incoming, socket);
      return;
    }
    try {
      pages.attach(incoming, socket);
    } catch (error) {
      refuseUpgrade(socket, error, (crash) => answers.onCrash(crash));
    }
  });
  const port = await listen(server, flags);
  living.start();
  const address = `${certificate === undefined ? 'http' : 'https'}://${reachable(flags.host)}:${port}`;
  const file = flags.kubeconfig ?? join(tmpdir(), `podyard-${port}.kubeconfig`);
  writeFileSync(file, kubeconfig({ address, token, certificate: certificate?.certificate }), { mode: 0o600 });
  return {
    address,
    pageAddress: answers.page && `${address}/${token === undefined ? '' : `#token=${token}`}`,
    kubeconfig: file,
    seed: recording.seed,
    close: () =>
      new Promise((done) => {
        living.stop();
        save();
        pages.close();
        server.close(() => done());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Tells the page that it has been served together with a cluster. */
const pageHead = `<meta name="${sessionMetaName}" content="./${sessionPath}">`;

/** A new cluster's time is the wall clock's, and a course's files lie on it; an old one goes on where it stood. */
function begin(life: Life, { operations, endMs, cluster }: Recording): void {
  const isNew = operations.length === 0;
  life.advance(isNew ? Math.max(Date.now(), endMs) : endMs);
  if (isNew && cluster.nodes.includes('controlplane'))
    for (const operation of sampleOperations) life.perform(operation);
}

function newRecording({
  seed = randomBytes(4).toString('hex'),
  nodes = ['controlplane', 'node01', 'node02'],
  controlPlane: flags,
}: ServeFlags): Recording {
  const startMs = Math.floor((Date.now() - bootMs) / 1000) * 1000;
  const cluster = { nodes, ...(flags && { flags }) };
  const version = flags === undefined ? 1 : 2;
  return { podyard: 'recording', version, seed, startMs, endMs: startMs, cluster, operations: [] };
}

/** The recording to go on from; undefined where there is none yet. */
function readRecording({ recording: file, controlPlane }: ServeFlags): Recording | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FlagsError(`${file}: ${(error as Error).message}`);
  }
  const recording = checkRecording(value);
  if (typeof recording === 'string') throw new FlagsError(`${file}: ${recording}`);
  if (controlPlane !== undefined && !isDeepStrictEqual(controlPlane, recording.cluster.flags))
    throw new FlagsError(`${file}: the recording holds other flags of the API server; leave them out`);
  return recording;
}

/** Written beside the file first, so that no moment leaves half a recording. */
function writeRecording(file: string, recording: Recording): void {
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify(recording)}\n`);
  renameSync(beside, file);
}

function listen(server: Server, { port, host }: ServeFlags): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (error) => fail(new FlagsError(error.message)));
    server.listen(port, host, () => done((server.address() as AddressInfo).port));
  });
}

/** By what names other machines may ask for this one. */
function ownNames(host: string): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return [
    host,
    hostname(),
    ...addresses.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)),
  ];
}

/** An address that a client can dial, for one that stands for all. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
}
