import type { WebSocket } from './web-socket.ts';

/** A piece of what a remote command says: 1 and 2 are its outputs, 3 is its end. */
export interface ChannelFrame {
  readonly channel: number;
  readonly data: string;
}

/** How channels travel through a WebSocket, by the name of its protocol. */
export interface Dialect {
  /** A channel is a digit, and what it carries is base64. */
  readonly isText?: boolean;
  /** The end is told as a Status; before version 4 only a failure was told, as a sentence. */
  readonly tellsStatus: boolean;
}

/**
 * What kubectl speaks from 1.30 on, and the older protocols, which cannot close a channel; the empty name is for
 * clients that name none. Models cri-streaming/pkg/streaming/remotecommand/websocket.go (v1.36).
 */
export const dialects = {
  'v5.channel.k8s.io': { tellsStatus: true },
  'v4.channel.k8s.io': { tellsStatus: true },
  'v4.base64.channel.k8s.io': { tellsStatus: true, isText: true },
  'channel.k8s.io': { tellsStatus: false },
  'base64.channel.k8s.io': { tellsStatus: false, isText: true },
  '': { tellsStatus: false },
} satisfies Readonly<Record<string, Dialect>>;

const errorChannel = 3;

/** Sends a frame in a dialect. */
export function sendFrame(client: WebSocket, dialect: Dialect, { channel, data }: ChannelFrame): void {
  const said = channel === errorChannel && !dialect.tellsStatus ? sentenceOf(data) : data;
  if (said === undefined) return;
  if (dialect.isText === true) client.sendText(`${channel}${Buffer.from(said).toString('base64')}`);
  else client.send(Buffer.concat([Buffer.from([channel]), Buffer.from(said)]));
}

/** A message of the client's: its channel, and what it carries. */
export function receivedFrame(
  { isText }: Dialect,
  data: Buffer,
): { channel: number | undefined; data: Buffer } {
  if (isText !== true) return { channel: data[0], data: data.subarray(1) };
  return {
    channel: Number(data.subarray(0, 1).toString()),
    data: Buffer.from(data.subarray(1).toString(), 'base64'),
  };
}

/** A Status as older clients are told it; undefined for success. */
function sentenceOf(status: string): string | undefined {
  const { status: outcome, message } = JSON.parse(status) as { status?: string; message?: string };
  return outcome === 'Success' ? undefined : (message ?? '');
}
