import { Random } from '../engine/index.ts';
import { applyFile } from './apply-file.ts';
import { checkRecording } from './check-recording.ts';
import type { Descriptions } from './descriptions.ts';
import { inspect } from './inspect.ts';
import { Pacer } from './pacer.ts';
import { Projector } from './projection/projector.ts';
import type {
  CommandName,
  Commands,
  Crash,
  FileView,
  Frame,
  Operation,
  Recording,
  TimeView,
  ToPage,
} from './protocol.ts';
import { RecordedCluster, type OperationResult } from './recorded-cluster.ts';
import type { RecordingStore } from './recording-store.ts';
import { homeFolder, sampleOperations } from './sample-files.ts';
import { Terminals } from './terminals.ts';
import { Waiting } from './waiting.ts';

export interface SessionOptions {
  readonly send: (message: ToPage) => void;
  readonly store: RecordingStore;
  /** What fields mean. */
  readonly descriptions: Descriptions;
  /** What lives a recording; a test's may have a bug. */
  readonly life?: typeof RecordedCluster;
  /** The wall clock, for pace alone. */
  readonly wallMs: () => number;
  /** The date, at which a new cluster begins. */
  readonly dateMs: () => number;
}

/** How long one turn may keep the thread. */
const turnMs = 12;
/** The clock on the page moves at least this often. */
const clockMs = 100;
/** How often the recording is kept while time passes. */
const saveMs = 1000;
/** How much virtual time `settle` and a step to a decision give the cluster at most. */
const patienceMs = 10 * 60 * 1000;
/** How far a step to an event goes when nothing happens. */
const quietStepMs = 10_000;

type Handlers = {
  [Name in CommandName]: (
    give: Commands[Name]['give'],
  ) => Commands[Name]['answer'] | Promise<Commands[Name]['answer']>;
};

