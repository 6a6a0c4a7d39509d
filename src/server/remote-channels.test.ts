import { describe, expect, it } from 'vitest';
import { dialects, receivedFrame, sendFrame, type ChannelFrame } from './remote-channels.ts';
import type { WebSocket } from './web-socket.ts';

type Name = keyof typeof dialects;

/** What travels when a frame is sent. */
function sent(name: Name, frame: ChannelFrame): readonly string[] {
  const messages: string[] = [];
  const client: Pick<WebSocket, 'send' | 'sendText'> = {
    send: (data) => messages.push(`binary ${Buffer.from(data).toString('latin1')}`),
    sendText: (text) => messages.push(`text ${text}`),
  };
  sendFrame(client as WebSocket, dialects[name], frame);
  return messages;
}

const success = JSON.stringify({ status: 'Success' });
const failure = JSON.stringify({ status: 'Failure', message: 'exit status 1' });

describe('channels of a remote command', () => {
  it.each<[string, Name, ChannelFrame, string[]]>([
    ['output', 'v5.channel.k8s.io', { channel: 1, data: 'hi' }, ['binary \x01hi']],
    ['output as text', 'v4.base64.channel.k8s.io', { channel: 1, data: 'hi' }, ['text 1aGk=']],
    ['the end as a Status', 'v4.channel.k8s.io', { channel: 3, data: success }, [`binary \x03${success}`]],
    ['no word of success before version 4', 'channel.k8s.io', { channel: 3, data: success }, []],
    [
      'failure as a sentence before version 4',
      '',
      { channel: 3, data: failure },
      ['binary \x03exit status 1'],
    ],
  ])('%s', (_, name, frame, messages) => {
    expect(sent(name, frame)).toEqual(messages);
  });

  it.each<[Name, string]>([
    ['v5.channel.k8s.io', '\x00hi'],
    ['base64.channel.k8s.io', '0aGk='],
  ])('reads what a client sends by %s', (name, message) => {
    const { channel, data } = receivedFrame(dialects[name], Buffer.from(message));
    expect([channel, data.toString()]).toEqual([0, 'hi']);
  });
});
