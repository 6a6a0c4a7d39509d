import { inputsOf, pathOf, type ShellCommand, type ShellProcess } from '../../command.ts';
import { linesIn } from '../../input.ts';
import { unescaped } from '../patterns.ts';
import { parseAwk } from './parser.ts';
import { AwkRuntime } from './runtime.ts';
import { AwkProblem, type AwkProgram, type Rule } from './syntax.ts';
import { fromOutside } from './value.ts';

/**
 * `awk`: patterns, ranges, fields, arrays, functions, printf.
 * Simplified: no `getline`, no pipes to commands, and records are lines.
 */
export const awk: ShellCommand = async (process) => {
  const { args } = process;
  let separator: string | undefined;
  const variables: [name: string, value: string][] = [];
  const sources: string[] = [];
  let at = 0;
  for (; at < args.length && /^-./.test(args[at] ?? ''); at++) {
    const arg = args[at] as string;
    const value = (): string => (arg.length > 2 ? arg.slice(2) : (args[++at] ?? ''));
    if (arg.startsWith('-F')) separator = value();
    else if (arg.startsWith('-v')) {
      const [name = '', ...text] = value().split('=');
      variables.push([name, text.join('=')]);
    } else if (arg.startsWith('-f')) {
      const path = value();
      const text = process.files.read(pathOf(process, path));
      if (text === undefined) {
        process.stderr(
          `awk: fatal: cannot open source file \`${path}' for reading: No such file or directory\n`,
        );
        return 2;
      }
      sources.push(text);
    } else if (arg === '--') {
      at++;
      break;
    }
  }
  const source = sources.length > 0 ? sources.join('\n') : args[at++];
  if (source === undefined) {
    process.stderr('Usage: awk [POSIX or GNU style options] -f progfile [--] file ...\n');
    return 1;
  }
  try {
    return await runProgram(process, parseAwk(source), { separator, variables, words: args.slice(at) });
  } catch (error) {
    if (!(error instanceof AwkProblem)) throw error;
    process.stderr(`awk: cmd. line:1: ${error.message}\n`);
    return error.message.startsWith('syntax') ? 1 : 2;
  }
};

async function runProgram(
  process: ShellProcess,
  program: AwkProgram,
  given: {
    separator: string | undefined;
    variables: readonly (readonly [string, string])[];
    words: readonly string[];
  },
): Promise<number> {
  const written = new Map<string, string>();
  const runtime = new AwkRuntime(
    program,
    {
      print: (text) => (process.signal.cancelled ? undefined : process.stdout(text)),
      write: (path, text, append) => {
        const before = written.get(path) ?? (append ? process.files.read(pathOf(process, path)) : '') ?? '';
        written.set(path, before + text);
      },
    },
    () => process.host.random(),
  );
  if (given.separator !== undefined)
    runtime.set('FS', given.separator === 't' ? '\t' : unescaped(given.separator));
  for (const [name, value] of given.variables) runtime.set(name, fromOutside(unescaped(value)));
  for (const [name, value] of process.env) runtime.setElement('ENVIRON', name, fromOutside(value));
  const failed = await runRules(process, program, runtime, given.words);
  for (const [path, text] of written) {
    const problem = process.files.write(pathOf(process, path), text, process.host.now());
    if (problem !== undefined) throw new AwkProblem(`fatal: cannot redirect to \`${path}': ${problem}`);
  }
  return runtime.exitCode || (failed ? 2 : 0);
}

/** Answers whether a file could not be read. */
async function runRules(
  process: ShellProcess,
  { rules }: AwkProgram,
  runtime: AwkRuntime,
  words: readonly string[],
): Promise<boolean> {
  const runAll = (when: Rule['when']): boolean =>
    rules.some((rule) => rule.when === when && rule.body !== undefined && runtime.run(rule.body) === 'exit');
  if (runAll('begin')) return false;
  const open = new Set<Rule>();
  let failed = false;
  if (rules.some(({ when }) => when !== 'begin')) {
    // `name=value` among the files sets a variable.
    const paths = words.filter((word) => !/^[A-Za-z_]\w*=/.test(word));
    for (const word of words.filter((each) => !paths.includes(each))) {
      const equals = word.indexOf('=');
      runtime.set(word.slice(0, equals), fromOutside(unescaped(word.slice(equals + 1))));
    }
    const found = inputsOf({ ...process, name: 'awk: warning: command line argument' }, paths);
    ({ failed } = found);
    let records = 0;
    reading: for (const { name, input } of found.inputs) {
      runtime.set('FILENAME', name === '-' ? '' : name);
      let lines = 0;
      for await (const line of linesIn(input)) {
        if (process.signal.cancelled) return failed;
        runtime.set('NR', ++records);
        runtime.set('FNR', ++lines);
        runtime.line = line;
        const outcome = runLine(rules, runtime, open, (text) => process.stdout(text));
        if (outcome === 'exit') break reading;
      }
    }
  }
  runAll('end');
  return failed;
}

function runLine(
  rules: readonly Rule[],
  runtime: AwkRuntime,
  open: Set<Rule>,
  print: (text: string) => void,
): 'exit' | undefined {
  for (const rule of rules) {
    if (rule.when !== 'line' || !applies(rule, runtime, open)) continue;
    if (rule.body === undefined) {
      print(`${runtime.line}\n`);
      continue;
    }
    const outcome = runtime.run(rule.body);
    if (outcome === 'exit') return 'exit';
    if (outcome === 'next') return undefined;
  }
  return undefined;
}

function applies(rule: Rule, runtime: AwkRuntime, open: Set<Rule>): boolean {
  const { pattern, until } = rule;
  if (pattern === undefined) return true;
  if (until === undefined) return runtime.truth(pattern);
  if (!open.has(rule)) {
    if (!runtime.truth(pattern)) return false;
    open.add(rule);
  }
  if (runtime.truth(until)) open.delete(rule);
  return true;
}