/**
 * A cluster in this thread, as a page uses it: paced by the wall clock, recorded, projected into
 * frames. Synchronous but for its terminals; whoever serves it calls `tick` and `command`.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #pacer = new Pacer();
  readonly #waiting = new Waiting();
  readonly #terminals: Terminals;
  /** Chance outside the simulation: what kubectl names its temporary files after. */
  readonly #shellRandom: Random;
  /** Resolves when a cluster has been opened: what needs one waits for it. */
  readonly #opened: Promise<void>;
  #haveOpened = (): void => undefined;
  #life: RecordedCluster | undefined;
  #projector = new Projector();
  #crash: Crash | undefined;
  #reset = true;
  #sequence = 0;
  #shown = 0;
  #lastTickMs: number;
  #lastFrameMs = 0;
  #lastFrameNowMs = 0;
  #savedAtMs = 0;
  #savedEndMs = 0;
  #filesChanged = true;
  /** A frame was asked for while the page could not take one. */
  #urgent = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#opened = new Promise((resolve) => (this.#haveOpened = resolve));
    this.#lastTickMs = options.wallMs();
    this.#shellRandom = new Random(String(options.dateMs()), 'shell');
    this.#terminals = new Terminals({
      read: (request) => this.#alive.read(request),
      loadDescriptions: () => options.descriptions.load(),
      perform: (operation) => this.perform(operation),
      machines: () => this.#alive.cluster.machines,
      nowMs: () => this.#alive.nowMs,
      sleep: (ms) => this.#waiting.until(this.#alive.nowMs + ms),
      random: () => this.#shellRandom,
      output: (terminal, text) => options.send({ type: 'terminal-output', terminal, text }),
      editFile: (machine, path) => options.send({ type: 'edit-file', machine, path }),
    });
  }

  /** Answers a command of the page. Throws an Error whose message is for the page's user. */
  async command<Name extends CommandName>(
    name: Name,
    give: Commands[Name]['give'],
  ): Promise<Commands[Name]['answer']> {
    const handler = Object.hasOwn(this.#handlers, name) ? this.#handlers[name] : undefined;
    if (handler === undefined) throw new Error(`There is no command "${name}".`);
    if (name !== 'open' && name !== 'pace') await this.#opened;
    return handler(give);
  }

  /** The page has drawn a frame and can take the next. */
  frameShown(sequence: number): void {
    this.#shown = sequence;
    this.#sendFrame();
  }

  /** Lets wall time pass. */
  tick(): void {
    const wallMs = this.#options.wallMs();
    const elapsedMs = wallMs - this.#lastTickMs;
    this.#lastTickMs = wallMs;
    const life = this.#life;
    if (life === undefined || this.#crash !== undefined) return;
    try {
      this.#guard(() => this.#pacer.tick(life, elapsedMs, () => this.#options.wallMs() - wallMs < turnMs));
    } catch {
      // The crash is on its way to the page.
      return;
    }
    this.#waiting.wake(life.nowMs);
    this.#sendFrame();
    if (wallMs - this.#savedAtMs > saveMs && life.endMs !== this.#savedEndMs) this.#save();
  }

  /** Does what a user asked for, now, and remembers it. */
  perform(operation: Operation): OperationResult {
    const life = this.#alive;
    if (life.nowMs < life.endMs) this.#options.send({ type: 'forked', atMs: life.nowMs });
    const result = this.#guard(() => life.perform(operation));
    this.#pacer.rebase();
    this.#mark(life.nowMs, operation);
    if (operation.type.endsWith('-file')) this.#filesChanged = true;
    this.#save();
    return result;
  }

  readonly #handlers: Handlers = {
    open: async ({ seed, recording }) => {
      const given = recording ?? (seed === undefined ? await this.#options.store.load() : undefined);
      const checked = given === undefined ? undefined : checkRecording(given);
      if (typeof checked === 'string' && recording !== undefined) throw new Error(checked);
      if (typeof checked === 'object') this.#live(checked, checked.endMs);
      else this.#liveAnew(seed);
      this.#haveOpened();
      return null;
    },
    pace: ({ paused, speed }) => {
      if (paused !== undefined) this.#pacer.paused = paused;
      if (speed !== undefined) this.#pacer.speed = speed;
      this.#pacer.rebase();
      this.#sendFrame(true);
      return null;
    },
    step: ({ to }) => {
      this.#pacer.paused = true;
      const projector = this.#projector;
      // Without work there will be no decision; something else may still come of upkeep.
      if (to === 'event') this.#stepUntil(() => projector.happened, quietStepMs);
      else this.#stepUntil(() => projector.decided || this.#alive.idle);
      return null;
    },
    settle: () => {
      this.#stepUntil(() => this.#alive.idle);
      return null;
    },
    seek: ({ atMs }) => {
      this.#seek(atMs);
      return null;
    },
    save: () => this.#alive.recording(),
    apply: ({ path, text }) => applyFile(this.#terminals, path, text),
    readFile: ({ machine, path }) => ({
      text: this.#alive.cluster.machines.get(machine)?.files.read(path) ?? null,
    }),
    writeFile: ({ machine, path, text }) => ({
      problem: this.perform({ type: 'write-file', machine, path, text }).problem ?? null,
    }),
    removeFile: ({ machine, path }) => {
      this.perform({ type: 'remove-file', machine, path });
      return null;
    },
    addNode: ({ name }) => ({ problem: this.perform({ type: 'add-node', name }).problem ?? null }),
    removeNode: ({ name }) => ({ problem: this.perform({ type: 'remove-node', name }).problem ?? null }),
    inspect: (give) => inspect(this.#terminals, give),
    decision: ({ id }) => this.#projector.decision(id) ?? null,
    openTerminal: ({ machine }) => this.#terminals.open(machine),
    closeTerminal: ({ terminal }) => {
      this.#terminals.close(terminal);
      return null;
    },
    runLine: ({ terminal, line }) => this.#terminals.runLine(terminal, line),
    interrupt: ({ terminal }) => {
      this.#terminals.interrupt(terminal);
      return null;
    },
    complete: ({ terminal, line, cursor }) => this.#terminals.complete(terminal, line, cursor),
  };

  get #alive(): RecordedCluster {
    if (this.#life === undefined) throw new Error('No cluster is open yet.');
    if (this.#crash !== undefined) throw new Error('The simulation has stopped; open its last good moment.');
    return this.#life;
  }

  #liveAnew(seed = String(this.#options.dateMs())): void {
    const startMs = Math.floor(this.#options.dateMs() / 1000) * 1000;
    const recording: Recording = {
      podyard: 'recording',
      version: 1,
      seed,
      startMs,
      endMs: startMs,
      cluster: { nodes: ['controlplane', 'node01', 'node02'] },
      operations: [],
    };
    this.#live(recording, startMs);
    for (const operation of sampleOperations) this.#guard(() => this.#alive.perform(operation));
    this.#filesChanged = true;
    this.#save();
  }

  /** Lives `recording` up to `atMs`. */
  #live(recording: Recording, atMs: number): void {
    const projector = new Projector();
    this.#projector = projector;
    this.#crash = undefined;
    this.#reset = true;
    this.#filesChanged = true;
    this.#pacer.rebase();
    const Life = this.#options.life ?? RecordedCluster;
    const life = new Life(recording, {
      trace: this.#projector.trace,
      audit: (entry) => projector.audit(entry),
      apiServer: { descriptions: this.#options.descriptions },
    });
    this.#life = life;
    this.#projector.attach(life.cluster);
    for (const recorded of recording.operations) this.#mark(recorded.atMs, recorded.operation);
    this.#guard(() => life.advance(Math.max(life.nowMs, atMs)));
    this.#terminals.interruptAll();
    this.#waiting.wakeAll();
    this.#sendFrame(true);
  }

  /** A file that is being written changes nothing that the timeline shows, but a manifest's does. */
  #mark(atMs: number, operation: Operation): void {
    if (operation.type === 'write-file' && operation.path.startsWith(`${homeFolder}/`)) return;
    this.#projector.mark({ atMs, kind: 'operation', label: describeOperation(operation) });
  }

  #seek(atMs: number): void {
    const recording = this.#life?.recording();
    if (recording === undefined) return;
    const whole = Math.round(atMs);
    this.#pacer.paused = true;
    if (this.#crash === undefined && whole >= this.#alive.nowMs) {
      const life = this.#alive;
      this.#guard(() => life.advance(Math.min(whole, life.endMs)));
      this.#pacer.rebase();
      this.#sendFrame(true);
    } else {
      this.#live(recording, Math.min(whole, recording.endMs));
    }
  }

  /** Runs event after event until `done`, or nothing happens any more. */
  #stepUntil(done: () => boolean, withinMs = patienceMs): void {
    const life = this.#alive;
    const untilMs = life.nowMs + withinMs;
    this.#projector.beginStep();
    this.#guard(() => {
      while (!done() && life.step(untilMs));
    });
    this.#pacer.rebase();
    this.#waiting.wake(life.nowMs);
    this.#sendFrame(true);
  }

  /** Runs engine code. Our own bug stops the simulation and keeps the page alive. */
  #guard<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      const life = this.#life as RecordedCluster;
      this.#crash = {
        message: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? (error.stack ?? '') : '',
        atMs: life.nowMs,
        lastGoodMs: this.#lastFrameNowMs,
        recording: life.recording(),
      };
      this.#sendFrame(true);
      throw new Error(`The simulation has stopped: ${this.#crash.message}`, { cause: error });
    }
  }

  #save(): void {
    const life = this.#life;
    if (life === undefined || this.#crash !== undefined) return;
    this.#savedAtMs = this.#options.wallMs();
    this.#savedEndMs = life.endMs;
    void this.#options.store.save(life.recording());
  }

  /** Sends what changed, if the page can take it and there is something to tell. */
  #sendFrame(now = false): void {
    const life = this.#life;
    if (life === undefined || this.#shown < this.#sequence) {
      this.#urgent ||= now;
      return;
    }
    const wallMs = this.#options.wallMs();
    const changed = this.#reset || this.#projector.dirty || this.#filesChanged;
    const clockMoved = life.nowMs !== this.#lastFrameNowMs && wallMs - this.#lastFrameMs >= clockMs;
    if (!changed && !clockMoved && !now && !this.#urgent) return;
    if (this.#reset) this.#projector.retell();
    const frame: Frame = {
      sequence: ++this.#sequence,
      reset: this.#reset,
      time: this.#time(life),
      ...this.#projector.take(),
      files: this.#filesChanged ? this.#files(life) : undefined,
      crash: this.#crash,
    };
    this.#reset = false;
    this.#filesChanged = false;
    this.#urgent = false;
    this.#lastFrameMs = wallMs;
    if (this.#crash === undefined) this.#lastFrameNowMs = life.nowMs;
    this.#options.send({ type: 'frame', frame });
  }

  #time(life: RecordedCluster): TimeView {
    return {
      nowMs: life.nowMs,
      startMs: life.bootedMs,
      endMs: life.endMs,
      paused: this.#pacer.paused,
      speed: this.#pacer.speed,
      idle: life.idle,
    };
  }

  #files(life: RecordedCluster): FileView[] {
    const files = life.cluster.machines.get('controlplane')?.files;
    return (files?.list(homeFolder) ?? [])
      .filter(({ folder }) => !folder)
      .map(({ name, sizeBytes, modifiedMs }) => ({
        path: `${homeFolder}/${name}`,
        sizeBytes,
        revision: modifiedMs,
      }));
  }
}

/** What a mark on the timeline says of an operation. */
function describeOperation(operation: Operation): string {
  switch (operation.type) {
    case 'request':
      return `${operation.request.method} ${operation.request.path.split('?')[0]}`;
    case 'write-file':
      return `write ${operation.path}`;
    case 'remove-file':
      return `remove ${operation.path}`;
    case 'move-file':
      return `move ${operation.from} to ${operation.to}`;
    case 'make-folder':
      return `make ${operation.path}`;
    case 'add-node':
      return `${operation.name} joins`;
    case 'remove-node':
      return `${operation.name} is removed`;
  }
}
