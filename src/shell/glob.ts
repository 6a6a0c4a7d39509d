import { matchesPattern, type FileTree } from '../engine/index.ts';

/** The existing paths that a pattern of `*`, `?` and `[…]` stands for, sorted. `\` takes a sign's meaning away. */
export function expandGlob(pattern: string, workingFolder: string, files: FileTree): string[] {
  const absolute = pattern.startsWith('/');
  let found = [''];
  for (const part of pattern.split('/').filter((step) => step !== '')) {
    found = found.flatMap((prefix) => {
      const folder = absolute ? prefix || '/' : joined(workingFolder, prefix);
      const path = (name: string): string => (prefix === '' && !absolute ? name : `${prefix}/${name}`);
      if (part === '.' || part === '..') return [path(part)];
      return (files.list(folder) ?? [])
        .filter(({ name }) => (!name.startsWith('.') || part.startsWith('.')) && matchesPattern(name, part))
        .map(({ name }) => path(name));
    });
  }
  return pattern.endsWith('/') ? found.map((path) => `${path}/`) : found;
}

function joined(folder: string, path: string): string {
  return path === '' ? folder : `${folder}/${path}`;
}
