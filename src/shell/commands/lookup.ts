import { printLines, readOptions, type ShellCommand, type ShellProcess } from '../command.ts';

/** What a name stands for in a shell. */
type CommandKind = 'alias' | 'keyword' | 'function' | 'builtin' | 'file';

const keywords = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'case',
  'esac',
  'for',
  'while',
  'until',
  'do',
  'done',
  'in',
  'function',
  'time',
  '[[',
  ']]',
  '{',
  '}',
  '!',
  'select',
];

/** The commands that tell of commands. `kindOf` knows those that are there for all. */
export function lookupCommands(
  kindOf: (name: string) => 'builtin' | 'file' | undefined,
): Readonly<Record<string, ShellCommand>> {
  const find = ({ state }: ShellProcess, name: string): CommandKind | undefined => {
    if (state.aliases.has(name)) return 'alias';
    if (keywords.includes(name)) return 'keyword';
    if (state.functions.has(name)) return 'function';
    return kindOf(name);
  };

  const type: ShellCommand = (process) => {
    const { has, rest } = readOptions(process.args);
    let code = 0;
    for (const name of rest) {
      const kind = find(process, name);
      if (kind === undefined) {
        code = 1;
        if (!has('t')) process.stderr(`bash: type: ${name}: not found\n`);
      } else process.stdout(`${has('t') ? kind : described(process, name, kind)}\n`);
    }
    return code;
  };

  const which: ShellCommand = (process) => {
    const { rest } = readOptions(process.args);
    const found = rest.filter((name) => kindOf(name) === 'file');
    printLines(process, found.map(pathOfCommand));
    return found.length === rest.length && rest.length > 0 ? 0 : 1;
  };

  const command: ShellCommand = (process) => {
    const { has, rest } = readOptions(process.args.slice(0, 1));
    if (!has('v', 'V'))
      return process.run(process.args[0] === '-p' ? process.args.slice(1) : process.args, process);
    void rest;
    const name = process.args[1] ?? '';
    const kind = find(process, name);
    if (kind === undefined) {
      if (has('V')) process.stderr(`bash: command: ${name}: not found\n`);
      return 1;
    }
    const short =
      kind === 'file'
        ? pathOfCommand(name)
        : kind === 'alias'
          ? `alias ${name}='${process.state.aliases.get(name)}'`
          : name;
    process.stdout(`${has('V') ? described(process, name, kind) : short}\n`);
    return 0;
  };

  return { type, which, command, builtin: (process) => process.run(process.args, process) };
}

function described({ state }: ShellProcess, name: string, kind: CommandKind): string {
  switch (kind) {
    case 'alias':
      return `${name} is aliased to \`${state.aliases.get(name)}'`;
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'function':
      return `${name} is a function`;
    case 'builtin':
      return `${name} is a shell builtin`;
    case 'file':
      return `${name} is ${pathOfCommand(name)}`;
  }
}

/** Where a program lies. */
function pathOfCommand(name: string): string {
  return name === 'kubectl' ? '/usr/local/bin/kubectl' : `/usr/bin/${name}`;
}
