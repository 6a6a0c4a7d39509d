import type { Word } from '../engine/index.ts';

const mostWords = 1000;

/** The words that `a{b,c}` and `{1..3}` stand for; braces hold plain text only. */
export function expandBraces(word: Word): Word[] {
  for (const [index, part] of word.entries()) {
    if (part.kind !== 'text' || part.plain !== true) continue;
    const found = firstBraces(part.text);
    if (found === undefined) continue;
    const [before, after] = [word.slice(0, index), word.slice(index + 1)];
    return found.choices
      .slice(0, mostWords)
      .flatMap((choice) =>
        expandBraces([
          ...before,
          { kind: 'text', text: found.before + choice + found.after, plain: true },
          ...after,
        ]),
      )
      .slice(0, mostWords);
  }
  return [word];
}

function firstBraces(text: string): { before: string; choices: string[]; after: string } | undefined {
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
    const parts: string[] = [];
    let depth = 0;
    let from = open + 1;
    for (let at = open; at < text.length; at++) {
      const sign = text[at];
      if (sign === '{') depth++;
      else if (sign === ',' && depth === 1) {
        parts.push(text.slice(from, at));
        from = at + 1;
      } else if (sign === '}' && --depth === 0) {
        parts.push(text.slice(from, at));
        const choices = parts.length > 1 ? parts : range(parts[0] ?? '');
        if (choices !== undefined) return { before: text.slice(0, open), choices, after: text.slice(at + 1) };
        break;
      }
    }
  }
  return undefined;
}

/** `1..3`, `01..10`, `a..e`, `10..1..3`. */
function range(text: string): string[] | undefined {
  const match = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, first = '', last = '', by = '1'] = match;
  const letters = /[a-zA-Z]/.test(first);
  if (letters !== /[a-zA-Z]/.test(last)) return undefined;
  const valueOf = (end: string): number => (letters ? end.charCodeAt(0) : Number(end));
  const width = /^-?0\d/.test(first) || /^-?0\d/.test(last) ? Math.max(first.length, last.length) : 0;
  const [from, to] = [valueOf(first), valueOf(last)];
  const step = Math.max(1, Math.abs(Number(by)));
  const count = Math.min(mostWords, Math.floor(Math.abs(to - from) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const value = from + (to < from ? -1 : 1) * index * step;
    return letters ? String.fromCharCode(value) : String(value).padStart(width, '0');
  });
}
