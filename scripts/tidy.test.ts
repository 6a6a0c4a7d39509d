import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayImport } from './rooms.ts';

const root = resolve(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const sources = files.filter((file) => /^src\/.*\.tsx?$/.test(file));

/** What a line of our code may not say where, with what to do instead. */
const banned: readonly { pattern: RegExp; where: RegExp; instead: string }[] = [
  {
    pattern: /\bDate\.now\b|\bnew Date\(\)/,
    where: /^src\/(engine|kubectl|shell)\//,
    instead: 'take the time from the simulation or the environment',
  },
  {
    pattern: /\bMath\.random\b|\bcrypto\.randomUUID\b/,
    where: /^src\//,
    instead: 'draw from a named stream of the simulation',
  },
  {
    pattern: /\/\/\/ <reference lib/,
    where: /^src\//,
    instead: 'each world has its globals from its tsconfig',
  },
  {
    pattern: /\b(?:describe|it|test)\.only\(/,
    where: /^(src|e2e|scripts|conformance)\//,
    instead: 'run the whole suite',
  },
  {
    pattern: /\bFIXME\b|\bXXX\b/,
    where: /^(src|conformance|bench|e2e)\//,
    instead: 'do it now, or write it down as an issue',
  },
];

function importsOf(file: string): string[] {
  const text = read(file);
  const found = text.matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"?]+)(?:\?[^'"]*)?['"]/g);
  return [...found].map((match) => posix.normalize(posix.join(dirname(file), match[1] as string)));
}

describe('the house is tidy', () => {
  it('imports go one way', () => {
    const wrong = sources
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((to) => !mayImport(file, to))
          .map((to) => `${file} imports ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it('the import table refuses what it should', () => {
    const refused: readonly [string, string][] = [
      ['src/engine/sim/simulation.ts', 'src/engine/api/types.ts'],
      ['src/engine/kubelet/kubelet.ts', 'src/engine/scheduler/scheduler.ts'],
      [
        'src/engine/scheduler/plugins/node-name/node-name.ts',
        'src/engine/scheduler/plugins/node-ports/node-ports.ts',
      ],
      ['src/ui/board/board.tsx', 'src/ui/editor/editor.tsx'],
      ['src/ui/board/board.tsx', 'src/engine/index.ts'],
      ['src/kubectl/kubectl.ts', 'src/engine/apiserver/server.ts'],
    ];
    expect(refused.filter(([from, to]) => mayImport(from, to))).toEqual([]);
    expect(mayImport('src/kubectl/kubectl.ts', 'src/engine/index.ts')).toBe(true);
  });

  it.each(banned)('$pattern is nowhere in $where', ({ pattern, where, instead }) => {
    const wrong = files
      .filter((file) => where.test(file) && /\.tsx?$/.test(file))
      .flatMap((file) =>
        read(file)
          .split('\n')
          .flatMap((line, index) =>
            pattern.test(line) && !/^\s*(\*|\/\/)/.test(line) ? [`${file}:${index + 1}: ${instead}`] : [],
          ),
      );
    expect(wrong).toEqual([]);
  });

  it('no file of code has over 400 lines without a reason', () => {
    const long = sources.filter((file) => {
      const text = read(file);
      return (
        text.split('\n').length > 400 && !/^\/\/ Long because: \S/m.test(text) && !/\/schema\//.test(file)
      );
    });
    expect(long).toEqual([]);
  });

  it('files are named in kebab case', () => {
    const wrong = sources.filter((file) => !/^[a-z0-9/.-]+$/.test(file));
    expect(wrong).toEqual([]);
  });

  it('links in documents lead somewhere', () => {
    const dead = files
      .filter((file) => file.endsWith('.md') && !file.startsWith('conformance/'))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
          .map((match) => posix.normalize(posix.join(dirname(file), match[1] as string)))
          .filter((target) => !existsSync(join(root, target)))
          .map((target) => `${file} → ${target}`),
      );
    expect(dead).toEqual([]);
  });

  it('docs/fidelity.md names every file that takes a shortcut, and no other', () => {
    const taken = sources.filter((file) => !isTest(file) && /\bSimplified: /.test(read(file)));
    const links = read('docs/fidelity.md').matchAll(/\]\(\.\.\/(src\/[^)]+)\)/g);
    const named = [...links].map((link) => link[1] as string);
    expect(named.toSorted()).toEqual(taken.toSorted());
  });

  it('nothing committed knows a machine', () => {
    const wrong = files
      .filter(
        (file) =>
          /\.(ts|tsx|mjs|md|json|yaml|css|html)$/.test(file) &&
          !file.startsWith('conformance/') &&
          // kubectl's own help speaks of folders such as /home/config.
          !file.startsWith('src/kubectl/declarations/') &&
          file !== 'package-lock.json',
      )
      .filter(
        (file) =>
          /\/(home|Users)\/[a-z]+\/|registry\.npmjs|"resolved":/.test(read(file)) &&
          file !== 'scripts/tidy.test.ts',
      );
    expect(wrong).toEqual([]);
  });
});
