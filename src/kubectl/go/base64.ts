const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The text that base64 of its UTF-8 stands for. */
export function base64Decode(text: string): string {
  return fromUtf8(base64Bytes(text));
}

/** The bytes that base64 stands for; what is no base64 is skipped. */
export function base64Bytes(text: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of text) {
    const value = alphabet.indexOf(char);
    if (value < 0) continue;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 0xff);
    }
  }
  return bytes;
}

/** Base64 of a text's UTF-8. */
export function base64Encode(text: string): string {
  const bytes = toUtf8(text);
  let encoded = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    encoded += b === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    encoded += c === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return encoded;
}

/** UTF-8 of a text. */
export function toUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else {
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
    }
  }
  return bytes;
}

/** The text of UTF-8 bytes; broken sequences become U+FFFD. */
export function fromUtf8(bytes: readonly number[]): string {
  const codes: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] as number;
    const more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1;
    const tail = bytes.slice(at + 1, at + 1 + Math.max(more, 0));
    if (more < 0 || tail.length < more || tail.some((byte) => (byte & 0xc0) !== 0x80)) {
      codes.push(0xfffd);
      at++;
      continue;
    }
    let code = more === 0 ? first : first & (0x3f >> more);
    for (const byte of tail) code = (code << 6) | (byte & 63);
    codes.push(code);
    at += more + 1;
  }
  return codes.map((code) => String.fromCodePoint(code)).join('');
}
