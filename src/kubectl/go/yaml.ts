import { goNumber, isMap, type ValueMap } from './values.ts';

/**
 * YAML as kubectl writes it: keys in yaml.v2's natural order, lists not indented below their key,
 * long text folded at 80 columns. Models sigs.k8s.io/yaml.Marshal over go.yaml.in/yaml/v2.
 */
export function goYaml(value: unknown): string {
  const emitter = new YamlEmitter();
  emitter.root(value);
  return emitter.text();
}

const foldAt = 80;
const step = 2;

class YamlEmitter {
  private readonly chunks: string[] = [];
  private column = 0;

  text(): string {
    return this.chunks.join('');
  }

  root(value: unknown): void {
    if (isFilledMap(value)) this.map(value, 0, true);
    else if (Array.isArray(value) && value.length > 0) this.list(value, 0, true);
    else this.scalar(value, 0);
    if (this.column > 0) this.lineBreak();
  }

  private put(text: string): void {
    this.chunks.push(text);
    this.column += Array.from(text).length;
  }

  private lineBreak(): void {
    this.chunks.push('\n');
    this.column = 0;
  }

  private startLine(indent: number): void {
    if (this.column > 0) this.lineBreak();
    this.put(' '.repeat(indent));
  }

  /** `inline`: the first member stands where the cursor is, after `- `. */
  private map(map: ValueMap, indent: number, inline: boolean): void {
    let first = inline;
    const keys = Object.keys(map).filter((key) => map[key] !== undefined);
    for (const key of keys.sort(naturalOrder)) {
      if (!first) this.startLine(indent);
      first = false;
      this.key(key, indent);
      const value = map[key];
      if (isFilledMap(value)) {
        this.startLine(indent + step);
        this.map(value, indent + step, true);
      } else if (Array.isArray(value) && value.length > 0) {
        this.startLine(indent);
        this.list(value, indent, true);
      } else {
        this.put(' ');
        this.scalar(value, indent + step);
      }
    }
  }

  private key(key: string, indent: number): void {
    if (key.length > 128 || key.includes('\n')) {
      this.put('? ');
      this.scalar(key, indent + step);
      this.startLine(indent);
    } else {
      this.put(keyText(key));
    }
    this.put(':');
  }

  private list(items: readonly unknown[], indent: number, inline: boolean): void {
    let first = inline;
    for (const item of items) {
      if (!first) this.startLine(indent);
      first = false;
      this.put('- ');
      if (isFilledMap(item)) this.map(item, indent + step, true);
      else if (Array.isArray(item) && item.length > 0) this.list(item, indent + step, true);
      else this.scalar(item, indent + step);
    }
  }

  private scalar(value: unknown, indent: number): void {
    if (typeof value === 'string') this.string(value, indent);
    else if (Array.isArray(value)) this.put('[]');
    else if (typeof value === 'number') this.put(goNumber(value));
    else if (typeof value === 'boolean') this.put(String(value));
    else this.put(isMap(value) ? '{}' : 'null');
  }

  private string(text: string, indent: number): void {
    const shape = analyse(text);
    if (text.includes('\n') && shape.block) return this.literal(text, indent);
    if (!text.includes('\n') && text !== '' && !resolvesToOther(text)) {
      if (shape.plain) return this.folded(text, indent, '');
      if (shape.single) return this.folded(text, indent, "'");
    }
    this.doubleQuoted(text, indent);
  }

  private folded(text: string, indent: number, quote: "'" | ''): void {
    this.put(quote);
    let spaces = false;
    for (let at = 0; at < text.length; at++) {
      const char = text[at] as string;
      if (char !== ' ') {
        this.put(quote !== '' && char === quote ? "''" : char);
        spaces = false;
        continue;
      }
      const inside = quote === '' || (at > 0 && at < text.length - 1);
      if (!spaces && this.column > foldAt && inside && text[at + 1] !== ' ') this.fold(indent);
      else this.put(char);
      spaces = true;
    }
    this.put(quote);
  }

  private doubleQuoted(text: string, indent: number): void {
    this.put('"');
    let spaces = false;
    const chars = Array.from(text);
    for (const [at, char] of chars.entries()) {
      if (char !== ' ') {
        this.put(doubleQuotedChar(char));
        spaces = false;
        continue;
      }
      if (!spaces && this.column > foldAt && at > 0 && at < chars.length - 1) {
        this.fold(indent);
        if (chars[at + 1] === ' ') this.put('\\');
      } else {
        this.put(char);
      }
      spaces = true;
    }
    this.put('"');
  }

  private fold(indent: number): void {
    this.lineBreak();
    this.put(' '.repeat(indent));
  }

