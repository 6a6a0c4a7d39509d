import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ticksPerSecond = 100;
const bytesPerPage = 4096;

/** `podyard serve` without machines, in a process of its own. */
export class Served {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, address: string) {
    this.#process = child;
    this.address = address;
  }

  static start(): Promise<Served> {
    const flags = ['serve', '--port', '0', '--nodes', '0', '--seed', 'bench'];
    const child = spawn(process.execPath, [resolve(process.cwd(), 'bin/podyard.js'), ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Whatever becomes of the bench, the server does not outlive it.
    process.once('exit', () => child.kill());
    return new Promise((done, fail) => {
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
        if (address !== undefined) done(new Served(child, address));
      });
      child.once('exit', (code) => fail(new Error(`podyard serve ended with ${code}`)));
    });
  }

  /** Seconds of processor time that the server has used; undefined where the system does not tell. */
  get cpuSeconds(): number | undefined {
    // What stands before the last parenthesis is the program's name.
    const fields = this.#proc('stat')
      ?.replace(/^.*\) /s, '')
      .split(' ');
    return fields && (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  /** What it holds in memory, in bytes; undefined where the system does not tell. */
  get residentBytes(): number | undefined {
    const pages = this.#proc('statm')?.split(' ')[1];
    return pages === undefined ? undefined : Number(pages) * bytesPerPage;
  }

  stop(): Promise<void> {
    return new Promise((done) => {
      this.#process.removeAllListeners('exit');
      this.#process.once('exit', () => done());
      this.#process.kill('SIGTERM');
    });
  }

  #proc(file: string): string | undefined {
    try {
      return readFileSync(`/proc/${this.#process.pid}/${file}`, 'utf8');
    } catch {
      return undefined;
    }
  }
}
