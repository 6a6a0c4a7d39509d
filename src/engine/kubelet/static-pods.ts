import { formatMicroTime } from '../api/time.ts';
import { structured, type LogLine } from '../api/klog.ts';
import type { Pod } from '../api/types.ts';
import type { FileTree } from '../machine/machine.ts';
import type { Simulation } from '../sim/simulation.ts';
import { readManifest } from './manifest.ts';

export interface StaticPodHandler {
  added(pod: Pod): void;
  removed(pod: Pod): void;
}

/**
 * The pods in the manifest folder of the node: told when a file comes, changes or goes.
 * Models pkg/kubelet/config/file.go (v1.36).
 */
export class StaticPods {
  readonly #sim: Simulation;
  readonly #files: FileTree;
  readonly #folder: string;
  readonly #nodeName: string;
  readonly #handler: StaticPodHandler;
  readonly #known = new Map<string, Pod>();
  readonly #log: (line: LogLine) => void;
  /** What is wrong with files, by path: said once. */
  readonly #problems = new Map<string, string>();
  #stopWatching: () => void = () => {};
  #scheduled = false;

  constructor(options: {
    sim: Simulation;
    files: FileTree;
    folder: string;
    nodeName: string;
    handler: StaticPodHandler;
    log?: (line: LogLine) => void;
  }) {
    this.#sim = options.sim;
    this.#files = options.files;
    this.#folder = options.folder;
    this.#nodeName = options.nodeName;
    this.#handler = options.handler;
    this.#log = options.log ?? ((): void => {});
  }

  start(): void {
    this.#stopWatching = this.#files.watch(this.#folder, () => this.#readSoon());
    this.#readSoon();
  }

  stop(): void {
    this.#stopWatching();
  }

  #readSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#sim.soon(() => {
      this.#scheduled = false;
      this.#read();
    });
  }

  #read(): void {
    const found = new Map<string, Pod>();
    for (const { name, folder } of this.#files.list(this.#folder) ?? []) {
      if (folder || name.startsWith('.')) continue;
      const path = `${this.#folder}/${name}`;
      const seen = formatMicroTime(this.#sim.nowMs);
      const pod = readManifest(path, this.#files.read(path) ?? '', this.#nodeName, seen);
      if (typeof pod === 'string') this.#complain(path, pod);
      else {
        found.set(pod.metadata.uid ?? '', pod);
        this.#problems.delete(path);
      }
    }
    for (const [uid, pod] of this.#known) {
      if (found.has(uid)) continue;
      this.#known.delete(uid);
      this.#handler.removed(pod);
    }
    for (const [uid, pod] of found) {
      if (this.#known.has(uid)) continue;
      this.#known.set(uid, pod);
      this.#handler.added(pod);
    }
  }

  #complain(path: string, problem: string): void {
    if (this.#problems.get(path) === problem) return;
    this.#problems.set(path, problem);
    const err = `${path}: couldn't parse as pod(${problem}), please check config file`;
    const message = structured('Could not process manifest file', { err, path });
    this.#log({ level: 'E', source: 'file.go:199', message });
  }
}
