import {
  administrator,
  Cluster,
  type ApiRequest,
  type ApiResponse,
  isRuntimeVerb,
  isServiceVerb,
  type ClusterOptions,
} from '../engine/index.ts';
import { clusterOptionsOf } from './control-plane-flags.ts';
import type { Paced } from './pacer.ts';
import type { Fetched } from '../shell/index.ts';
import { RecordedStreams } from './recorded-streams.ts';
import type { ClusterShape, Operation, RecordedOperation, Recording, SizeChange } from './protocol.ts';

/** What came of an operation: the API's answer, or a sentence when it was refused. */
export type OperationResult = {
  readonly response?: ApiResponse;
  /** The number of the conversation that the answer is, for `stream-input`. */
  readonly stream?: number;
  readonly problem?: string;
  readonly fetched?: Fetched;
};

/**
 * A cluster together with the operations that made it what it is. Time moves forward through what
 * was lived already, repeating its operations, and then on into what was not. An operation in
 * between forks: what was lived after it is forgotten.
 */
export class RecordedCluster implements Paced {
  readonly cluster: Cluster;
  /** When the cluster had booted: the first moment that can be shown. */
  readonly bootedMs: number;
  readonly #header: { seed: string; startMs: number; cluster: ClusterShape };
  #operations: RecordedOperation[];
  /** How many of the operations have been applied. */
  #applied = 0;
  readonly #streams = new RecordedStreams();
  #livedMs: number;

  /** Boots the cluster of `recording`; its operations are still to come. */
  constructor(recording: Recording, options: Omit<ClusterOptions, 'seed' | 'startMs' | 'nodes'>) {
    const { seed, startMs, cluster } = recording;
    this.#header = { seed, startMs, cluster };
    const { flags, ...shape } = cluster;
    const flagged = clusterOptionsOf(flags);
    const apiServer = { ...options.apiServer, ...flagged.apiServer };
    this.cluster = new Cluster({ ...options, ...flagged, apiServer, seed, startMs, ...shape });
    this.cluster.boot();
    this.bootedMs = this.cluster.sim.nowMs;
    this.#operations = [...recording.operations];
    this.#livedMs = Math.max(this.bootedMs, recording.endMs);
  }

  get nowMs(): number {
    return this.cluster.sim.nowMs;
  }

  /** The end of what has been lived. */
  get endMs(): number {
    return Math.max(this.#livedMs, this.nowMs);
  }

  get idle(): boolean {
    return this.cluster.sim.idle && this.#next === undefined;
  }

  /** When the next thing happens; undefined when nothing will. */
  get nextDueMs(): number | undefined {
    const timerMs = this.cluster.sim.nextDueMs;
    const operationMs = this.#next?.atMs;
    return operationMs === undefined ? timerMs : Math.min(timerMs ?? operationMs, operationMs);
  }

  advance(toMs: number): void {
    for (let next = this.#next; next !== undefined && next.atMs <= toMs; next = this.#next) {
      this.cluster.advance(Math.max(next.atMs, this.nowMs));
      this.#applyNext();
    }
    this.cluster.advance(toMs);
  }

  step(untilMs: number): boolean {
    const next = this.#next;
    if (next === undefined || next.atMs > untilMs) return this.cluster.sim.step(untilMs);
    if (this.cluster.sim.step(next.atMs)) return true;
    this.cluster.advance(Math.max(next.atMs, this.nowMs));
    this.#applyNext();
    return true;
  }

  /** Does something now, and remembers it. In the past, this forgets what came after. */
  perform(operation: Operation): OperationResult {
    // All that is due at this moment comes first, here as in every replay.
    this.advance(this.nowMs);
    this.#operations.length = this.#applied;
    this.#livedMs = this.nowMs;
    this.#operations.push({ atMs: this.nowMs, operation });
    return this.#applyNext();
  }

  /** Asks the API something that changes nothing. */
  read(request: ApiRequest): ApiResponse {
    return this.cluster.handle(asUser(request));
  }

  /** Everything that makes this cluster what it is, up to the end of what was lived. */
  recording(): Recording {
    return {
      podyard: 'recording',
      version: this.#header.cluster.flags === undefined ? 1 : 2,
      ...this.#header,
      operations: [...this.#operations],
      endMs: this.endMs,
    };
  }

  get #next(): RecordedOperation | undefined {
    return this.#operations[this.#applied];
  }

  #applyNext(): OperationResult {
    const { operation } = this.#operations[this.#applied++] as RecordedOperation;
    return this.#apply(operation);
  }

