/** A text in which `\n`, `\t`, `\e`, `\\` and the like stand for what they name. */
export function unescaped(text: string): string {
  return text.replaceAll(/\\(?:x([\da-fA-F]{1,2})|0?([0-7]{1,3})|([\s\S]))/g, (whole, hex, octal, letter) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex as string, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal as string, 8));
    return namedEscapes[letter as string] ?? whole;
  });
}

const namedEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\u001B',
  '\\': '\\',
  '"': '"',
};

/** A text as a regular expression that matches just it. */
export function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: String.raw`\s`,
  blank: String.raw` \t`,
  punct: String.raw`!-\/:-@\[-${'`'}{-~`,
  xdigit: '0-9A-Fa-f',
};

/**
 * A POSIX expression in JavaScript's syntax, basic or extended; the GNU escapes (`\w`, `\b`, `\<`)
 * are known too.
 */
export function posixExpression(pattern: string, extended: boolean): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] as string;
    const next = pattern[at + 1] ?? '';
    if (sign === '[') {
      const end = bracketEnd(pattern, at);
      source += bracketSource(pattern.slice(at, end));
      at = end - 1;
    } else if (sign === '\\') {
      at++;
      if (next === '<' || next === '>') source += String.raw`\b`;
      else if (!extended && '|+?(){}'.includes(next)) source += next;
      else if (/[|+?(){}.*[\]^$\\/]/.test(next)) source += `\\${next}`;
      else source += /[a-zA-Z0-9]/.test(next) ? `\\${next}` : literal(next);
    } else if (!extended && '|+?(){}'.includes(sign)) source += `\\${sign}`;
    else if (sign === '*' && /(?:^|\\\(|\\\||^\^)$/.test(source.slice(-2)) && !extended) source += '\\*';
    else if (sign === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(at))) source += '\\{';
    else source += sign === '/' ? '\\/' : sign;
  }
  return source;
}

function bracketEnd(pattern: string, from: number): number {
  let at = from + 1;
  if (pattern[at] === '^') at++;
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') {
    const end = pattern.startsWith('[:', at) ? pattern.indexOf(':]', at) : -1;
    at = end < 0 ? at + 1 : end + 2;
  }
  return at + 1;
}

function bracketSource(set: string): string {
  const inner = set
    .slice(1, -1)
    .replace(/^\^?\]/, (start) => start.replace(']', '\\]'))
    .replaceAll(/\[:(\w+):\]|\\(?!\])|\[/g, (sign, name?: string) =>
      name === undefined ? (sign === '\\' ? '\\\\' : '\\[') : (classes[name] ?? ''),
    );
  return `[${inner}]`;
}
