import { editorSchema } from '../../scripts/kubernetes-schema.ts';
import { Descriptions } from '../session/descriptions.ts';
import type { CommandName, Commands, Frame, PodView, Recording, ToPage } from '../session/protocol.ts';
import { memoryStore, type RecordingStore } from '../session/recording-store.ts';
import { Session, type SessionOptions } from '../session/session.ts';

/** A session with a wall clock that a test moves, and a page that mirrors its frames. */
export class TestSession {
  readonly messages: ToPage[] = [];
  readonly frames: Frame[] = [];
  readonly pods = new Map<string, PodView>();
  output = '';
  #session: Session;
  #wallMs = 0;

  constructor(store: RecordingStore = memoryStore(), life?: SessionOptions['life']) {
    this.#session = new Session({
      store,
      life,
      descriptions: new Descriptions(() => Promise.resolve(JSON.parse(editorSchema()))),
      wallMs: () => this.#wallMs,
      dateMs: () => Date.UTC(2026, 0, 5, 9),
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
      this.#session.tick();
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
