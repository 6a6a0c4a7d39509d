import { download } from '../../../engine/index.ts';
import { pathOf, readOptions, sleepInterruptibly, type ShellCommand } from '../../command.ts';
import { stampText } from './machine-text.ts';

const megabyte = 2 ** 20;
const bytesPerMs = 25 * 1048.576;

/** Models GNU Wget 1.21 where what it fetches is on the simulated internet. */
export const wget: ShellCommand = async (process) => {
  const options = readOptions(process.args, [
    'O',
    'output-document',
    'P',
    'directory-prefix',
    'T',
    'timeout',
  ]);
  const quiet = options.has('q', 'quiet');
  const say = (text: string): void => {
    if (!quiet) process.stderr(text);
  };
  if (options.rest.length === 0) {
    process.stderr(
      "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n",
    );
    return 1;
  }
  let code = 0;
  for (const given of options.rest) {
    const url = /^[a-z]+:\/\//.test(given) ? given : `http://${given}`;
    const host = /^[a-z]+:\/\/([^/:]+)/.exec(url)?.[1] ?? '';
    const time = (): string => stampText(process.host.now()).slice(4, 23);
    say(`--${time()}--  ${url}\nResolving ${host} (${host})... `);
    const answer = download(url);
    if (answer.kind === 'no-host') {
      say(`failed: Name or service not known.\nwget: unable to resolve host address ‘${host}’\n`);
      code = 4;
      continue;
    }
    const port = url.startsWith('http:') ? 80 : 443;
    say(
      `${answer.address}\nConnecting to ${host} (${host})|${answer.address}|:${port}... connected.\nHTTP request sent, awaiting response... `,
    );
    if (answer.kind === 'missing') {
      say(`404 Not Found\n${time()} ERROR 404: Not Found.\n\n`);
      code = 8;
      continue;
    }
    const { name, text, sizeBytes } = answer;
    const path = targetOf(name);
    const tookMs = Math.max(50, Math.round(sizeBytes / bytesPerMs));
    say(`200 OK\nLength: ${sizeBytes} (${sizeText(sizeBytes)}) [${answer.type}]\nSaving to: ‘${path}’\n\n`);
    await sleepInterruptibly(process, tookMs);
    if (process.signal.cancelled) return 130;
    const refusal = process.files.write(pathOf(process, path), text, process.host.now());
    if (refusal !== undefined) {
      process.stderr(`${path}: ${refusal.replace(/^.*: /, '')}\n\nCannot write to ‘${path}’ (Success).\n`);
      return 3;
    }
    const speed = `${(sizeBytes / megabyte / (tookMs / 1000)).toFixed(1)} MB/s`;
    const shown = `${path.slice(0, 19).padEnd(19)} 100%[===================>] ${sizeText(sizeBytes).padStart(7)}  ${speed.replace(' ', '')}    in ${(tookMs / 1000).toPrecision(2)}s`;
    say(`${shown}\n\n${time()} (${speed}) - ‘${path}’ saved [${sizeBytes}/${sizeBytes}]\n\n`);
  }
  return code;

  /** Nothing is overwritten: `kube-scheduler.1` */
  function targetOf(name: string): string {
    const named = options.value('O', 'output-document');
    if (named !== undefined) return named;
    const folder = options.value('P', 'directory-prefix');
    const path = folder === undefined ? name : `${folder}/${name}`;
    let free = path;
    for (let count = 1; process.files.exists(pathOf(process, free)); count++) free = `${path}.${count}`;
    return free;
  }
};

function sizeText(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  return bytes < megabyte ? `${Math.round(bytes / 1024)}K` : `${Math.round(bytes / megabyte)}M`;
}