  private literal(text: string, indent: number): void {
    const hint = /^[ \n]/.test(text) ? String(step) : '';
    const body = text.endsWith('\n') ? text.slice(0, -1) : text;
    let chomp = '';
    if (!text.endsWith('\n')) chomp = '-';
    else if (text === '\n' || text.endsWith('\n\n')) chomp = '+';
    this.put(`|${hint}${chomp}`);
    for (const line of body.split('\n')) {
      this.lineBreak();
      if (line !== '') this.put(' '.repeat(indent) + line);
    }
    this.lineBreak();
  }
}

function isFilledMap(value: unknown): value is ValueMap {
  return isMap(value) && Object.values(value).some((member) => member !== undefined);
}

function keyText(key: string): string {
  const shape = analyse(key);
  if (key !== '' && !resolvesToOther(key)) {
    if (shape.plain) return key;
    if (shape.single) return `'${key.replaceAll("'", "''")}'`;
  }
  return `"${Array.from(key).map(doubleQuotedChar).join('')}"`;
}

interface Shape {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

/** Which styles can hold a text. Models yaml.v2's yaml_emitter_analyze_scalar in block context. */
function analyse(text: string): Shape {
  const indicator =
    /^(---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-](\s|$)/.test(text) ||
    /:(\s|$)/.test(text) ||
    /\s#/.test(text);
  // oxlint-disable-next-line no-control-regex -- what YAML calls printable is defined by code points
  const special = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(text);
  const spaceBreak = / \n/.test(text);
  const breakSpace = /\n /.test(text);
  const edge = /^[ \n]|[ \n]$/.test(text);
  return {
    plain: !indicator && !special && !edge && !text.includes('\n'),
    single: !special && !spaceBreak && !breakSpace,
    block: !special && !spaceBreak && !text.endsWith(' '),
  };
}

const otherWords = new Set(
  (
    'y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF ~ null Null NULL ' +
    '.nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF <<'
  ).split(' '),
);
const integer = /^[-+]?(0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|[1-9][0-9_]*|0)$/;
const decimal = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const timestamp =
  /^\d{4}-\d{1,2}-\d{1,2}([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?|\s+\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(\s*(Z|[+-]\d{1,2}(:\d{2})?))?)?$/;

/** Whether a YAML 1.1 reader would take the bare text for something else than a string. */
function resolvesToOther(text: string): boolean {
  if (otherWords.has(text)) return true;
  if (!/^[-+.0-9]/.test(text)) return false;
  return (
    integer.test(text) || decimal.test(text.replaceAll('_', '')) || base60.test(text) || timestamp.test(text)
  );
}

const doubleQuotedEscapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function doubleQuotedChar(char: string): string {
  const known = doubleQuotedEscapes[char];
  if (known !== undefined) return known;
  const code = char.codePointAt(0) as number;
  if (code < 0x20 || code === 0x7f || (code > 0x7f && code < 0xa0)) return `\\x${hex(code, 2)}`;
  if (code === 0xfeff || (code >= 0xfffe && code <= 0xffff)) return `\\u${hex(code, 4)}`;
  return char;
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, '0');
}

const letter = /^\p{L}/u;

/** Keys in yaml.v2's order, in which runs of digits count as numbers. Models yaml.v2's keyList.Less. */
function naturalOrder(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let at = 0; at < a.length && at < b.length; at++) {
    const x = a[at] as string;
    const y = b[at] as string;
    if (x === y) continue;
    const xLetter = letter.test(x);
    const yLetter = letter.test(y);
    if (xLetter && yLetter) return x < y ? -1 : 1;
    if (xLetter || yLetter) return yLetter ? -1 : 1;
    return compareNumbers(a, b, at);
  }
  return a.length - b.length;
}

function compareNumbers(a: readonly string[], b: readonly string[], at: number): number {
  let prefix = '';
  if (a[at] === '0' || b[at] === '0') {
    for (let back = at - 1; back >= 0 && isDigit(a[back]); back--) if (a[back] !== '0') prefix = '1';
  }
  const aDigits = digitsFrom(a, at);
  const bDigits = digitsFrom(b, at);
  const difference = Number(prefix + aDigits || '0') - Number(prefix + bDigits || '0');
  if (difference !== 0) return difference;
  if (aDigits.length !== bDigits.length) return aDigits.length - bDigits.length;
  return (a[at] as string) < (b[at] as string) ? -1 : 1;
}

function digitsFrom(chars: readonly string[], from: number): string {
  let digits = '';
  for (let at = from; isDigit(chars[at]); at++) digits += chars[at];
  return digits;
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}