  #apply(operation: Operation): OperationResult {
    switch (operation.type) {
      case 'request':
        return this.#request(operation.request);
      case 'stream-input':
        this.#streams.send(operation.stream, { channel: operation.channel, data: operation.data });
        return {};
      case 'fetch':
        return { fetched: this.#fetch(operation) };
      case 'stream-close':
        this.#streams.close(operation.stream);
        return {};
      case 'add-node':
        return { problem: this.cluster.addNode(operation.name, { size: sizeOf(operation) }) };
      case 'remove-node':
        return { problem: this.cluster.removeNode(operation.name) };
      case 'resize-node':
        return { problem: this.cluster.resizeNode(operation.name, sizeOf(operation)) };
      case 'fault':
        return { problem: this.cluster.faults.apply(operation.fault) };
      case 'service':
        return { problem: this.#applyToService(operation) };
      case 'runtime':
        return { problem: this.#applyToRuntime(operation) };
      case 'add-machine':
        return { problem: this.cluster.addMachine(operation.name) };
      default:
        return { problem: this.#applyToFiles(operation) };
    }
  }

  #request(request: ApiRequest): OperationResult {
    const response = this.cluster.handle(asUser(request));
    if (response.stream === undefined) return { response };
    const { number, stream } = this.#streams.add(response.stream);
    return { response: { ...response, stream }, stream: number };
  }

  #fetch({ machine, host, port, path }: Operation & { type: 'fetch' }): Fetched {
    const ip = this.cluster.machines.get(machine)?.ip ?? '';
    const found = this.cluster.network.dial({ machine, ip }, host, port);
    if (!found.ok) return found;
    return { ok: true, answer: found.listener.http(path) };
  }

  #applyToService({ machine, verb, unit }: Operation & { type: 'service' }): string | undefined {
    const services = this.cluster.services(machine);
    if (services === undefined) return `there is no machine "${machine}"`;
    return isServiceVerb(verb) ? services.act(verb, unit) : `services know no "${verb.slice(0, 60)}"`;
  }

  #applyToRuntime({ machine, verb, id }: Operation & { type: 'runtime' }): string | undefined {
    const containers = this.cluster.containers(machine);
    if (containers === undefined) return `there is no machine "${machine}"`;
    return isRuntimeVerb(verb) ? containers.act(verb, id) : `runtimes know no "${verb.slice(0, 60)}"`;
  }

  #applyToFiles(operation: Extract<Operation, { type: FileOperation }>): string | undefined {
    const machine = this.cluster.machines.get(operation.machine);
    if (machine === undefined) return `there is no machine "${operation.machine}"`;
    const { files } = machine;
    switch (operation.type) {
      case 'write-file':
        return files.write(operation.path, operation.text, this.nowMs);
      case 'remove-file':
        return files.remove(operation.path) ? undefined : `${operation.path}: No such file or directory`;
      case 'move-file':
        return files.move(operation.from, operation.to, this.nowMs);
      case 'make-folder':
        return files.makeFolder(operation.path);
    }
  }
}

/** What an operation says of a machine's size, and nothing that it leaves open. */
function sizeOf({ cpuMillis, memoryBytes }: SizeChange): SizeChange {
  return { ...(cpuMillis && { cpuMillis }), ...(memoryBytes && { memoryBytes }) };
}

type FileOperation = 'write-file' | 'remove-file' | 'move-file' | 'make-folder';

/** Who brings no token of somebody else's is the administrator. */
function asUser(request: ApiRequest): ApiRequest {
  return { ...request, user: request.headers?.['authorization'] === undefined ? administrator : undefined };
}
