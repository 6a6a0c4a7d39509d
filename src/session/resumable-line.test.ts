import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResumableLine, type Socket } from './resumable-line.ts';

/** Two ends of a line, and a network between them that loses what is on its way when it breaks. */
class Ends {
  readonly heard: [here: number[], there: number[]] = [[], []];
  readonly lines = [0, 1].map(
    (end) =>
      new ResumableLine<number, number>({
        onMessage: (message) => this.heard[end]?.push(message),
        onOverflow: () => undefined,
        mostUnreadBytes: 1_000_000,
      }),
  ) as [ResumableLine<number, number>, ResumableLine<number, number>];
  #onItsWay: { readonly to: number; readonly text: string }[] = [];

  connect(): void {
    this.#onItsWay = [];
    const received = this.lines.map((line) => line.received);
    for (const end of [0, 1]) this.lines[end]?.connect(this.#socket(1 - end), received[1 - end] as number);
  }

  break(): void {
    this.#onItsWay = [];
    for (const line of this.lines) line.disconnect();
  }

  /** Brings the next `count` texts to their ends. */
  arrive(count: number): void {
    for (const { to, text } of this.#onItsWay.splice(0, count))
      expect(this.lines[to]?.receive(text)).toBe(true);
  }

  #socket(to: number): Socket {
    return { send: (text) => this.#onItsWay.push({ to, text }) };
  }
}

const step = fc.oneof(
  fc.record({ does: fc.constant('send' as const), end: fc.nat(1) }),
  fc.record({ does: fc.constant('arrive' as const), count: fc.nat(8) }),
  fc.constant({ does: 'break' as const }),
);

describe('a line that is taken up again', () => {
  it('brings every message once and in order, whenever it breaks', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const ends = new Ends();
        ends.connect();
        const sent: [number[], number[]] = [[], []];
        for (const [index, what] of steps.entries()) {
          if (what.does === 'send') {
            ends.lines[what.end]?.send(index);
            sent[1 - what.end]?.push(index);
          } else if (what.does === 'arrive') ends.arrive(what.count);
          else {
            ends.break();
            ends.connect();
          }
        }
        for (let turn = 0; turn < 4; turn++) ends.arrive(1000);
        expect(ends.heard).toEqual(sent);
      }),
    );
  });

  it('keeps nothing that was confirmed', () => {
    const ends = new Ends();
    ends.connect();
    for (let message = 0; message < 100; message++) {
      ends.lines[0].send(message);
      ends.arrive(10);
    }
    const again: string[] = [];
    ends.lines[0].connect({ send: (text) => again.push(text) }, 0);
    expect(again.length).toBeLessThan(20);
  });

  it('gives up an end that leaves too much unread', () => {
    let overflows = 0;
    const line = new ResumableLine<string, never>({
      onMessage: () => undefined,
      onOverflow: () => overflows++,
      mostUnreadBytes: 100,
    });
    line.send('x'.repeat(90));
    line.send('x'.repeat(90));
    expect(overflows).toBe(1);
  });

  it.each(['', 'null', '[]', '{}', '{"ack":-1}', '{"ack":0,"n":"1"}', '{"ack":5}', '{"ack":0,"n":3}'])(
    'takes no %s',
    (text) => {
      expect(new Ends().lines[0].receive(text)).toBe(false);
    },
  );
});
