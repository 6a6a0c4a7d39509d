/** The UTF-8 of a text. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code, 0));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), continuation(code, 6), continuation(code, 0));
    else
      bytes.push(0xf0 | (code >> 18), continuation(code, 12), continuation(code, 6), continuation(code, 0));
  }
  return bytes;
}

function continuation(code: number, shift: number): number {
  return 0x80 | ((code >> shift) & 0x3f);
}

/** The text that UTF-8 stands for; what is malformed becomes the replacement character. */
export function utf8Text(bytes: ArrayLike<number>): string {
  let text = '';
  for (let index = 0; index < bytes.length;) {
    const [codePoint, length] = codePointAt(bytes, index);
    text += String.fromCodePoint(codePoint);
    index += length;
  }
  return text;
}

function codePointAt(bytes: ArrayLike<number>, index: number): [codePoint: number, length: number] {
  const first = bytes[index] as number;
  if (first < 0x80) return [first, 1];
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  let codePoint = first & (0x7f >> length);
  for (let offset = 1; offset < length; offset++) {
    const next = bytes[index + offset];
    if (next === undefined || (next & 0xc0) !== 0x80) return [0xfffd, 1];
    codePoint = (codePoint << 6) | (next & 0x3f);
  }
  return length === 1 || codePoint > 0x10ffff ? [0xfffd, 1] : [codePoint, length];
}
