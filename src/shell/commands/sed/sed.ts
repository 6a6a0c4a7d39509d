import {
  complain,
  inputsOf,
  pathOf,
  readOptions,
  type ShellCommand,
  type ShellProcess,
} from '../../command.ts';
import { linesIn, textInput, type Input } from '../../input.ts';
import { parseSed, SedProblem, type Address, type SedCommand } from './parse-script.ts';

/** How many commands may run for one line: a script may jump in circles. */
const mostSteps = 100_000;

/** `sed`, GNU's: addresses, ranges, groups, branches, the hold space, `-n -i -E -e`. */
export const sed: ShellCommand = async (process) => {
  const args = process.args.map((arg) => (/^-i./.test(arg) && !/^-i[nEre]*$/.test(arg) ? '-i' : arg));
  const options = readOptions(args, ['e', 'f', 'expression', 'file', 'l']);
  const scripts = [
    ...options.values('e', 'expression'),
    ...options.values('f', 'file').map((path) => process.files.read(pathOf(process, path)) ?? ''),
  ];
  const [first, ...others] = options.rest;
  const paths = scripts.length > 0 ? options.rest : others;
  if (scripts.length === 0) {
    if (first === undefined) {
      process.stderr('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n');
      return 1;
    }
    scripts.push(first);
  }
  let commands: SedCommand[];
  const extended = options.has('E', 'r', 'regexp-extended');
  const parse = (): SedCommand[] => parseSed(scripts.join('\n'), extended);
  try {
    commands = parse();
  } catch (error) {
    if (error instanceof SedProblem) return complain(process, error.message);
    throw error;
  }
  const silent = options.has('n', 'quiet', 'silent');
  if (!options.has('i', 'in-place')) {
    const { inputs, failed } = inputsOf({ ...process, stderr: sedSays(process) }, paths);
    const editor = new Editor(process, commands, silent, process.stdout);
    const code = await editor.run(joined(inputs.map(({ input }) => input)));
    return failed ? 2 : code;
  }
  let code = 0;
  for (const path of paths) {
    const absolute = pathOf(process, path);
    const text = process.files.read(absolute);
    if (text === undefined) {
      const isFolder = process.files.isFolder(absolute);
      const problem = isFolder
        ? `couldn't edit ${path}: not a regular file`
        : `can't read ${path}: No such file or directory`;
      code = complain(process, problem, isFolder ? 4 : 2);
      continue;
    }
    let edited = '';
    const editor = new Editor(process, parse(), silent, (more) => (edited += more));
    await editor.run(linesIn(textInput(text)));
    if (!text.endsWith('\n') && edited.endsWith('\n')) edited = edited.slice(0, -1);
    const problem = process.files.write(absolute, edited, process.host.now());
    if (problem !== undefined) code = complain(process, `couldn't edit ${path}: ${problem}`, 4);
  }
  return code;
};

/** sed words the refusals of other tools in its own way. */
function sedSays({ stderr }: ShellProcess): (text: string) => void {
  return (text) =>
    stderr(
      text.replace(/^sed: (.*): No such file or directory/, "sed: can't read $1: No such file or directory"),
    );
}

async function* joined(inputs: readonly Input[]): AsyncGenerator<string> {
  for (const input of inputs) yield* linesIn(input);
}

class Editor {
  readonly #process: ShellProcess;
  readonly #commands: readonly SedCommand[];
  readonly #silent: boolean;
  readonly #out: (text: string) => void;
  #lines: AsyncGenerator<string> | undefined;
  /** The line after the current one: whether there is one tells `$`. */
  #next: string | undefined;
  #pattern = '';
  #hold = '';
  #number = 0;
  #after: string[] = [];
  #replaced = false;
  #quit: number | undefined;
  #steps = 0;

  constructor(
    process: ShellProcess,
    commands: readonly SedCommand[],
    silent: boolean,
    out: (text: string) => void,
  ) {
    this.#process = process;
    this.#commands = commands;
    this.#silent = silent;
    this.#out = out;
  }

