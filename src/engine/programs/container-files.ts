import type { ContainerMount } from '../cri/container-runtime.ts';

const mostFiles = 1000;
const mostBytes = 4 << 20;
/** Of every image; a container that changes something gets its own. */
const imageFolders: ReadonlySet<string> = new Set([
  '/',
  '/bin',
  '/dev',
  '/etc',
  '/home',
  '/proc',
  '/root',
  '/sys',
  '/tmp',
  '/usr',
  '/var',
  '/run',
]);

/** What a kubelet writes into every container. */
interface NetworkFiles {
  readonly hostname: string;
  readonly hosts: string;
  readonly resolvConf: string;
}

/** The files that a container's processes see: what is mounted, and their own above an image that is empty. */
export class ContainerFiles {
  readonly #mounts: readonly ContainerMount[];
  readonly #network: NetworkFiles;
  /** Made when somebody looks: most containers never do. */
  #files: Map<string, string> | undefined;
  #folders = imageFolders;

  constructor(mounts: readonly ContainerMount[], network: NetworkFiles) {
    this.#mounts = mounts;
    this.#network = network;
  }

  get #own(): Map<string, string> {
    const { hostname, hosts, resolvConf } = this.#network;
    return (this.#files ??= new Map([
      ['/etc/hostname', `${hostname}\n`],
      ['/etc/hosts', hosts],
      ['/etc/resolv.conf', resolvConf],
      ['/dev/null', ''],
    ]));
  }

  read(path: string): string | undefined {
    const { mount, below } = this.#place(path);
    return mount === undefined ? this.#own.get(path) : mount.files.get(below);
  }

  exists(path: string): boolean {
    return this.read(path) !== undefined || this.isFolder(path);
  }

  isFolder(path: string): boolean {
    return (
      this.#folders.has(path) ||
      this.list(path).length > 0 ||
      this.#mounts.some((mount) => mount.path === path)
    );
  }

  /** The permissions of a file or folder; undefined where there is none. */
  mode(path: string): number | undefined {
    if (!this.exists(path)) return undefined;
    const { mount, below } = this.#place(path);
    return mount?.modeOf?.(below) ?? (this.isFolder(path) ? 0o755 : 0o644);
  }

  /** Whether it lies on a tmpfs. */
  isInMemory(path: string): boolean {
    return this.#place(path).mount?.inMemory === true;
  }

  /** Refuses with a sentence. */
  write(path: string, text: string, append: boolean): string | undefined {
    if (path === '/dev/null') return undefined;
    if (path === '/dev/stdout' || path === '/dev/stderr') return undefined;
    const { mount, below } = this.#place(path);
    if (mount?.readOnly === true) return `can't create ${path}: Read-only file system`;
    const files = mount?.files ?? this.#own;
    const key = mount === undefined ? path : below;
    const whole = append ? (files.get(key) ?? '') + text : text;
    if (whole.length > mostBytes || (!files.has(key) && files.size >= mostFiles))
      return `can't create ${path}: No space left on device`;
    files.set(key, whole);
    return undefined;
  }

  makeFolder(path: string): void {
    if (this.#folders.size < mostFiles) this.#folders = new Set([...this.#folders, path]);
  }

  remove(path: string): boolean {
    const { mount, below } = this.#place(path);
    if (mount === undefined) return this.#own.delete(path) || this.#removeFolder(path);
    return !mount.readOnly && mount.files.delete(below);
  }

  #removeFolder(path: string): boolean {
    const folders = new Set(this.#folders);
    const isThere = folders.delete(path);
    if (isThere) this.#folders = folders;
    return isThere;
  }

  /** Names in a folder, sorted. */
  list(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    const names = new Set<string>();
    const note = (full: string): void => {
      if (full.startsWith(prefix) && full.length > prefix.length)
        names.add(full.slice(prefix.length).split('/', 1)[0] as string);
    };
    for (const own of this.#own.keys()) note(own);
    for (const folder of this.#folders) note(folder);
    for (const mount of this.#mounts) {
      note(mount.path);
      for (const name of mount.files.keys()) note(name === '' ? mount.path : `${mount.path}/${name}`);
    }
    return [...names].toSorted();
  }

  #place(path: string): { mount?: ContainerMount; below: string } {
    for (const mount of this.#mounts) {
      if (path === mount.path) return { mount, below: '' };
      const prefix = mount.path.endsWith('/') ? mount.path : `${mount.path}/`;
      if (path.startsWith(prefix)) return { mount, below: path.slice(prefix.length) };
    }
    return { below: path };
  }
}
