/** Brings what is missing on a fresh machine: the dependencies, and a Chromium for the tests. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { root } from './steps.mjs';

/** Ends with a sentence when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Podyard needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Installs the dependencies that the lock file names, unless that has been done. */
export function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(resolve(root, 'package-lock.json')))
    .digest('hex');
  const stamp = resolve(root, 'node_modules', '.podyard-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing dependencies …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (npm.status !== 0) {
    console.error('The dependencies could not be installed; npm said why above.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macPaths = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a Chromium: one that is there, else one that is installed now. Ends with a sentence if none can be had. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  console.log('Installing a Chromium for the browser tests …');
  installFromSystem();
  const installed = findChromium() ?? (await downloadWithPlaywright());
  if (installed !== undefined) return installed;
  console.error(
    'No Chromium was found and none could be installed. Install Chromium or Chrome, or name one in PODYARD_CHROMIUM.',
  );
  process.exit(1);
}

function findChromium() {
  const named = process.env.PODYARD_CHROMIUM;
  if (named !== undefined && named !== '') return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => resolve(folder, name)));
  if (process.platform === 'darwin') candidates.push(...macPaths);
  return candidates.find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installFromSystem() {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const attempts =
    process.platform === 'darwin'
      ? [['brew', 'install', '--cask', 'chromium']]
      : [
          [...asRoot, 'apt-get', 'update', '-q'],
          [...asRoot, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium'],
        ];
  for (const [command, ...args] of attempts)
    spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

async function downloadWithPlaywright() {
  const cli = resolve(root, 'node_modules', '.bin', 'playwright');
  spawnSync(cli, ['install', 'chromium'], { cwd: root, stdio: 'inherit' });
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  if (!isExecutable(path)) return undefined;
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
}
