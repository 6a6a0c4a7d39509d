/** What literals stand for. Models cel-go/parser/unescape.go (v0.26). */
import { utf8Bytes } from '../api/utf8.ts';
import { CelError, CelUint } from './values.ts';

/** `12`, `-0x1F`. */
export function intOf(text: string): bigint {
  const negative = text.startsWith('-');
  const size = BigInt(negative ? text.slice(1) : text);
  const value = negative ? -size : size;
  if (BigInt.asIntN(64, value) !== value) throw new CelError('invalid int literal');
  return value;
}

export function uintOf(text: string): CelUint {
  const value = BigInt(text.slice(0, -1));
  if (value >= 1n << 64n) throw new CelError('invalid uint literal');
  return new CelUint(value);
}

export function doubleOf(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new CelError('invalid double literal');
  return value;
}

export function textOf(literal: string): string {
  const { body, raw } = unquote(literal);
  return raw ? body : body.replaceAll(escapes, (escape) => characterOf(escape));
}

export function bytesOf(literal: string): Uint8Array {
  const { body, raw } = unquote(literal.slice(1));
  if (raw) return Uint8Array.from(utf8Bytes(body));
  const bytes: number[] = [];
  let from = 0;
  for (const match of body.matchAll(escapes)) {
    bytes.push(...utf8Bytes(body.slice(from, match.index)));
    const [escape] = match;
    if (/^\\[uU]/.test(escape)) throw new CelError('invalid escape sequence');
    if (/^\\[xX0-3]/.test(escape)) bytes.push(codeOf(escape));
    else bytes.push(...utf8Bytes(characterOf(escape)));
    from = match.index + escape.length;
  }
  bytes.push(...utf8Bytes(body.slice(from)));
  return Uint8Array.from(bytes);
}

function unquote(literal: string): { readonly body: string; readonly raw: boolean } {
  const raw = /^[rR]/.test(literal);
  const text = raw ? literal.slice(1) : literal;
  const quotes = text.length >= 6 && /^(?:"""|''')/.test(text) ? 3 : 1;
  return { raw, body: text.slice(quotes, -quotes).replaceAll(/\r\n?/g, '\n') };
}

const escapes = /\\(?:[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|.)/g;
const named: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function codeOf(escape: string): number {
  return /^\\[0-3]/.test(escape) ? Number.parseInt(escape.slice(1), 8) : Number.parseInt(escape.slice(2), 16);
}

function characterOf(escape: string): string {
  const kind = escape[1] as string;
  if (!/^\\[xXuU0-3]./.test(escape)) return named[kind] ?? kind;
  const code = codeOf(escape);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new CelError('invalid unicode code point');
  return String.fromCodePoint(code);
}
