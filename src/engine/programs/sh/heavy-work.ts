import { parseQuantity, quantityValue, QuantityError } from '../../api/quantity.ts';
import type { Task } from '../../sim/task.ts';
import { ProcessExit, type Process } from '../process.ts';
import { digitsOfPi } from './pi.ts';

/** Milliseconds of the units in which commands are told spans of time. */
export const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Thrown by a process that takes more memory than its container may have. */
export class OutOfMemory extends ProcessExit {
  override name = 'OutOfMemory';
  constructor() {
    super(137);
  }
}

/** `--cpu N` and `--vm N --vm-bytes B` are what it is used for. */
export function* stress(process: Process, args: readonly string[]): Task<number> {
  const { world } = process;
  const valueOf = (...names: readonly string[]): string | undefined => {
    const at = args.findIndex((argument) => names.includes(argument));
    return at < 0 ? undefined : (args[at + 1] ?? '');
  };
  const memoryBytes = bytesOf(valueOf('--vm-bytes') ?? '0');
  if (world.memoryLimitBytes !== undefined && memoryBytes > world.memoryLimitBytes) {
    yield* process.sleep(1000);
    throw new OutOfMemory();
  }
  const workers = Number(valueOf('--cpu', '-c') ?? 0) + Number(valueOf('--vm', '-m') ?? 0);
  const before = world.usage;
  world.usage = { cpuMillis: workers * 1000, memoryBytes: before.memoryBytes + memoryBytes };
  yield* process.sleep(msOf(valueOf('--timeout', '-t')));
  world.usage = before;
  return 0;
}

function msOf(duration: string | undefined): number | undefined {
  const [, count, unit = 's'] = /^(\d+)([smhd]?)$/.exec(duration ?? '') ?? [];
  return count === undefined ? undefined : Number(count) * (unitMs[unit || 's'] ?? 1000);
}

function bytesOf(text: string): number {
  try {
    return Number(quantityValue(parseQuantity(text.replace(/B$/, ''))));
  } catch (error) {
    if (error instanceof QuantityError) return 0;
    throw error;
  }
}

const fewDigits = 51;

/**
 * What the Job example of the Kubernetes documentation runs: `perl -Mbignum=bpi -wle 'print bpi(2000)'`.
 * Other scripts are not understood, and print fewer digits.
 */
export function* perl(process: Process, args: readonly string[]): Task<number> {
  const digits = Number(/\bbpi\(([1-9]\d{0,3})\)/.exec(args.join(' '))?.[1] ?? fewDigits);
  yield* process.sleep(Math.max(digits, leastWorkMs));
  process.print(`${digitsOfPi(digits - 1)}\n`);
  return 0;
}

const leastWorkMs = 2000;
