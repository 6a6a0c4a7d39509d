import { describe, expect, it } from 'vitest';
import { defaultLimits, MemoryFiles } from './file-tree.ts';

describe('MemoryFiles', () => {
  it('writes, reads, lists, moves and removes', () => {
    const files = new MemoryFiles();
    expect(files.write('/etc/kubernetes/manifests/a.yaml', 'kind: Pod', 5)).toBeUndefined();
    expect(files.read('/etc/kubernetes/../kubernetes/manifests/./a.yaml')).toBe('kind: Pod');
    expect(files.list('/etc/kubernetes')).toEqual([
      { name: 'manifests', folder: true, sizeBytes: 0, modifiedMs: 0 },
    ]);
    expect(files.move('/etc/kubernetes/manifests/a.yaml', '/root/a.yaml', 9)).toBeUndefined();
    expect(files.exists('/etc/kubernetes/manifests/a.yaml')).toBe(false);
    expect(files.list('/root')).toEqual([{ name: 'a.yaml', folder: false, sizeBytes: 9, modifiedMs: 9 }]);
    expect(files.remove('/root/a.yaml')).toBe(true);
    expect(files.remove('/root/a.yaml')).toBe(false);
    expect(files.remove('/root')).toBe(true);
  });

  it('tells those who watch a folder, and no others', () => {
    const files = new MemoryFiles();
    const seen: string[] = [];
    const stop = files.watch('/manifests', (path) => seen.push(path));
    files.write('/manifests/a', '1', 0);
    files.write('/manifests-not/b', '1', 0);
    files.move('/manifests/a', '/elsewhere', 0);
    stop();
    files.write('/manifests/c', '1', 0);
    expect(seen).toEqual(['/manifests/a', '/manifests/a']);
  });

  it.each([
    ['relative/path', 'x', 'relative/path: not an absolute path'],
    ['/a/file/below', 'x', '/a/file/below: Not a directory'],
    ['/a', 'x', '/a: Is a directory'],
    ['/big', 'x'.repeat(11), '/big: File too large'],
    ['/new', 'x', '/new: No space left on device'],
    [`/${'d/'.repeat(5)}f`, 'x', `/${'d/'.repeat(5)}f: File name too long`],
  ])('refuses %s', (path, text, refusal) => {
    const files = new MemoryFiles({ ...defaultLimits, files: 1, fileBytes: 10, depth: 4 });
    files.write('/a/file', 'x', 0);
    expect(files.write(path, text, 0)).toBe(refusal);
    expect(files.read('/a/file')).toBe('x');
  });

  it('keeps a name such as __proto__ as any other', () => {
    const files = new MemoryFiles();
    files.write('/__proto__/x', 'y', 0);
    expect(files.read('/__proto__/x')).toBe('y');
    expect(files.list('/')?.map(({ name }) => name)).toEqual(['__proto__']);
  });
});
