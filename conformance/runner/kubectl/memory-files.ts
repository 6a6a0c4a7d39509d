import type { FileTree } from '../../../src/engine/machine/machine.ts';

/** A file tree for one case: enough of a disk for kubectl. */
export class MemoryFiles implements FileTree {
  private readonly texts = new Map<string, string>();
  private readonly folders = new Set<string>(['/']);

  read(path: string): string | undefined {
    return this.texts.get(path);
  }

  write(path: string, text: string): string | undefined {
    this.makeFolder(path.slice(0, path.lastIndexOf('/')) || '/');
    this.texts.set(path, text);
    return undefined;
  }

  remove(path: string): boolean {
    for (const folder of this.folders) if (folder.startsWith(`${path}/`)) this.folders.delete(folder);
    for (const file of this.texts.keys()) if (file.startsWith(`${path}/`)) this.texts.delete(file);
    return this.texts.delete(path) || this.folders.delete(path);
  }

  move(from: string, to: string): string | undefined {
    const text = this.texts.get(from);
    if (text === undefined) return 'no such file';
    this.texts.delete(from);
    return this.write(to, text);
  }

  makeFolder(path: string): string | undefined {
    for (let at = path; at !== '' && !this.folders.has(at); at = at.slice(0, at.lastIndexOf('/')))
      this.folders.add(at);
    return undefined;
  }

  isFolder(path: string): boolean {
    return this.folders.has(path);
  }

  exists(path: string): boolean {
    return this.texts.has(path) || this.folders.has(path);
  }

  list(path: string): { name: string; folder: boolean; sizeBytes: number; modifiedMs: number }[] | undefined {
    if (!this.folders.has(path)) return undefined;
    const prefix = path === '/' ? '/' : `${path}/`;
    const inside = (full: string): boolean =>
      full.startsWith(prefix) && full !== '/' && !full.slice(prefix.length).includes('/');
    const names = [
      ...[...this.folders].filter(inside).map((full) => ({ full, folder: true })),
      ...[...this.texts.keys()].filter(inside).map((full) => ({ full, folder: false })),
    ];
    return names
      .map(({ full, folder }) => ({ name: full.slice(prefix.length), folder, sizeBytes: 0, modifiedMs: 0 }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  watch(): () => void {
    return () => undefined;
  }
}

/** The kubeconfig of every recorded case, as the conformance README describes it. */
export const kubeconfigText = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: DATA+OMITTED
    server: https://controlplane:6443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
users:
- name: kubernetes-admin
  user:
    client-certificate-data: DATA+OMITTED
    client-key-data: DATA+OMITTED
`;
