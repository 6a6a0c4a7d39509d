/** A text of 32 hexadecimal digits that follows from `text`: what MD5 is for a real kubelet. */
export function textHash(text: string): string {
  let hex = '';
  for (let seed = 0; seed < 4; seed++) {
    let state = Math.imul(seed + 1, 0x9e3779b1) ^ text.length;
    for (let index = 0; index < text.length; index++) {
      state = Math.imul(state ^ text.charCodeAt(index), 0x85ebca6b);
      state = (state << 13) | (state >>> 19);
    }
    state = Math.imul(state ^ (state >>> 16), 0xc2b2ae35);
    hex += ((state ^ (state >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }
  return hex;
}
