/**
 * The placeholders of recorded answers: `<uid-1>` stands for a value that differs from run to run
 * and, once met, always for the same one. The table stands in `conformance/api/README.md`.
 */
const patterns: Readonly<Record<string, string>> = {
  uid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  rv: '[0-9]+',
  rand: '[bcdfghjklmnpqrstvwxz2456789]{5}',
  clusterIP: '10\\.(?:9[6-9]|10[0-9]|11[01])\\.[0-9]+\\.[0-9]+',
  nodePort: '3[0-2][0-9]{3}',
  token: '[^"\\s]+',
  continue: '[^"\\s]+',
  time: '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z',
  microtime: '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z',
  age: '(?:<unknown>|[0-9]+[smhdy](?:[0-9]+[smhd])?)',
  managedFields: '\\[.*?\\](?=[,}])',
  hash: '[0-9A-Za-z]+',
  number: '[0-9]+',
  server: '[^"\\s]+',
  any: '[^]*?',
};

const placeholder =
  /<(?:(uid|rv|rand|clusterIP|nodePort|token|continue)-([0-9]+)(\+)?|(time|microtime|age|managedFields|hash|number|server|any))>/g;

/** The values that placeholders of one session have taken. */
export class Bindings {
  readonly #values = new Map<string, string>();

  /** The text with what is known put in. */
  fill(text: string): string {
    return text.replace(placeholder, (whole) => this.#values.get(whole) ?? whole);
  }

  /** Whether `got` is what `expected` says; placeholders that are new take their value from it. */
  matches(expected: string, got: string): boolean {
    if (!expected.includes('<')) return expected === got;
    const names: string[] = [];
    let pattern = '';
    let end = 0;
    for (const match of expected.matchAll(placeholder)) {
      pattern += escape(expected.slice(end, match.index));
      end = match.index + match[0].length;
      const kind = match[1] ?? match[4] ?? '';
      const known = match[3] === undefined ? this.#values.get(match[0]) : undefined;
      if (known !== undefined) pattern += escape(known);
      else if (match[1] !== undefined) {
        names.push(match[0]);
        pattern += `(${patterns[kind]})`;
      } else pattern += `(?:${patterns[kind]})`;
    }
    pattern += escape(expected.slice(end));
    const found = new RegExp(`^${pattern}$`).exec(got);
    if (found === null) return false;
    return names.every((name, index) => this.#bind(name, found[index + 1] ?? ''));
  }

  #bind(name: string, value: string): boolean {
    if (name.startsWith('<rv-') && !this.#isInOrder(name, value)) return false;
    const known = this.#values.get(name);
    if (known !== undefined && !name.endsWith('+>')) return known === value;
    this.#values.set(name, value);
    return true;
  }

  /** Versions are numbered by size: `<rv-1>` < `<rv-2>`; `<rv-1+>` lies from the one up to the other. */
  #isInOrder(name: string, value: string): boolean {
    const number = revisionNumber(name);
    for (const [other, otherValue] of this.#values) {
      if (!other.startsWith('<rv-') || other.endsWith('+>')) continue;
      const otherNumber = revisionNumber(other);
      if (otherNumber > number && Number(otherValue) <= Number(value)) return false;
      if (otherNumber < number && Number(otherValue) >= Number(value)) return false;
      if (otherNumber === number && Number(otherValue) > Number(value)) return false;
    }
    return true;
  }
}

function revisionNumber(name: string): number {
  return Number.parseInt(name.slice('<rv-'.length), 10);
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
