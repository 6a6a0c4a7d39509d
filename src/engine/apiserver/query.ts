/** The query of a request, decoded. The first value of a name counts, as in Kubernetes. */
export class Query {
  readonly #values = new Map<string, string[]>();

  constructor(text: string) {
    if (text === '') return;
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decodeText(equals < 0 ? pair : pair.slice(0, equals));
      const value = decodeText(equals < 0 ? '' : pair.slice(equals + 1));
      if (name === undefined || value === undefined) continue;
      const values = this.#values.get(name);
      if (values === undefined) this.#values.set(name, [value]);
      else values.push(value);
    }
  }

  get(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** A boolean as Kubernetes reads one: absent, `false` and `0` are false, all else is true. */
  flag(name: string): boolean {
    const value = this.get(name);
    return value !== undefined && value !== 'false' && value !== '0';
  }
}

const noQuery = new Query('');

/** The decoded query; the same empty one where there is none. */
export function parseQuery(text: string): Query {
  return text === '' ? noQuery : new Query(text);
}

/** Undoes percent and plus encoding; undefined where the text is malformed. */
function decodeText(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
