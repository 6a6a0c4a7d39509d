import { setOwn } from '../sim/plain.ts';

/** A text that is not JSON; the message is that of Go's encoding/json. */
export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError';
}

export interface JsonDocument {
  readonly value: unknown;
  /** The names that stand more than once in an object, by object. The last value wins. */
  readonly duplicates: ReadonlyMap<object, ReadonlySet<string>>;
}

/** Simplified: Go allows 10,000; what is this deep is no Kubernetes object, and the reader is recursive. */
const deepest = 1_000;

const endMessage = 'unexpected end of JSON input';
const literals: Readonly<Record<string, readonly [text: string, value: boolean | null]>> = {
  t: ['true', true],
  f: ['false', false],
  n: ['null', null],
};
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads a JSON text and notes duplicate names. Throws a JsonSyntaxError. */
export function readJson(text: string): JsonDocument {
  return new JsonReader(text).document();
}

class JsonReader {
  readonly #text: string;
  #position = 0;
  #depth = 0;
  readonly #duplicates = new Map<object, Set<string>>();

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonDocument {
    const value = this.#value();
    const extra = this.#next();
    if (extra !== undefined) throw unexpected(extra, 'after top-level value');
    return { value, duplicates: this.#duplicates };
  }

  /** The next character that is no space, left where it is. */
  #next(): string | undefined {
    const text = this.#text;
    let position = this.#position;
    for (;;) {
      const code = text.charCodeAt(position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
      position++;
    }
    this.#position = position;
    return text[position];
  }

  #value(): unknown {
    const start = this.#next();
    if (start === undefined) throw new JsonSyntaxError(endMessage);
    if (start === '{') return this.#nested(() => this.#object());
    if (start === '[') return this.#nested(() => this.#list());
    if (start === '"') return this.#string();
    if (start === '-' || (start >= '0' && start <= '9')) return this.#number();
    const literal = Object.hasOwn(literals, start) ? literals[start] : undefined;
    if (literal === undefined) throw unexpected(start, 'looking for beginning of value');
    return this.#literal(...literal);
  }

  #nested(read: () => unknown): unknown {
    if (++this.#depth > deepest) throw new JsonSyntaxError('exceeded max depth');
    this.#position++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    if (this.#next() === '}') {
      this.#position++;
      return object;
    }
    for (;;) {
      const start = this.#next();
      if (start === undefined) throw new JsonSyntaxError(endMessage);
      if (start !== '"') throw unexpected(start, 'looking for beginning of object key string');
      const name = this.#string();
      this.#expect(':', 'after object key');
      const value = this.#value();
      if (Object.hasOwn(object, name)) this.#noteDuplicate(object, name);
      setOwn(object, name, value);
      if (this.#expect(',}', 'after object key:value pair') === '}') return object;
    }
  }

  #noteDuplicate(object: object, name: string): void {
    const names = this.#duplicates.get(object);
    if (names === undefined) this.#duplicates.set(object, new Set([name]));
    else names.add(name);
  }

  #list(): unknown[] {
    const list: unknown[] = [];
    if (this.#next() === ']') {
      this.#position++;
      return list;
    }
    for (;;) {
      list.push(this.#value());
      if (this.#expect(',]', 'after array element') === ']') return list;
    }
  }

  /** Takes one of `characters`. */
  #expect(characters: string, where: string): string {
    const found = this.#next();
    if (found === undefined) throw new JsonSyntaxError(endMessage);
    if (!characters.includes(found)) throw unexpected(found, where);
    this.#position++;
    return found;
  }

  #literal(word: string, value: boolean | null): boolean | null {
    for (let index = 1; index < word.length; index++) {
      const found = this.#text[this.#position + index];
      if (found === undefined) throw new JsonSyntaxError(endMessage);
      if (found !== word[index]) {
        throw unexpected(found, `in literal ${word} (expecting ${quoteCharacter(word[index] as string)})`);
      }
    }
    this.#position += word.length;
    return value;
  }

  #number(): number {
    const text = this.#text;
    const start = this.#position;
    let position = start;
    const digits = (where: string): void => {
      const first = text[position];
      if (first === undefined) throw new JsonSyntaxError(endMessage);
      if (first < '0' || first > '9') throw unexpected(first, where);
      while (position < text.length && (text[position] as string) >= '0' && (text[position] as string) <= '9')
        position++;
    };
    if (text[position] === '-') position++;
    if (text[position] === '0') position++;
    else digits('in numeric literal');
    if (text[position] === '.') {
      position++;
      digits('after decimal point in numeric literal');
    }
    if (text[position] === 'e' || text[position] === 'E') {
      position++;
      if (text[position] === '+' || text[position] === '-') position++;
      digits('in exponent of numeric literal');
    }
    this.#position = position;
    return Number(text.slice(start, position));
  }

  #string(): string {
    const text = this.#text;
    let position = this.#position + 1;
    let start = position;
    let value = '';
    for (;;) {
      const character = text[position];
      if (character === undefined) throw new JsonSyntaxError(endMessage);
      if (character === '"') break;
      if (character < ' ') throw unexpected(character, 'in string literal');
      if (character !== '\\') {
        position++;
        continue;
      }
      value += text.slice(start, position);
      const escape = text[position + 1];
      if (escape === undefined) throw new JsonSyntaxError(endMessage);
      if (escape === 'u') {
        value += String.fromCharCode(Number.parseInt(this.#hex(position + 2), 16));
        position += 6;
      } else {
        const plain = Object.hasOwn(escapes, escape) ? escapes[escape] : undefined;
        if (plain === undefined) throw unexpected(escape, 'in string escape code');
        value += plain;
        position += 2;
      }
      start = position;
    }
    this.#position = position + 1;
    return value + text.slice(start, position);
  }

  #hex(from: number): string {
    for (let index = from; index < from + 4; index++) {
      const digit = this.#text[index];
      if (digit === undefined) throw new JsonSyntaxError(endMessage);
      if (!/[0-9a-fA-F]/.test(digit)) throw unexpected(digit, 'in \\u hexadecimal character escape');
    }
    return this.#text.slice(from, from + 4);
  }
}

function unexpected(character: string, where: string): JsonSyntaxError {
  return new JsonSyntaxError(`invalid character ${quoteCharacter(character)} ${where}`);
}

function quoteCharacter(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
