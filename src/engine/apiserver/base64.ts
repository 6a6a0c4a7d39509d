const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const forUrls = `${standard.slice(0, -2)}-_`;

/** Bytes in base64: padded, or without padding in the alphabet for URLs. */
export function encodeBase64(bytes: ArrayLike<number>, kind: 'standard' | 'url'): string {
  const alphabet = kind === 'url' ? forUrls : standard;
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] as number) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = Math.min(bytes.length - index, 3) + 1;
    for (let digit = 0; digit < digits; digit++) encoded += alphabet[(group >> (18 - 6 * digit)) & 63];
  }
  return kind === 'url' ? encoded : encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=');
}

/** The bytes of a base64 text for URLs without padding; undefined where it is none. */
export function decodeBase64Url(text: string): number[] | undefined {
  const bytes: number[] = [];
  let group = 0;
  let bits = 0;
  for (const character of text) {
    const value = forUrls.indexOf(character);
    if (value < 0) return undefined;
    group = ((group << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((group >> bits) & 0xff);
  }
  return bytes;
}
