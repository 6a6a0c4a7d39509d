import { editorSchema } from '../../scripts/kubernetes-schema.ts';
import { Descriptions } from '../session/descriptions.ts';
import type { CommandName, Commands, Frame, PodView, Recording, ToPage } from '../session/protocol.ts';
import { memoryStore, type RecordingStore } from '../session/recording-store.ts';
import { OwnHome, type OwnHomeOptions } from '../session/own-home.ts';
import { Session } from '../session/session.ts';

/** A session with a wall clock that a test moves, and a page that mirrors its frames. */
export class TestSession {
  readonly messages: ToPage[] = [];
  readonly frames: Frame[] = [];
  readonly pods = new Map<string, PodView>();
  output = '';
  readonly #home: OwnHome;
  readonly #session: Session;
  #wallMs = 0;

  constructor(store: RecordingStore = memoryStore(), recorded?: OwnHomeOptions['recorded']) {
    const descriptions = new Descriptions(() => Promise.resolve(JSON.parse(editorSchema())));
    this.#home = new OwnHome({ store, recorded, descriptions, dateMs: () => Date.UTC(2026, 0, 5, 9) });
    this.#session = new Session({
      home: this.#home,
      loadDescriptions: () => descriptions.load(),
      wallMs: () => this.#wallMs,
      shellSeed: 'shell',
      send: (message) => this.#receive(message),
    });
  }

  command<Name extends CommandName>(
    name: Name,
    give: Commands[Name]['give'],
  ): Promise<Commands[Name]['answer']> {
    return this.#session.command(name, give);
  }

  /** Lets wall time pass in ticks of 20 ms, other work coming in between. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 20) {
      this.#wallMs += 20;
      this.#home.tick(20, () => true);
      await new Promise((resume) => setImmediate(resume));
    }
  }

  /** Runs a line in a terminal while time passes; answers what it printed. */
  async run(terminal: number, line: string): Promise<string> {
    this.output = '';
    let done = false;
    const running = this.command('runLine', { terminal, line }).finally(() => (done = true));
    for (let turn = 0; turn < 2000 && !done; turn++) await this.pass(20);
    await running;
    return this.output;
  }

  recording(): Promise<Recording> {
    return this.command('save', null);
  }

  get lastFrame(): Frame {
    return this.frames.at(-1) as Frame;
  }

  pod(name: string): PodView | undefined {
    return [...this.pods.values()].find((pod) => pod.name === name);
  }

  #receive(message: ToPage): void {
    this.messages.push(message);
    if (message.type === 'terminal-output') this.output += message.text;
    if (message.type !== 'frame') return;
    const { frame } = message;
    this.frames.push(frame);
    if (frame.reset) this.pods.clear();
    for (const pod of frame.pods) this.pods.set(pod.uid, pod);
    for (const uid of frame.removedPods) this.pods.delete(uid);
    setImmediate(() => this.#session.frameShown(frame.sequence));
  }
}
