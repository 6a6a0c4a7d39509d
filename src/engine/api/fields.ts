/** Field selectors: `metadata.name=web,status.phase!=Running`. Models k8s.io/apimachinery/pkg/fields (v1.36). */

interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** All requirements must hold; none match everything. */
export type FieldSelector = readonly FieldRequirement[];

/** A field selector that cannot be; the message is Kubernetes'. */
export class FieldSelectorError extends Error {
  override name = 'FieldSelectorError';
}

/** The selector that a query parameter means. Throws a FieldSelectorError. */
export function parseFieldSelector(text: string): FieldSelector {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') continue;
    const parts = splitTerm(term);
    if (parts === undefined)
      throw new FieldSelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
    const [field, operator, escaped] = parts;
    requirements.push({ field, operator: operator === '!=' ? '!=' : '=', value: unescapeValue(escaped) });
  }
  return requirements;
}

/** At commas that no backslash escapes. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === ',') {
      terms.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function splitTerm(term: string): [field: string, operator: string, value: string] | undefined {
  for (let index = 0; index < term.length; index++) {
    const operator = ['!=', '==', '='].find((sign) => term.startsWith(sign, index));
    if (operator !== undefined) return [term.slice(0, index), operator, term.slice(index + operator.length)];
  }
  return undefined;
}

function unescapeValue(text: string): string {
  let value = '';
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (character === '\\') {
      const next = text[index + 1];
      if (next !== '\\' && next !== ',' && next !== '=') {
        throw new FieldSelectorError(`invalid field selector: invalid escape sequence: \\${next ?? ''}`);
      }
      value += next;
      index++;
    } else if (character === ',' || character === '=') {
      throw new FieldSelectorError(`invalid field selector: unescaped character in value: ${character}`);
    } else {
      value += character;
    }
  }
  return value;
}

/** Whether the fields satisfy the selector; `valueOf` gives a field's text, empty where it is absent. */
export function matchesFields(selector: FieldSelector, valueOf: (field: string) => string): boolean {
  return selector.every(({ field, operator, value }) => (valueOf(field) === value) === (operator === '='));
}