  async run(lines: AsyncGenerator<string>): Promise<number> {
    this.#lines = lines;
    await this.#look();
    while (await this.#advance()) {
      this.#steps = 0;
      let next = await this.#execute(this.#commands);
      while (next === 'again') next = await this.#execute(this.#commands);
      if (next !== 'delete' && !this.#silent) this.#print(this.#pattern);
      for (const text of this.#after) this.#print(text);
      this.#after = [];
      if (this.#quit !== undefined || this.#process.signal.cancelled) return this.#quit ?? 130;
    }
    return 0;
  }

  #print(text: string): void {
    this.#out(`${text}\n`);
  }

  async #look(): Promise<void> {
    const { value, done } = await (this.#lines as AsyncGenerator<string>).next();
    this.#next = done === true ? undefined : value;
  }

  async #advance(): Promise<boolean> {
    if (this.#next === undefined) return false;
    this.#pattern = this.#next;
    this.#number++;
    this.#replaced = false;
    await this.#look();
    return true;
  }

  /**
   * How the script ended for this line: `next` or `end`; `delete` prints nothing, `again` begins anew,
   * and `:label` goes on at a label that is not here.
   */
  async #execute(commands: readonly SedCommand[]): Promise<string> {
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at] as SedCommand;
      if (++this.#steps > mostSteps) return 'end';
      if (!this.#applies(command)) continue;
      const outcome = await this.#step(command);
      if (outcome.startsWith(':')) {
        const target = commands.findIndex((each) => each.kind === ':' && `:${each.label}` === outcome);
        if (target < 0) return outcome === ':' ? 'end' : outcome;
        at = target;
      } else if (outcome !== 'next') return outcome;
    }
    return 'next';
  }

  async #step(command: SedCommand): Promise<string> {
    switch (command.kind) {
      case 's':
        if (this.#substitute(command) && command.prints) this.#print(this.#pattern);
        return 'next';
      case 'y':
        this.#pattern = Array.from(this.#pattern, (sign) => {
          const index = command.from.indexOf(sign);
          return index < 0 ? sign : (command.to[index] ?? sign);
        }).join('');
        return 'next';
      case 'a':
        this.#after.push(command.text);
        return 'next';
      case 'i':
        this.#print(command.text);
        return 'next';
      case 'c':
        if (command.where.to === undefined || command.where.open === undefined) this.#print(command.text);
        return 'delete';
      case 'd':
        return 'delete';
      case 'D': {
        const newline = this.#pattern.indexOf('\n');
        if (newline < 0) return 'delete';
        this.#pattern = this.#pattern.slice(newline + 1);
        return 'again';
      }
      case 'p':
        this.#print(this.#pattern);
        return 'next';
      case 'P':
        this.#print(this.#pattern.split('\n', 1)[0] ?? '');
        return 'next';
      case 'n':
        if (this.#next === undefined) return 'end';
        if (!this.#silent) this.#print(this.#pattern);
        await this.#advance();
        return 'next';
      case 'N': {
        if (this.#next === undefined) return 'end';
        const before = this.#pattern;
        await this.#advance();
        this.#pattern = `${before}\n${this.#pattern}`;
        return 'next';
      }
      case 'h':
        this.#hold = this.#pattern;
        return 'next';
      case 'H':
        this.#hold += `\n${this.#pattern}`;
        return 'next';
      case 'g':
        this.#pattern = this.#hold;
        return 'next';
      case 'G':
        this.#pattern += `\n${this.#hold}`;
        return 'next';
      case 'x':
        [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
        return 'next';
      case '=':
        this.#print(String(this.#number));
        return 'next';
      case 'l':
        this.#print(`${this.#pattern.replaceAll('\\', '\\\\').replaceAll('\t', '\\t')}$`);
        return 'next';
      case 'q':
      case 'Q':
        this.#quit = command.code;
        return command.kind === 'q' ? 'end' : 'delete';
      case '{':
        return this.#execute(command.body);
      case 'b':
        return `:${command.label}`;
      case 't':
        if (!this.#replaced) return 'next';
        this.#replaced = false;
        return `:${command.label}`;
      case 'r': {
        const text = this.#process.files.read(pathOf(this.#process, command.path));
        if (text !== undefined) this.#after.push(text.replace(/\n$/, ''));
        return 'next';
      }
      case 'w':
        if (command.path === '/dev/stdout') this.#print(this.#pattern);
        return 'next';
      case ':':
        return 'next';
    }
  }

  #substitute({ expression, replacement, first, all }: SedCommand & { kind: 's' }): boolean {
    let count = 0;
    let changed = false;
    this.#pattern = this.#pattern.replace(expression, (...found: unknown[]) => {
      const groups = found.filter((each) => typeof each === 'string' || each === undefined) as string[];
      // The last text is the whole that was searched.
      const [match = '', ...parts] = groups.slice(0, -1);
      count++;
      if (count < first || (count > first && !all)) return match;
      changed = true;
      return replacedText(replacement, match, parts);
    });
    this.#replaced ||= changed;
    return changed;
  }

  #applies({ where }: SedCommand): boolean {
    const { from, to, negated } = where;
    if (from === undefined) return !negated;
    if (to === undefined) return this.#meets(from) !== negated;
    if (where.open === undefined) {
      if (!this.#meets(from)) return negated;
      where.open = this.#number;
      // A line number that has passed already makes the range one line long.
      if (to.kind === 'line' && to.line <= this.#number) where.open = undefined;
      if (to.kind === 'more' && to.count === 0) where.open = undefined;
      return !negated;
    }
    const ends = to.kind === 'more' ? this.#number >= where.open + to.count : this.#meets(to);
    if (ends) where.open = undefined;
    return !negated;
  }

  #meets(address: Address): boolean {
    switch (address.kind) {
      case 'line':
        return address.line === this.#number;
      case 'last':
        return this.#next === undefined;
      case 'match':
        address.expression.lastIndex = 0;
        return address.expression.test(this.#pattern);
      case 'step':
        return address.step === 0
          ? this.#number === address.first
          : this.#number >= address.first && (this.#number - address.first) % address.step === 0;
      case 'more':
        return true;
    }
  }
}

const namedSigns: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** `&`, `\1`, and GNU's `\U \L \u \l \E`. */
function replacedText(template: string, match: string, groups: readonly (string | undefined)[]): string {
  let text = '';
  let mode = '';
  let once = '';
  const add = (piece: string): void => {
    let shown = mode === 'U' ? piece.toUpperCase() : mode === 'L' ? piece.toLowerCase() : piece;
    if (once !== '' && shown !== '') {
      shown =
        (once === 'u' ? shown.slice(0, 1).toUpperCase() : shown.slice(0, 1).toLowerCase()) + shown.slice(1);
      once = '';
    }
    text += shown;
  };
  for (let at = 0; at < template.length; at++) {
    const sign = template[at] as string;
    if (sign === '&') add(match);
    else if (sign !== '\\') add(sign);
    else {
      const next = template[++at] ?? '';
      if (/\d/.test(next)) add(next === '0' ? match : (groups[Number(next) - 1] ?? ''));
      else if (next === 'U' || next === 'L') mode = next;
      else if (next === 'E') mode = '';
      else if (next === 'u' || next === 'l') once = next;
      else add(namedSigns[next] ?? next);
    }
  }
  return text;
}
