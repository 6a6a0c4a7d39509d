import type { FileTree } from '../engine/index.ts';

/** The existing paths that a pattern of `*`, `?` and `[…]` stands for, sorted. `\` takes a sign's meaning away. */
export function expandGlob(pattern: string, workingFolder: string, files: FileTree): string[] {
  const absolute = pattern.startsWith('/');
  let found = [''];
  for (const part of pattern.split('/').filter((step) => step !== '')) {
    const matcher = globMatcher(part);
    found = found.flatMap((prefix) => {
      const folder = absolute ? prefix || '/' : joined(workingFolder, prefix);
      return (files.list(folder) ?? [])
        .filter(({ name }) => matcher(name) && (!name.startsWith('.') || part.startsWith('.')))
        .map(({ name }) => (prefix === '' && !absolute ? name : `${prefix}/${name}`));
    });
  }
  return found;
}

function joined(folder: string, path: string): string {
  return path === '' ? folder : `${folder}/${path}`;
}

function globMatcher(pattern: string): (name: string) => boolean {
  const source = pattern.replaceAll(
    /\\(.)|\*|\?|\[(!?)([^\]]+)\]|[\s\S]/g,
    (sign, escaped?: string, not?: string, set?: string) => {
      if (escaped !== undefined) return literal(escaped);
      if (sign === '*') return '.*';
      if (sign === '?') return '.';
      if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replaceAll(/[\\^]/g, String.raw`\$&`)}]`;
      return literal(sign);
    },
  );
  const expression = new RegExp(`^${source}$`, 's');
  return (name) => expression.test(name);
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
