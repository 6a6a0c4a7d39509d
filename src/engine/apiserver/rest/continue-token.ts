import { badRequestError } from '../../api/status-error.ts';

/** From where a list goes on, and as of when. */
export interface ContinueToken {
  /** -1: as of now, for a list whose moment is forgotten. */
  readonly revision: number;
  /** Objects up to and with this key have been listed. */
  readonly after: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Models storage.EncodeContinue (v1.36). */
export function encodeContinue({ revision, after }: ContinueToken): string {
  return toBase64(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` }));
}

/** Models storage.DecodeContinue (v1.36). */
export function decodeContinue(text: string): ContinueToken {
  const json = fromBase64(text);
  if (json === undefined) throw invalidToken('continue key is not valid: illegal base64 data');
  let token: { v?: unknown; rv?: unknown; start?: unknown };
  try {
    token = JSON.parse(json) as typeof token;
  } catch {
    throw invalidToken('continue key is not valid: invalid character');
  }
  if (token.v !== 'meta.k8s.io/v1') throw invalidToken('server does not recognize this encoded version');
  if (typeof token.rv !== 'number' || token.rv === 0)
    throw invalidToken('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof token.start !== 'string' || token.start === '')
    throw invalidToken('encoded start key empty (version meta.k8s.io/v1)');
  return { revision: token.rv, after: token.start.replace(/\0$/, '') };
}

function invalidToken(problem: string): Error {
  return badRequestError(`invalid continue token: ${problem}`);
}

/** Base64 for URLs, without padding, of a text whose characters are bytes. */
function toBase64(text: string): string {
  let encoded = '';
  for (let index = 0; index < text.length; index += 3) {
    const bytes = [text.charCodeAt(index), text.charCodeAt(index + 1), text.charCodeAt(index + 2)];
    const group = ((bytes[0] ?? 0) << 16) | ((bytes[1] || 0) << 8) | (bytes[2] || 0);
    const digits = Math.min(text.length - index, 3) + 1;
    for (let digit = 0; digit < digits; digit++) encoded += alphabet[(group >> (18 - 6 * digit)) & 63];
  }
  return encoded;
}

function fromBase64(text: string): string | undefined {
  let decoded = '';
  let group = 0;
  let bits = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    group = ((group << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded += String.fromCharCode((group >> bits) & 0xff);
  }
  return decoded;
}
