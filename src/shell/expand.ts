import type { FileTree, Script, Word } from '../engine/index.ts';
import { expandGlob } from './glob.ts';
import { homeFolder, type ShellState } from './session-state.ts';

/** What words are expanded with. */
export interface Expander {
  readonly state: ShellState;
  readonly files: FileTree;
  /** What a script prints. */
  outputOf(script: Script): Promise<string>;
}

interface Fragment {
  readonly text: string;
  /** Split at blanks: what an unquoted variable or `$(…)` gave. */
  readonly splits: boolean;
  /** `*`, `?` and `[` have their meaning. */
  readonly pattern: boolean;
}

/** The fields that a word becomes: variables, `$(…)`, `~` and file patterns, in bash's order. */
export async function expandWord(word: Word, expander: Expander): Promise<string[]> {
  const fragments = await fragmentsOf(word, expander);
  const quoted = word.some((part) =>
    part.kind === 'text' ? part.plain !== true : part.kind !== 'arithmetic' && part.quoted,
  );
  return splitFields(fragments, quoted).flatMap((field) => matchFiles(field, expander));
}

/** A word that stays one: the value of an assignment, the file of a redirection. */
export async function expandText(word: Word, expander: Expander): Promise<string> {
  return (await fragmentsOf(word, expander)).map(({ text }) => text).join('');
}

async function fragmentsOf(word: Word, expander: Expander): Promise<Fragment[]> {
  const fragments: Fragment[] = [];
  for (const [index, part] of word.entries()) {
    switch (part.kind) {
      case 'text': {
        const plain = part.plain === true;
        const text = plain && index === 0 ? part.text.replace(/^~(?=\/|$)/, homeFolder) : part.text;
        fragments.push({ text, splits: false, pattern: plain });
        break;
      }
      case 'variable': {
        const text = variable(part.name, expander.state) || (part.fallback ?? '');
        fragments.push({ text, splits: !part.quoted, pattern: !part.quoted });
        break;
      }
      case 'command': {
        const text = (await expander.outputOf(part.script)).replace(/\n+$/, '');
        fragments.push({ text, splits: !part.quoted, pattern: !part.quoted });
        break;
      }
      case 'arithmetic':
        fragments.push({ text: arithmetic(part.text, expander.state), splits: false, pattern: false });
        break;
    }
  }
  return fragments;
}

function variable(name: string, { variables, lastExitCode, workingFolder }: ShellState): string {
  if (name === '?') return String(lastExitCode);
  if (name === 'PWD') return workingFolder;
  return variables.get(name) ?? '';
}

/** `a + 1` with + - * / % and parentheses. */
function arithmetic(expression: string, state: ShellState): string {
  const replaced = expression.replaceAll(
    /\$?([A-Za-z_]\w*)/g,
    (_, name: string) => variable(name, state) || '0',
  );
  const tokens = replaced.match(/\d+|[-+*/%()]/g) ?? [];
  let at = 0;
  const factor = (): number => {
    const token = tokens[at++];
    if (token === '-') return -factor();
    if (token !== '(') return Number(token ?? 0);
    const value = sum();
    at++;
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (['*', '/', '%'].includes(tokens[at] ?? '')) {
      const operator = tokens[at++];
      const right = factor();
      if (operator === '*') value *= right;
      else value = operator === '/' ? Math.trunc(value / right) : value % right;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-')
      value = tokens[at++] === '+' ? value + product() : value - product();
    return value;
  };
  return String(sum());
}

function splitFields(fragments: readonly Fragment[], hasQuotes: boolean): Fragment[][] {
  const fields: Fragment[][] = [];
  let current: Fragment[] = [];
  let open = hasQuotes;
  for (const fragment of fragments) {
    const pieces = fragment.splits ? fragment.text.split(/[ \t\n]+/) : [fragment.text];
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && open) {
        fields.push(current);
        current = [];
        open = false;
      }
      if (piece === '' && fragment.splits) continue;
      current.push({ ...fragment, text: piece });
      open = true;
    }
  }
  if (open) fields.push(current);
  return fields;
}

function matchFiles(field: readonly Fragment[], { files, state }: Expander): string[] {
  const text = field.map((fragment) => fragment.text).join('');
  if (!field.some((fragment) => fragment.pattern && /[*?[]/.test(fragment.text))) return [text];
  const pattern = field
    .map((fragment) =>
      fragment.pattern ? fragment.text : fragment.text.replaceAll(/[*?[\]\\]/g, String.raw`\$&`),
    )
    .join('');
  const found = expandGlob(pattern, state.workingFolder, files);
  return found.length === 0 ? [text] : found;
}
