import type { Recording } from '../../session/protocol.ts';

/** What an unpacked recording may weigh: a link is input from outside. */
const unpackedLimitBytes = 20_000_000;

/** The recording as text for a link's fragment. */
export async function packRecording(recording: Recording): Promise<string> {
  const packed = new Blob([JSON.stringify(recording)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What a link's fragment carries; unchecked, as everything from outside until the session opens it. */
export async function unpackRecording(text: string): Promise<unknown> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await limitedText(unpacked, unpackedLimitBytes));
}

async function limitedText(stream: ReadableStream<Uint8Array>, limitBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > limitBytes) {
      await reader.cancel();
      throw new Error(`It unpacks to more than ${limitBytes} bytes.`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
