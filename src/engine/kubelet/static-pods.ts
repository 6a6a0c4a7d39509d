import { formatMicroTime } from '../api/time.ts';
import { error, type Log, type LogLine, structured } from '../api/klog.ts';
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
  #stopWatching: () => void = () => {};
  #scheduled = false;

  constructor(options: {
    sim: Simulation;
    files: FileTree;
    folder: string;
    nodeName: string;
    handler: StaticPodHandler;
  }) {
    this.#sim = options.sim;
    this.#files = options.files;
    this.#folder = options.folder;
    this.#nodeName = options.nodeName;
    this.#handler = options.handler;
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
      if (typeof pod !== 'string') found.set(pod.metadata.uid ?? '', pod);
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
}
