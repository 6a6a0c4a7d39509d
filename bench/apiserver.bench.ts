/**
 * How many requests a second the API server answers, and what 10,000 pods weigh in it, as multiples of
 * what a real kube-apiserver with its etcd did (`conformance/throughput.json`), scaled by how fast each
 * machine is: once asked directly, and once as `podyard serve` in a process of its own, over 16
 * connections. Counted in the server's processor time where the system tells it, for the machine may be
 * shared; the client's is not counted. Ours runs its controllers and its scheduler besides, theirs ran none.
 */
import { Cluster } from '../src/engine/index.ts';
import { HttpClient } from './apiserver/http-client.ts';
import { Served } from './apiserver/served.ts';
import { cpuSeconds } from './cpu-time.ts';
import { recorded, theirSpeed } from './yardstick.ts';

const pods = 10_000;
const gets = 20_000;
const lists = 5;
const watchers = 100;
const watched = 500;
const connections = 16;
const namespace = '/api/v1/namespaces/default/pods';
const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

const podOf = (name: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'bench' } },
    spec: { schedulerName: 'nobody', containers: [{ name: 'c', image: 'nginx' }] },
  });

const scale = theirSpeed();
const real = recorded.apiserver;

function tell(what: string, value: string, ratio: number): void {
  console.log(`  ${what}: ${value}, ${ratio.toFixed(1)} times the real one`);
}

function tellRate(what: string, perSecond: number, theirs: number): void {
  tell(what, `${perSecond.toFixed(0)}/s`, (perSecond * scale) / theirs);
}

function tellTime(what: string, seconds: number, theirMs: number): void {
  tell(what, `${(seconds * 1000).toFixed(1)} ms`, theirMs / ((seconds * 1000) / scale));
}

direct();
await served();
process.exit(0);

function direct(): void {
  console.log('asked directly, with each answer written as JSON');
  const cluster = new Cluster({ seed: 'bench', nodes: [] });
  cluster.boot();
  cluster.advance(cluster.sim.nowMs + 1000);
  const ask = (method: string, path: string, body?: string): string => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = cluster.handle({ method, path, headers, user: admin, body });
    if (response.status >= 300) throw new Error(`${method} ${path}: ${response.status}`);
    return JSON.stringify(response.body);
  };
  /** Seconds for one of `count` requests. */
  const secondsOf = (count: number, one: (index: number) => void): number => {
    const before = cpuSeconds();
    for (let index = 0; index < count; index++) one(index);
    return (cpuSeconds() - before) / count;
  };
  const creating = secondsOf(pods, (index) => ask('POST', namespace, podOf(`pod-${index}`)));
  tellRate('creates', 1 / creating, real.createPodsPerSecond);
  cluster.advance(cluster.sim.nowMs + 60_000);
  const getting = secondsOf(gets, (index) => ask('GET', `${namespace}/pod-${index % pods}`));
  tellRate('gets', 1 / getting, real.getPodsPerSecond);
  const listing = secondsOf(lists, () => ask('GET', namespace));
  tellTime(`list of ${pods} pods`, listing, real.list10000PodsMs);
  const paging = secondsOf(lists * 10, () => ask('GET', `${namespace}?limit=500`));
  tellTime('list of the first 500', paging, real.listFirst500Ms);
}

async function served(): Promise<void> {
  console.log(`through podyard serve, over ${connections} connections`);
  const server = await Served.start();
  const client = new HttpClient(server.address, connections);
  /** Seconds for one of `count` requests. */
  const secondsOf = async (count: number, one: (index: number) => Promise<unknown>): Promise<number> => {
    const beganMs = performance.now();
    const before = server.cpuSeconds;
    await client.each(count, one);
    const wall = (performance.now() - beganMs) / 1000;
    const cpu = before === undefined ? wall : (server.cpuSeconds ?? wall) - before;
    return cpu / count;
  };
  const creating = await secondsOf(pods, (index) => client.send('POST', namespace, podOf(`pod-${index}`)));
  tellRate('creates', 1 / creating, real.createPodsPerSecond);
  const getting = await secondsOf(gets, (index) => client.send('GET', `${namespace}/pod-${index % pods}`));
  tellRate('gets', 1 / getting, real.getPodsPerSecond);
  let bytes = 0;
  const listing = await secondsOf(lists, async () => {
    bytes = await client.send('GET', namespace);
  });
  tellTime(`list of ${pods} pods (${(bytes / 1e6).toFixed(1)} MB)`, listing, real.list10000PodsMs);
  const paging = await secondsOf(lists * 10, () => client.send('GET', `${namespace}?limit=500`));
  tellTime('list of the first 500', paging, real.listFirst500Ms);
  await watch(client, secondsOf);
  const resident = server.residentBytes;
  const theirs = real.rssMB['kube-apiserver'] + real.rssMB.etcd;
  if (resident !== undefined) {
    const megabytes = resident / 1e6;
    console.log(`  memory: ${megabytes.toFixed(0)} MB, ${(megabytes / theirs).toFixed(2)} of the real one's`);
  }
  client.close();
  await server.stop();
}

/** Pods that are created while many watch, until all of them have heard of all. */
async function watch(
  client: HttpClient,
  secondsOf: (count: number, one: (index: number) => Promise<unknown>) => Promise<number>,
): Promise<void> {
  let heard = 0;
  let allHeard = (): void => undefined;
  const all = new Promise<void>((done) => (allHeard = done));
  const onEvents = (count: number): void => {
    heard += count;
    if (heard >= watchers * watched) allHeard();
  };
  const path = `${namespace}?watch=true&labelSelector=app%3Dbench&resourceVersion=`;
  const version = await newestVersion(client);
  const leave = await Promise.all(
    Array.from({ length: watchers }, () => client.watch(`${path}${version}`, onEvents)),
  );
  const creating = await secondsOf(watched, async (index) => {
    await client.send('POST', namespace, podOf(`watched-${index}`));
    if (index === watched - 1) await all;
  });
  const events = watchers / creating;
  console.log(
    `  creates that ${watchers} watch: ${(1 / creating).toFixed(0)}/s, ${events.toFixed(0)} events/s told`,
  );
  for (const stop of leave) stop();
}

async function newestVersion(client: HttpClient): Promise<string> {
  const list = (await client.json(`${namespace}?limit=1`)) as { metadata: { resourceVersion: string } };
  return list.metadata.resourceVersion;
}
