import { decodeBase64, encodeBase64 } from '../../api/base64.ts';
import { badRequestError } from '../../api/status-error.ts';
import { utf8Bytes, utf8Text } from '../../api/utf8.ts';

/** From where a list goes on, and as of when. */
export interface ContinueToken {
  /** -1: as of now, for a list whose moment is forgotten. */
  readonly revision: number;
  /** Objects up to and with this key have been listed. */
  readonly after: string;
}

/** Models storage.EncodeContinue (v1.36). */
export function encodeContinue({ revision, after }: ContinueToken): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` };
  return encodeBase64(utf8Bytes(JSON.stringify(token)), 'url');
}

/** How long a token may be: a namespace, a name and little else. */
const longestToken = 2_000;

/** Models storage.DecodeContinue (v1.36). */
export function decodeContinue(text: string): ContinueToken {
  if (text.length > longestToken || !/^[\w-]*$/.test(text)) {
    throw invalidToken('continue key is not valid: illegal base64 data');
  }
  let token: { v?: unknown; rv?: unknown; start?: unknown };
  try {
    token = JSON.parse(utf8Text(decodeBase64(text, 'url'))) as typeof token;
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
