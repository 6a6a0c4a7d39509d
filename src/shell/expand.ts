import {
  editedVariable,
  evaluateArithmetic,
  literalPattern,
  parseScript,
  wantsDefault,
  type FileTree,
  type Script,
  type VariablePart,
  type Word,
} from '../engine/index.ts';
import { expandBraces } from './brace.ts';
import { expandGlob } from './glob.ts';
import { ShellError } from './interpreter-errors.ts';
import { homeFolder, type ShellState } from './session-state.ts';
import { variables, variableValue } from './variables.ts';
import type { ShellHost } from './host.ts';

/** What words are expanded with. */
export interface Expander {
  readonly state: ShellState;
  readonly host: ShellHost;
  readonly files: FileTree;
  /** What a script prints. */
  outputOf(script: Script): Promise<string>;
  /** The path of a file that holds what a script prints. */
  fileOf(script: Script): Promise<string>;
}

interface Fragment {
  readonly text: string;
  /** Split at blanks: what an unquoted variable or `$(…)` gave. */
  readonly splits: boolean;
  /** `*`, `?` and `[` have their meaning. */
  readonly pattern: boolean;
  /** A field of its own begins here, as with each of `"$@"`. */
  readonly begins?: boolean;
}

/** The fields that a word becomes: variables, `$(…)`, `~` and file patterns, in bash's order. */
export async function expandWord(word: Word, expander: Expander): Promise<string[]> {
  const fields: string[] = [];
  for (const one of expandBraces(word)) {
    const fragments = await fragmentsOf(one, expander);
    const quoted = one.some((part) => {
      if (part.kind === 'text') return part.plain !== true;
      if (part.kind === 'variable') return part.quoted && part.name !== '@';
      return part.kind === 'command' && part.quoted;
    });
    for (const field of splitFields(fragments, quoted)) fields.push(...matchFiles(field, expander));
  }
  return fields;
}

/** A word that stays one: the value of an assignment, the file of a redirection. */
export async function expandText(word: Word, expander: Expander): Promise<string> {
  let text = '';
  for (const [index, fragment] of (await fragmentsOf(word, expander)).entries())
    text += (fragment.begins === true && index > 0 ? ' ' : '') + fragment.text;
  return text;
}

/** A word as a pattern: what is quoted stands for itself. */
export async function expandPattern(word: Word, expander: Expander): Promise<string> {
  const fragments = await fragmentsOf(word, expander);
  return fragments.map(({ text, pattern }) => (pattern ? text : literalPattern(text))).join('');
}

/** What an arithmetic expression is; assignments in it are made. */
export async function expandArithmetic(text: string, expander: Expander): Promise<number> {
  // `$(…)` and `${…}` are expanded first, as in a quoted text.
  let expression = text;
  if (/\$[({]|`/.test(text))
    expression = await expander.outputOf(parseScript(`echo "${text.replaceAll('"', '')}"`));
  return evaluateArithmetic(expression, variables(expander.state, expander.host));
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
      case 'variable':
        if (part.name === '@' && part.quoted && part.edit === undefined) {
          for (const text of expander.state.parameters)
            fragments.push({ text, splits: false, pattern: false, begins: true });
        } else {
          const text = await variableText(part, expander);
          fragments.push({ text, splits: !part.quoted, pattern: !part.quoted });
        }
        break;
      case 'command': {
        const text = (await expander.outputOf(part.script)).replace(/\n+$/, '');
        fragments.push({ text, splits: !part.quoted, pattern: !part.quoted });
        break;
      }
      case 'arithmetic': {
        const text = String(await expandArithmetic(part.text, expander));
        fragments.push({ text, splits: false, pattern: false });
        break;
      }
      case 'process':
        fragments.push({ text: await expander.fileOf(part.script), splits: false, pattern: false });
        break;
    }
  }
  return fragments;
}

async function variableText({ name, edit }: VariablePart, expander: Expander): Promise<string> {
  const { state, host } = expander;
  const value = variableValue(name, state, host);
  if (value === undefined && edit?.kind !== 'default' && state.options.has('nounset'))
    throw new ShellError(`bash: ${name}: unbound variable`);
  if (edit === undefined) return value ?? '';
  if (edit.kind === 'default') {
    if (!wantsDefault(edit.operator, value)) return edit.operator.endsWith('+') ? '' : (value ?? '');
    const text = await expandText(edit.word, expander);
    if (edit.operator.endsWith('?'))
      throw new ShellError(`bash: ${name}: ${text || 'parameter null or not set'}`);
    if (edit.operator.endsWith('=')) state.variables.set(name, text);
    return text;
  }
  if (edit.kind === 'length' && (name === '@' || name === '*')) return String(state.parameters.length);
  const pattern = 'pattern' in edit ? await expandPattern(edit.pattern, expander) : undefined;
  const by = 'by' in edit ? await expandText(edit.by, expander) : undefined;
  const number = (text: string): number => evaluateArithmetic(text, variables(state, host));
  return editedVariable(value ?? '', edit, { pattern, by, number });
}

function splitFields(fragments: readonly Fragment[], hasQuotes: boolean): Fragment[][] {
  const fields: Fragment[][] = [];
  let current: Fragment[] = [];
  let open = hasQuotes;
  for (const fragment of fragments) {
    if (fragment.begins === true && current.length > 0) {
      const [before] = current.slice(-1);
      // The first of `"$@"` goes on what stands before it, the others begin anew.
      if (before?.begins === true) {
        fields.push(current);
        current = [];
      }
    }
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
    .map((fragment) => (fragment.pattern ? fragment.text : literalPattern(fragment.text)))
    .join('');
  const found = expandGlob(pattern, state.workingFolder, files);
  return found.length === 0 ? [text] : found;
}
