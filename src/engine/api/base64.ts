import { utf8Bytes, utf8Text } from './utf8.ts';

/** Which two characters stand for 62 and 63, and whether there is padding: RFC 4648 §4 and §5. */
type Alphabet = 'standard' | 'url';

const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const alphabets: Readonly<Record<Alphabet, string>> = { standard, url: `${standard.slice(0, -2)}-_` };

/** Bytes in base64: padded, or without padding in the alphabet for URLs. */
export function encodeBase64(bytes: ArrayLike<number>, kind: Alphabet = 'standard'): string {
  const alphabet = alphabets[kind];
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] as number) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = Math.min(bytes.length - index, 3) + 1;
    for (let digit = 0; digit < digits; digit++) encoded += alphabet[(group >> (18 - 6 * digit)) & 63];
  }
  return kind === 'url' ? encoded : encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=');
}

/** The bytes that base64 stands for. What does not belong, padding and line breaks too, is skipped. */
export function decodeBase64(encoded: string, kind: Alphabet = 'standard'): number[] {
  const alphabet = alphabets[kind];
  const bytes: number[] = [];
  let group = 0;
  let bits = 0;
  for (const character of encoded) {
    const value = alphabet.indexOf(character);
    if (value < 0) continue;
    group = ((group << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((group >> bits) & 0xff);
  }
  return bytes;
}

/** The base64 of a text's UTF-8. */
export function encodeBase64Text(text: string): string {
  return encodeBase64(utf8Bytes(text));
}

/** The text that base64 of its UTF-8 stands for; bytes that are no UTF-8 become U+FFFD. */
export function decodeBase64Text(encoded: string): string {
  return utf8Text(decodeBase64(encoded));
}

/** How many bytes a base64 text stands for. */
export function base64Size(text: string): number {
  return Math.floor((text.replace(/[=\s]/g, '').length * 3) / 4);
}

/** The position of the first character that breaks the base64 (line breaks are allowed); undefined when none does. */
export function base64Problem(text: string): number | undefined {
  let quantum = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (character === '\n' || character === '\r') continue;
    if (/[A-Za-z0-9+/]/.test(character)) {
      quantum = (quantum + 1) % 4;
      continue;
    }
    if (character !== '=' || quantum < 2) return index;
    return paddingProblem(text, index, quantum);
  }
  return quantum === 0 ? undefined : text.length - (text.length % 4 === 0 ? 0 : quantum);
}

/** Behind the first `=`: the rest of the padding and nothing else. */
function paddingProblem(text: string, from: number, quantum: number): number | undefined {
  let index = from + 1;
  const skipBreaks = (): void => {
    while (text[index] === '\n' || text[index] === '\r') index++;
  };
  if (quantum === 2) {
    skipBreaks();
    if (text[index] !== '=') return index < text.length ? index : text.length;
    index++;
  }
  skipBreaks();
  return index < text.length ? index : undefined;
}
