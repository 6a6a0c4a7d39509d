/** The text that UTF-8 stands for; what is malformed becomes the replacement character. */
export function utf8Text(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length;) {
    const [codePoint, length] = codePointAt(bytes, index);
    text += String.fromCodePoint(codePoint);
    index += length;
  }
  return text;
}

function codePointAt(bytes: Uint8Array, index: number): [codePoint: number, length: number] {
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
