import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export interface Kubectl {
  readonly path: string;
  /** `v1.32.4`. */
  readonly version: string;
  readonly minor: number;
}

const oldestMinor = 27;

/**
 * Every kubectl of 1.27 or later on this machine: those in `$PODYARD_KUBECTL`, on the PATH, and what
 * lies beside them under the same name with a version. One of each version.
 */
export function findKubectls(env: NodeJS.ProcessEnv): Kubectl[] {
  const named = (env['PODYARD_KUBECTL'] ?? '').split(delimiter).filter(Boolean);
  const onPath = (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'kubectl'));
  const found = new Map<string, Kubectl>();
  for (const path of [...named, ...onPath].filter(isExecutable).flatMap(withNeighbours)) {
    const kubectl = describe(path);
    if (kubectl !== undefined && kubectl.minor >= oldestMinor && !found.has(kubectl.version))
      found.set(kubectl.version, kubectl);
  }
  return [...found.values()].toSorted((a, b) => b.minor - a.minor);
}

function withNeighbours(path: string): string[] {
  const folder = dirname(realpathSync(path));
  const versions = readdirSync(folder).filter((name) => /^kubectl[.-]?v?1\.\d+(\.\d+)?$/.test(name));
  return [path, ...versions.map((name) => join(folder, name))];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function describe(path: string): Kubectl | undefined {
  try {
    const text = execFileSync(path, ['version', '--client', '-o', 'json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { clientVersion } = JSON.parse(text.toString()) as { clientVersion: { gitVersion: string } };
    const version = clientVersion.gitVersion;
    return { path, version, minor: Number(/^v1\.(\d+)/.exec(version)?.[1] ?? 0) };
  } catch {
    return undefined;
  }
}
