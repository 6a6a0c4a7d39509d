import type { Simulation, Timer } from '../sim/simulation.ts';
import { Journal } from './journal.ts';
import type { Machine } from './machine.ts';
import type {
  ActiveState,
  ProcessEnd,
  ServiceProblem,
  Services,
  ServiceStatus,
  ServiceVerb,
} from './services.ts';
import { commandWords, readUnit, unitName, type UnitFile } from './unit-file.ts';

/** A process that a machine runs. */
export interface MachineProcess {
  signal(signal: 'TERM' | 'KILL'): void;
}

export interface ProcessIo {
  readonly unit: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly log: (text: string) => void;
  /** Called once, when the process has ended. */
  readonly onEnd: (end: ProcessEnd) => void;
}

/** Runs what a command line names; a text says why it cannot be executed. */
export type Execute = (words: readonly string[], io: ProcessIo) => MachineProcess | string;

interface Unit {
  readonly name: string;
  file: UnitFile;
  active: ActiveState;
  sub: string;
  sinceMs: number | undefined;
  startedMs: number | undefined;
  pid: number | undefined;
  process: MachineProcess | undefined;
  command: readonly string[];
  end: ProcessEnd | undefined;
  result: string;
  restarts: number;
  starts: number[];
  timer: Timer | undefined;
  /** It was told to stop, and then perhaps to start again. */
  afterStop: 'stay' | 'start';
}

const wantsFolder = '/etc/systemd/system/multi-user.target.wants';
const execFailed = 203;
const patientRestarts = 3;
const firstPid = 600;

/**
 * What starts a machine's services, watches over them, and keeps their output.
 * Models systemd's services of Type=simple, and its journal.
 */
export class Systemd implements Services {
  readonly journal = new Journal();
  readonly #sim: Simulation;
  readonly #machine: Machine;
  readonly #execute: Execute;
  readonly #units = new Map<string, Unit>();
  #lastPid = firstPid;

  constructor(sim: Simulation, machine: Machine, execute: Execute) {
    this.#sim = sim;
    this.#machine = machine;
    this.#execute = execute;
  }

