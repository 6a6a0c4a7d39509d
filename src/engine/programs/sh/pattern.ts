/**
 * A shell's file pattern (`*`, `?`, `[…]`, `\` before a sign that stands for itself) as the source of
 * a regular expression. `shortest` lets `*` match as little as it can.
 */
export function patternSource(pattern: string, shortest = false): string {
  return pattern.replaceAll(
    /\\([\s\S])|\*|\?|\[([!^]?)((?:\[:\w+:\]|[^\]])+)\]|[\s\S]/g,
    (sign, escaped?: string, not?: string, set?: string) => {
      if (escaped !== undefined) return literalSource(escaped);
      if (sign === '*') return shortest ? '[\\s\\S]*?' : '[\\s\\S]*';
      if (sign === '?') return '[\\s\\S]';
      if (set !== undefined) return setSource(set, not !== '') ?? literalSource(sign);
      return literalSource(sign);
    },
  );
}

/** Whether a pattern stands for the whole text. */
export function matchesPattern(text: string, pattern: string): boolean {
  return new RegExp(`^(?:${patternSource(pattern)})$`).test(text);
}

/** A text as a pattern that stands for just it. */
export function literalPattern(text: string): string {
  return text.replaceAll(/[*?[\]\\]/g, String.raw`\$&`);
}

const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: String.raw`\s`,
};

/** Undefined where it is no set. */
function setSource(set: string, negated: boolean): string | undefined {
  const inner = set.replaceAll(
    /\[:(\w+):\]|[\\^[\]]/g,
    (sign, name?: string) => classes[name ?? ''] ?? `\\${sign}`,
  );
  const source = `[${negated ? '^' : ''}${inner}]`;
  try {
    // The ends of a range may stand in the wrong order.
    void new RegExp(source);
    return source;
  } catch {
    return undefined;
  }
}

function literalSource(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
