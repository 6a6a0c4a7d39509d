import type { Command, Script, Word } from '../engine/index.ts';

/** A script in one line, about as it was written: how a job is called. */
export function scriptText(script: Script): string {
  return script.map(({ pipeline }) => pipeline.map(commandText).join(' | ')).join('; ');
}

function commandText(command: Command): string {
  if (command.kind === 'simple') return command.words.map(wordText).join(' ');
  if (command.kind === 'group') {
    const body = scriptText(command.body);
    return command.subshell ? `( ${body} )` : `{ ${body}; }`;
  }
  return command.kind;
}

function wordText(word: Word): string {
  return word
    .map((part) => {
      if (part.kind === 'text') return /[\s'"|&;<>]/.test(part.text) ? `'${part.text}'` : part.text;
      if (part.kind === 'variable') return `$${part.name}`;
      if (part.kind === 'arithmetic') return `$((${part.text}))`;
      return `${part.kind === 'command' ? '$' : '<'}(${scriptText(part.script)})`;
    })
    .join('');
}