  names(): readonly string[] {
    const names = new Set(this.#units.keys());
    for (const folder of ['/etc/systemd/system', '/usr/lib/systemd/system'])
      for (const entry of this.#machine.files.list(folder) ?? [])
        if (!entry.folder && entry.name.endsWith('.service')) names.add(entry.name);
    return [...names].toSorted();
  }

  status(given: string): ServiceStatus | undefined {
    const unit = this.#load(unitName(given));
    if (unit === undefined) return undefined;
    const { name, file, active, sub, sinceMs, startedMs, pid, command, end, result } = unit;
    return {
      name,
      description: file.description,
      load: file.execStart === undefined ? 'bad-setting' : 'loaded',
      path: file.path,
      dropIns: file.dropIns,
      documentation: file.documentation,
      enabled: this.#enablement(unit),
      active,
      sub,
      sinceMs,
      startedMs,
      pid,
      command: (command.length > 0 ? command : commandWords(file.execStart ?? '', file.environment)).join(
        ' ',
      ),
      end,
      result,
      isStale: readUnit(this.#machine.files, name)?.text !== file.text,
    };
  }

  act(verb: ServiceVerb, given: string): ServiceProblem | undefined {
    if (verb === 'daemon-reload') {
      this.#reload();
      return undefined;
    }
    const unit = this.#load(unitName(given));
    if (unit === undefined) return 'not-found';
    switch (verb) {
      case 'start':
        return unit.active === 'active' ? undefined : this.#startByHand(unit);
      case 'restart':
        if (unit.process === undefined) return this.#startByHand(unit);
        this.#stop(unit, 'start');
        return undefined;
      case 'stop':
        this.#stop(unit, 'stay');
        return undefined;
      case 'kill':
        unit.process?.signal('TERM');
        return undefined;
      case 'enable':
        for (const target of unit.file.wantedBy)
          this.#machine.files.write(linkOf(target, unit.name), unit.file.text, this.#sim.nowMs);
        return undefined;
      case 'disable':
        for (const target of unit.file.wantedBy) this.#machine.files.remove(linkOf(target, unit.name));
        return undefined;
      case 'reset-failed':
        if (unit.active === 'failed') this.#become(unit, 'inactive', 'dead');
        unit.result = 'success';
        unit.starts = [];
        return undefined;
    }
  }

  /** The machine has come up: what is enabled starts. */
  boot(): void {
    for (const { name } of this.#machine.files.list(wantsFolder) ?? []) this.act('start', name);
  }

  /** The machine's power is off: nothing runs any more, and no one is told. */
  powerOff(): void {
    for (const unit of this.#units.values()) {
      unit.timer?.cancel();
      const { process } = unit;
      unit.process = undefined;
      // Nobody is left to see it end, and to start it again.
      unit.pid = undefined;
      process?.signal('KILL');
    }
    this.#units.clear();
  }

  /** A unit is read from its file when somebody asks for it, and kept while it runs or has failed. */
  #load(name: string): Unit | undefined {
    const known = this.#units.get(name);
    if (known !== undefined && (known.active !== 'inactive' || known.sinceMs !== undefined)) return known;
    const file = readUnit(this.#machine.files, name);
    if (file === undefined) {
      this.#units.delete(name);
      return undefined;
    }
    if (known?.file.text === file.text) return known;
    const unit = newUnit(name, file);
    this.#units.set(name, unit);
    this.#complain(unit, file);
    return unit;
  }

  #reload(): void {
    for (const unit of this.#units.values()) {
      const file = readUnit(this.#machine.files, unit.name);
      if (file === undefined) {
        if (unit.process === undefined && unit.timer === undefined) this.#units.delete(unit.name);
        continue;
      }
      if (unit.file.text !== file.text) this.#complain(unit, file);
      unit.file = file;
    }
  }

  #complain(unit: Unit, { complaints, execStart }: UnitFile): void {
    for (const complaint of complaints) this.#say(unit, complaint);
    if (execStart === undefined)
      this.#say(unit, `${unit.name}: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.`);
  }

  #enablement({ name, file }: Unit): ServiceStatus['enabled'] {
    if (file.wantedBy.length === 0) return 'static';
    return file.wantedBy.some((target) => this.#machine.files.exists(linkOf(target, name)))
      ? 'enabled'
      : 'disabled';
  }

  #startByHand(unit: Unit): ServiceProblem | undefined {
    if (unit.file.execStart === undefined) return 'bad-setting';
    unit.timer?.cancel();
    unit.restarts = 0;
    return this.#start(unit) ? undefined : 'limit';
  }

  #start(unit: Unit): boolean {
    const { nowMs } = this.#sim;
    const { burst, intervalMs } = unit.file.startLimit;
    unit.starts = unit.starts.filter((atMs) => atMs > nowMs - intervalMs);
    if (burst > 0 && intervalMs > 0 && unit.starts.length >= burst) {
      this.#say(unit, `${unit.name}: Start request repeated too quickly.`);
      unit.result = unit.result === 'success' ? 'start-limit-hit' : unit.result;
      this.#say(unit, `${unit.name}: Failed with result '${unit.result}'.`);
      this.#say(unit, `Failed to start ${titleOf(unit)}.`);
      this.#become(unit, 'failed', 'failed');
      return false;
    }
    unit.starts.push(nowMs);
    unit.end = undefined;
    unit.result = 'success';
    unit.afterStop = 'stay';
    unit.command = commandWords(unit.file.execStart ?? '', unit.file.environment);
    unit.pid = this.newPid();
    unit.startedMs = nowMs;
    this.#become(unit, 'active', 'running');
    this.#say(unit, `Started ${titleOf(unit)}.`);
    this.#run(unit, unit.pid);
    return true;
  }

  #run(unit: Unit, pid: number): void {
    const identifier = programName(unit.command);
    const onEnd = (end: ProcessEnd): void => {
      if (unit.pid === pid) this.#ended(unit, end);
    };
    const started = this.#execute(unit.command, {
      unit: unit.name,
      environment: unit.file.environment,
      log: (text) => this.journal.push({ atMs: this.#sim.nowMs, unit: unit.name, identifier, pid, text }),
      onEnd,
    });
    if (typeof started !== 'string') {
      if (unit.pid === pid) unit.process = started;
      return;
    }
    const [path = ''] = unit.command;
    const child = { identifier: `(${identifier.slice(0, 8)})`, pid };
    this.#say(unit, `${unit.name}: Unable to locate executable '${path}': ${started}`, child);
    this.#say(unit, `${unit.name}: Failed at step EXEC spawning ${path}: ${started}`, child);
    this.#sim.soon(() => onEnd({ code: execFailed }));
  }

