/** Sets of characters in Go's regular expressions. Models regexp/syntax. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** `ranges` holds the code points that match, or those that do not. */
export interface CharacterSet {
  readonly ranges: readonly Range[];
  readonly negated: boolean;
  /** Unicode classes, as JavaScript knows them. */
  readonly classes: readonly { readonly pattern: RegExp; readonly negated: boolean }[];
  readonly ignoreCase: boolean;
}

export function complement(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  let from = 0;
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    if (range.from > from) result.push({ from, to: range.from - 1 });
    from = Math.max(from, range.to + 1);
  }
  if (from <= 0x10ffff) result.push({ from, to: 0x10ffff });
  return result;
}

export function rangesOf(...pairs: readonly string[]): Range[] {
  return pairs.map((pair) => {
    const [from = 0, to = from] = Array.from(pair, (char) => char.codePointAt(0) as number);
    return { from, to };
  });
}

const digits = rangesOf('09');
export const word = rangesOf('09', 'AZ', '__', 'az');
export const perlClasses: Readonly<Record<string, readonly Range[]>> = {
  d: digits,
  w: word,
  s: rangesOf('\t\n', '\f\r', '  '),
};
export const posixClasses: Readonly<Record<string, readonly Range[]>> = {
  alnum: rangesOf('09', 'AZ', 'az'),
  alpha: rangesOf('AZ', 'az'),
  ascii: [{ from: 0, to: 0x7f }],
  blank: rangesOf('\t\t', '  '),
  cntrl: [
    { from: 0, to: 0x1f },
    { from: 0x7f, to: 0x7f },
  ],
  digit: digits,
  graph: rangesOf('!~'),
  lower: rangesOf('az'),
  print: rangesOf(' ~'),
  punct: rangesOf('!/', ':@', '[`', '{~'),
  space: rangesOf('\t\r', '  '),
  upper: rangesOf('AZ'),
  word,
  xdigit: rangesOf('09', 'AF', 'af'),
};
export const anything: CharacterSet = { ranges: [], negated: true, classes: [], ignoreCase: false };
export const notNewline: CharacterSet = { ...anything, ranges: rangesOf('\n') };

export function unicodeClass(name: string): RegExp | undefined {
  const patterns = name.length <= 2 ? [`\\p{${name}}`] : [`\\p{Script=${name}}`, `\\p{${name}}`];
  for (const pattern of name === '' ? [] : patterns) {
    try {
      return new RegExp(`^${pattern}$`, 'u');
    } catch {
      // No class of that name; perhaps there is a script.
    }
  }
  return undefined;
}
