/** Versions. Models k8s.io/apiserver/pkg/cel/library/semverlib.go (v1.36) and blang/semver v4. */
import { traverses, type Declaration } from '../functions.ts';
import { opaqueType } from '../types.ts';
import { CelError, CelOpaque, fail } from '../values.ts';

const semverType = opaqueType('kubernetes.Semver');

export class CelSemver extends CelOpaque {
  readonly type = semverType;
  readonly core: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly prerelease: readonly string[];

  constructor(core: readonly [bigint, bigint, bigint], prerelease: readonly string[]) {
    super();
    this.core = core;
    this.prerelease = prerelease;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelSemver && compareVersions(this, other) === 0;
  }
}

const complaints: readonly string[] = ['Major', 'Minor', 'Patch'];

/** What a text stands for, or what is wrong with it. */
function read(text: string): CelSemver | string {
  if (text === '') return 'Version string empty';
  const [head = '', ...others] = splitAt(text, '.', 3);
  const [minor, rest = ''] = others;
  if (minor === undefined || others.length < 2) return 'No Major.Minor.Patch elements found';
  const build = rest.indexOf('+');
  const unbuilt = build < 0 ? rest : rest.slice(0, build);
  const dash = unbuilt.indexOf('-');
  const patch = dash < 0 ? unbuilt : unbuilt.slice(0, dash);
  const numbers: bigint[] = [];
  for (const [index, part] of [head, minor, patch].entries()) {
    const what = complaints[index] as string;
    if (!/^\d+$/.test(part)) return `Invalid character(s) found in ${what.toLowerCase()} number "${part}"`;
    if (part.length > 1 && part.startsWith('0'))
      return `${what} number must not contain leading zeroes "${part}"`;
    numbers.push(BigInt(part));
  }
  const prerelease = dash < 0 ? [] : unbuilt.slice(dash + 1).split('.');
  const builds = build < 0 ? [] : rest.slice(build + 1).split('.');
  for (const part of prerelease) {
    if (part === '') return 'Prerelease is empty';
    if (/^0\d+$/.test(part)) return `Numeric PreRelease version must not contain leading zeroes "${part}"`;
    if (!/^[0-9A-Za-z-]+$/.test(part)) return `Invalid character(s) found in prerelease "${part}"`;
  }
  for (const part of builds) {
    if (part === '') return 'Build meta data is empty';
    if (!/^[0-9A-Za-z-]+$/.test(part)) return `Invalid character(s) found in build meta data "${part}"`;
  }
  return new CelSemver(numbers as unknown as [bigint, bigint, bigint], prerelease);
}

function splitAt(text: string, separator: string, most: number): string[] {
  const parts = text.split(separator);
  return parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}

/** `v1.2` is 1.2.0. */
function normalized(text: string): string {
  const parts = splitAt(text.replace(/^v/, ''), '.', 3).map((part) =>
    part.length > 1 ? part.replace(/^0+(?=\d)/, '') : part,
  );
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? ''))
    throw new CelError('short version cannot contain PreRelease/Build meta data');
  while (parts.length < 3) parts.push('0');
  return parts.join('.');
}

/** The value of a version's text. Throws a CelError for what is none. */
export function celSemver(text: string, normalize = false): CelSemver {
  const version = read(normalize ? normalized(text) : text);
  return typeof version === 'string' ? fail(version) : version;
}

function isSemver(text: string, normalize = false): boolean {
  try {
    celSemver(text, normalize);
    return true;
  } catch (error) {
    if (error instanceof CelError) return false;
    throw error;
  }
}

function compareVersions(a: CelSemver, b: CelSemver): number {
  for (const [index, part] of a.core.entries()) {
    const other = b.core[index] as bigint;
    if (part !== other) return part < other ? -1 : 1;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0)
    return Math.sign(b.prerelease.length - a.prerelease.length);
  for (const [index, part] of a.prerelease.entries()) {
    const other = b.prerelease[index];
    if (other === undefined) return 1;
    const order = comparePrereleases(part, other);
    if (order !== 0) return order;
  }
  return a.prerelease.length === b.prerelease.length ? 0 : -1;
}

function comparePrereleases(a: string, b: string): number {
  const [x, y] = [a, b].map((part) => (/^\d+$/.test(part) ? BigInt(part) : undefined));
  if (x !== undefined && y !== undefined) return x < y ? -1 : Number(x > y);
  if (x !== undefined) return -1;
  if (y !== undefined) return 1;
  return a < b ? -1 : Number(a > b);
}

const name = semverType.name;

export const semvers: readonly Declaration[] = [
  ['semver(string): kubernetes.Semver', celSemver, traverses(0)],
  ['semver(string, bool): kubernetes.Semver', celSemver, traverses(0)],
  ['isSemver(string): bool', isSemver, traverses(0)],
  ['isSemver(string, bool): bool', isSemver, traverses(0)],
  ...complaints.map((part, index): Declaration => [
    `(${name}).${part.toLowerCase()}(): int`,
    ({ core }: CelSemver) => core[index] as bigint,
  ]),
  [`(${name}).isGreaterThan(${name}): bool`, (a: CelSemver, b: CelSemver) => compareVersions(a, b) > 0],
  [`(${name}).isLessThan(${name}): bool`, (a: CelSemver, b: CelSemver) => compareVersions(a, b) < 0],
  [`(${name}).compareTo(${name}): int`, (a: CelSemver, b: CelSemver) => BigInt(compareVersions(a, b))],
];