  #ended(unit: Unit, end: ProcessEnd): void {
    const wasStopping = unit.active === 'deactivating';
    unit.timer?.cancel();
    unit.process = undefined;
    unit.pid = undefined;
    unit.end = end;
    const isClean = end.code === 0 || end.signal === 'TERM';
    if (!isClean) this.#say(unit, `${unit.name}: Main process exited, ${endText(end)}`);
    unit.result = isClean ? 'success' : end.signal === undefined ? 'exit-code' : 'signal';
    if (isClean) this.#say(unit, `${unit.name}: Deactivated successfully.`);
    else this.#say(unit, `${unit.name}: Failed with result '${unit.result}'.`);
    if (wasStopping) {
      this.#say(unit, `Stopped ${titleOf(unit)}.`);
      this.#become(unit, isClean ? 'inactive' : 'failed', isClean ? 'dead' : 'failed');
      if (unit.afterStop === 'start') this.#startByHand(unit);
    } else if (restarts(unit.file.restart, isClean)) this.#restartLater(unit);
    else this.#become(unit, isClean ? 'inactive' : 'failed', isClean ? 'dead' : 'failed');
  }

  #restartLater(unit: Unit): void {
    this.#become(unit, 'activating', 'auto-restart');
    const restart = (): void => {
      unit.timer = undefined;
      unit.restarts++;
      this.#say(unit, `${unit.name}: Scheduled restart job, restart counter is at ${unit.restarts}.`);
      this.#start(unit);
    };
    // Nobody waits for what has failed again and again.
    unit.timer = this.#sim.after(unit.file.restartMs, restart, { chore: unit.restarts > patientRestarts });
  }

  #stop(unit: Unit, then: Unit['afterStop']): void {
    unit.afterStop = then;
    if (unit.process === undefined) {
      unit.timer?.cancel();
      unit.timer = undefined;
      if (unit.active === 'activating') this.#say(unit, `Stopped ${titleOf(unit)}.`);
      if (unit.active !== 'failed') this.#become(unit, 'inactive', 'dead');
      return;
    }
    if (unit.active === 'deactivating') return;
    this.#say(unit, `Stopping ${titleOf(unit)}...`);
    this.#become(unit, 'deactivating', 'stop-sigterm');
    unit.timer = this.#sim.after(unit.file.stopTimeoutMs, () => {
      this.#say(unit, `${unit.name}: State 'stop-sigterm' timed out. Killing.`);
      unit.process?.signal('KILL');
    });
    unit.process.signal('TERM');
  }

  #become(unit: Unit, active: ActiveState, sub: string): void {
    if (unit.active === active && unit.sub === sub) return;
    unit.active = active;
    unit.sub = sub;
    unit.sinceMs = this.#sim.nowMs;
  }

  /** A line of systemd's own about a unit. */
  #say(unit: Unit, text: string, { identifier, pid } = { identifier: 'systemd', pid: 1 }): void {
    this.journal.push({ atMs: this.#sim.nowMs, unit: unit.name, identifier, pid, text });
  }

  /** A number that no other process of the machine has. */
  newPid(): number {
    return ++this.#lastPid;
  }
}

function newUnit(name: string, file: UnitFile): Unit {
  return {
    name,
    file,
    active: 'inactive',
    sub: 'dead',
    sinceMs: undefined,
    startedMs: undefined,
    pid: undefined,
    process: undefined,
    command: [],
    end: undefined,
    result: 'success',
    restarts: 0,
    starts: [],
    timer: undefined,
    afterStop: 'stay',
  };
}

function linkOf(target: string, name: string): string {
  return `/etc/systemd/system/${target}.wants/${name}`;
}

function titleOf({ name, file }: Unit): string {
  return file.description === name ? name : `${name} - ${file.description}`;
}

function programName([path = '']: readonly string[]): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function restarts(policy: string, isClean: boolean): boolean {
  if (policy === 'always') return true;
  return isClean ? policy === 'on-success' : ['on-failure', 'on-abnormal', 'on-abort'].includes(policy);
}

/** `code=exited, status=1/FAILURE` */
export function endText({ code, signal }: ProcessEnd): string {
  if (signal !== undefined) return `code=killed, status=${signal === 'KILL' ? 9 : 15}/${signal}`;
  const names: Readonly<Record<number, string>> = {
    0: 'SUCCESS',
    1: 'FAILURE',
    2: 'INVALIDARGUMENT',
    203: 'EXEC',
  };
  const name = names[code];
  return `code=exited, status=${code}${name === undefined ? '' : `/${name}`}`;
}
