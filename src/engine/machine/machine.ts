/**
 * A machine: what is there before Kubernetes is. It has a name, a size and files; a kubelet runs on
 * it, and a shell can be opened on it.
 */
export interface MachineSize {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  readonly maxPods: number;
}

export interface Machine {
  readonly name: string;
  readonly ip: string;
  readonly size: MachineSize;
  /** Gives it more or less of something; what is absent stays. */
  resize(size: Partial<MachineSize>): void;
  readonly files: FileTree;
}

/** A machine's files: a tree of folders and text. Paths are absolute, with `/`. Bounded in size. */
export interface FileTree {
  read(path: string): string | undefined;
  /** Makes missing folders on the way. Refuses with a sentence when a bound is passed or a folder is in the way. */
  write(path: string, text: string, atMs: number): string | undefined;
  remove(path: string): boolean;
  move(from: string, to: string, atMs: number): string | undefined;
  makeFolder(path: string): string | undefined;
  isFolder(path: string): boolean;
  exists(path: string): boolean;
  /** The names in a folder, sorted; undefined when there is no such folder. */
  list(
    path: string,
  ): readonly { name: string; folder: boolean; sizeBytes: number; modifiedMs: number }[] | undefined;
  /** Calls `listener` with each path written or removed under `folder` from now on. */
  watch(folder: string, listener: (path: string) => void): () => void;
}
