import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchema } from '../../../scripts/kubernetes-schema.ts';
import { Cluster } from '../../../src/engine/cluster.ts';
import { defaultRegistry } from '../../../src/engine/programs/registry.ts';
import type {
  OpenApiDescriptions,
  StructDescription,
} from '../../../src/engine/apiserver/discovery/openapi/descriptions.ts';
import { ApiServer } from '../../../src/engine/apiserver/api-server.ts';
import { formatTime } from '../../../src/engine/api/time.ts';
import type { ApiHandler } from '../../../src/engine/api/http.ts';
import type { KubeObject } from '../../../src/engine/api/types.ts';
import type { Simulation } from '../../../src/engine/sim/simulation.ts';

/** An API server where nothing else runs; the one service account is there, as the README says. */
export function emptyServer(sim: Simulation): ApiHandler {
  const server = new ApiServer({ sim, clientCa: 'a certificate' });
  const metadata = {
    name: 'default',
    namespace: 'default',
    uid: '00000000-0000-4000-8000-000000000001',
    creationTimestamp: formatTime(sim.nowMs),
  };
  server.load({ serviceaccounts: [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata }] });
  return server;
}

/** A whole cluster like the recorded one: two workers, and images that can be pulled in half a second. */
export function wholeCluster(): Cluster {
  const cluster = new Cluster({
    seed: 'conformance',
    controlPlane: 'hosted',
    nodes: [
      { name: 'node01', size: recordedSize },
      { name: 'node02', size: recordedSize },
    ],
    registry: { ...defaultRegistry, pullMs: () => 500 },
  });
  cluster.boot();
  cluster.advance(cluster.sim.nowMs + settleMs);
  return cluster;
}

const recordedSize = { cpus: 4, memoryBytes: 8 * 2 ** 30 };
/** Default service accounts and endpoints are there after this. */
const settleMs = 30_000;

/** An API server that holds the objects of a recorded state, verbatim. */
export function stateServer(sim: Simulation, folder: string, state: string): ApiHandler {
  const server = new ApiServer({ sim, descriptions });
  const { base, objects } = readState(folder, `${state}.json`);
  server.load(byResource([...(base === undefined ? [] : readState(folder, base).objects), ...objects]));
  return server;
}

let described: Readonly<Record<string, StructDescription>> | undefined;
const descriptions: OpenApiDescriptions = {
  describe: (struct) => (described ??= readDescriptions())[struct],
};

function readDescriptions(): Readonly<Record<string, StructDescription>> {
  const schema = JSON.parse(editorSchema()) as { definitions: Record<string, StructDescription> };
  return schema.definitions;
}

interface State {
  readonly base?: string;
  readonly objects: readonly KubeObject[];
}

const states = new Map<string, State>();

function readState(folder: string, file: string): State {
  const path = join(folder, file);
  const known = states.get(path) ?? (JSON.parse(readFileSync(path, 'utf8')) as State);
  states.set(path, known);
  return known;
}

/** Kinds whose resource is not their name in lower case with an `s`. */
const plurals: Readonly<Record<string, string>> = { endpoints: 'endpoints' };

function byResource(objects: readonly KubeObject[]): Record<string, KubeObject[]> {
  const sorted: Record<string, KubeObject[]> = {};
  for (const object of objects) {
    const [group = '', version] = (object.apiVersion ?? '').split('/');
    const kind = (object.kind ?? '').toLowerCase();
    const plural =
      plurals[kind] ??
      (/(s|x|ch)$/.test(kind) ? `${kind}es` : kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`);
    const key = version === undefined ? plural : `${plural}.${group}`;
    (sorted[key] ??= []).push(object);
  }
  return sorted;
}
