/** A certificate by its looks: base64 that follows from `seed`. Nothing is signed or checked with it. */
export function certificateText(seed: string, label = 'CERTIFICATE'): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index++)
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  const lines: string[] = [];
  for (let line = 0; line < 16; line++) {
    let text = '';
    for (let column = 0; column < 64; column++) {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
      text += alphabet[(state >>> 13) & 63] ?? 'A';
    }
    lines.push(text);
  }
  return `-----BEGIN ${label}-----\nMIID${lines.join('\n').slice(4)}\n-----END ${label}-----\n`;
}
