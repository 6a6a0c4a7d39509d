import { Random } from '../engine/index.ts';
import { applyFile } from './apply-file.ts';
import { checkFault } from './check-operation.ts';
import type { Home } from './home.ts';
import { inspect } from './inspect.ts';
import type { Life, News } from './life.ts';
import type { FrameReader } from './projection/frame-reader.ts';
import type { CommandName, Commands, FileView, Frame, Operation, TimeView, ToPage } from './protocol.ts';
import type { OperationResult, RecordedCluster } from './recorded-cluster.ts';
import { homeFolder } from './sample-files.ts';
import { Terminals } from './terminals.ts';
import { Waiting } from './waiting.ts';

export interface SessionOptions {
  readonly send: (message: ToPage) => void;
  /** Where the cluster lives. */
  readonly home: Home;
  /** Makes the API know what fields mean, as far as it can be had. */
  readonly loadDescriptions: () => Promise<void>;
  /** The wall clock, for pace alone. */
  readonly wallMs: () => number;
  /** Names chance outside the simulation: what kubectl names its temporary files after. */
  readonly shellSeed: string;
}

/** The clock on the page moves at least this often. */
const clockMs = 100;
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
 * One page's view of a cluster: its frames, its terminals, its commands. Synchronous but for its
 * terminals; whoever serves it calls `command`, and lets time pass where the cluster lives.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #home: Home;
  readonly #waiting = new Waiting();
  readonly #terminals: Terminals;
  readonly #shellRandom: Random;
  readonly #leave: () => void;
  /** Resolves when a cluster has been opened: what needs one waits for it. */
  readonly #opened: Promise<void>;
  #haveOpened = (): void => undefined;
  #reader: FrameReader | undefined;
  #reset = true;
  #sequence = 0;
  #shown = 0;
  #lastFrameMs = 0;
  #lastFrameNowMs = 0;
  #filesChanged = true;
  #toldFaults: Frame['faults'];
  /** A frame was asked for while the page could not take one. */
  #urgent = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#home = options.home;
    this.#opened = new Promise((resolve) => (this.#haveOpened = resolve));
    this.#shellRandom = new Random(options.shellSeed, 'shell');
    this.#terminals = new Terminals({
      read: (request) => this.#alive.read(request),
      answerMs: () => this.#alive.cluster.answerMs,
      loadDescriptions: options.loadDescriptions,
      perform: (operation) => this.#perform(operation),
      machines: () => this.#alive.cluster.machines,
      services: (machine) => this.#alive.cluster.services(machine),
      containers: (machine) => this.#alive.cluster.containers(machine),
      nowMs: () => this.#alive.nowMs,
      sleep: (ms) => this.#waiting.until(this.#alive.nowMs + ms),
      random: () => this.#shellRandom,
      output: (terminal, text) => options.send({ type: 'terminal-output', terminal, text }),
      reads: (terminal, what) => options.send({ type: 'terminal-reads', terminal, what }),
      play: (terminal, script, pauses) => options.send({ type: 'play', terminal, script, pauses }),
      editFile: (machine, path) => options.send({ type: 'edit-file', machine, path }),
    });
    this.#leave = this.#home.follow((news) => this.#hear(news));
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

  /** The page is gone. */
  close(): void {
    this.#leave();
    this.#reader?.close();
    this.#terminals.interruptAll();
    this.#waiting.wakeAll();
  }

  readonly #handlers: Handlers = {
    open: async (what) => {
      await this.#home.open(what);
      if (this.#reader === undefined) this.#lookAnew();
      this.#haveOpened();
      return null;
    },
    pace: (pace) => {
      this.#home.pace(pace);
      return null;
    },
    step: ({ to }) => {
      const life = this.#life;
      const { projector } = life;
      this.#home.pace({ paused: true });
      // Without work there will be no decision; something else may still come of upkeep.
      if (to === 'event') life.runUntil(() => projector.happened, quietStepMs);
      else life.runUntil(() => projector.decided || life.recorded.idle, patienceMs);
      return null;
    },
    settle: () => {
      const life = this.#life;
      life.runUntil(() => life.recorded.idle, patienceMs);
      return null;
    },
    seek: ({ atMs }) => {
      this.#home.seek(atMs);
      return null;
    },
    save: () => this.#alive.recording(),
    apply: ({ path, text }) => applyFile(this.#terminals, path, text),
    readFile: ({ machine, path }) => ({
      text: this.#alive.cluster.machines.get(machine)?.files.read(path) ?? null,
    }),
    writeFile: (file) => this.#attempt({ type: 'write-file', ...file }),
    removeFile: ({ machine, path }) => {
      this.#perform({ type: 'remove-file', machine, path });
      return null;
    },
    addNode: (node) => this.#attempt({ type: 'add-node', ...node }),
    removeNode: (node) => this.#attempt({ type: 'remove-node', ...node }),
    resizeNode: (node) => this.#attempt({ type: 'resize-node', ...node }),
    service: (act) => this.#attempt({ type: 'service', ...act }),
    fault: ({ fault }) => {
      const checked = checkFault(fault);
      return typeof checked === 'string'
        ? { problem: checked }
        : this.#attempt({ type: 'fault', fault: checked });
    },
    run: ({ line }) => this.#terminals.runAside('controlplane', line),
    inspect: (give) => inspect(this.#terminals, give),
    decision: ({ id }) => this.#life.projector.decision(id) ?? null,
    openTerminal: ({ machine }) => this.#terminals.open(machine),
    closeTerminal: ({ terminal }) => {
      this.#terminals.close(terminal);
      return null;
    },
    runLine: ({ terminal, line, columns, rows }) =>
      this.#terminals.runLine(terminal, line, { columns, rows }),
    interrupt: ({ terminal }) => {
      this.#terminals.interrupt(terminal);
      return null;
    },
    typed: ({ terminal, text, ends }) => {
      this.#terminals.type(terminal, ends === true ? undefined : text);
      return null;
    },
    complete: ({ terminal, line, cursor }) => this.#terminals.complete(terminal, line, cursor),
  };

  get #life(): Life {
    const { life } = this.#home;
    if (life === undefined) throw new Error('No cluster is open yet.');
    return life;
  }

  get #alive(): RecordedCluster {
    return this.#life.alive;
  }

  #perform(operation: Operation): OperationResult {
    return this.#life.perform(operation);
  }

  #attempt(operation: Operation): { problem: string | null } {
    return { problem: this.#perform(operation).problem ?? null };
  }

  #hear(news: News): void {
    const { life } = this.#home;
    if (life === undefined) return;
    if (news === 'another') this.#lookAnew();
    else if (news === 'files') this.#filesChanged = true;
    else if (news === 'fork') this.#options.send({ type: 'forked', atMs: life.recorded.nowMs });
    else if (news !== 'operation') {
      this.#waiting.wake(life.recorded.nowMs);
      this.#sendFrame(news !== 'time');
    }
  }

  /** Looks at a cluster that was not looked at before. */
  #lookAnew(): void {
    this.#reader?.close();
    this.#reader = this.#life.projector.read();
    this.#reset = true;
    this.#filesChanged = true;
    this.#terminals.interruptAll();
    this.#waiting.wakeAll();
    this.#sendFrame(true);
  }

  /** Sends what changed, if the page can take it and there is something to tell. */
  #sendFrame(now = false): void {
    const reader = this.#reader;
    if (reader === undefined || this.#shown < this.#sequence) {
      this.#urgent ||= now;
      return;
    }
    const life = this.#life;
    const { nowMs } = life.recorded;
    const wallMs = this.#options.wallMs();
    const faults = life.recorded.cluster.faults.active;
    const changed = this.#reset || reader.dirty || this.#filesChanged || faults !== this.#toldFaults;
    const clockMoved = nowMs !== this.#lastFrameNowMs && wallMs - this.#lastFrameMs >= clockMs;
    if (!changed && !clockMoved && !now && !this.#urgent) return;
    if (this.#reset) {
      reader.retell();
      this.#toldFaults = undefined;
    }
    const frame: Frame = {
      sequence: ++this.#sequence,
      reset: this.#reset,
      time: this.#time(life),
      ...reader.take(),
      faults: faults === this.#toldFaults ? undefined : faults,
      files: this.#filesChanged ? files(life) : undefined,
      crash: life.crash,
    };
    this.#reset = false;
    this.#toldFaults = faults;
    this.#filesChanged = false;
    this.#urgent = false;
    this.#lastFrameMs = wallMs;
    this.#lastFrameNowMs = nowMs;
    this.#options.send({ type: 'frame', frame });
  }

  #time({ recorded, pacer }: Life): TimeView {
    return {
      nowMs: recorded.nowMs,
      startMs: recorded.bootedMs,
      endMs: recorded.endMs,
      paused: pacer.paused,
      speed: pacer.speed,
      idle: recorded.idle,
      viewers: this.#home.viewers,
    };
  }
}

/** The files of the home folder on the control plane. */
function files({ recorded }: Life): FileView[] {
  const { files: tree } = recorded.cluster.machines.get('controlplane') ?? {};
  return (tree?.list(homeFolder) ?? [])
    .filter(({ folder }) => !folder)
    .map(({ name, sizeBytes, modifiedMs }) => ({
      path: `${homeFolder}/${name}`,
      sizeBytes,
      revision: modifiedMs,
    }));
}
