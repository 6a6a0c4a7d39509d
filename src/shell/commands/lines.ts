import {
  complain,
  inputLines,
  inputsOf,
  inputText,
  linesOf,
  pathOf,
  printLines,
  readOptions,
  sleepInterruptibly,
  type ShellCommand,
  type ShellProcess,
} from '../command.ts';
import { linesIn, readAll, readLine, type Input } from '../input.ts';
import { unescaped } from './patterns.ts';

/** `-5` is short for `-n 5`. */
function countOptions(args: readonly string[]): ReturnType<typeof readOptions> {
  return readOptions(
    args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg)),
    ['n', 'c', 'lines', 'bytes', 's'],
  );
}

const head: ShellCommand = async (process) => {
  const options = countOptions(process.args);
  const bytes = options.value('c', 'bytes');
  const given = bytes ?? options.value('n', 'lines') ?? '10';
  const count = Number(given);
  if (!Number.isInteger(count))
    return complain(process, `invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: ‘${given}’`);
  const { inputs, failed } = inputsOf(process, options.rest);
  for (const [index, { name, input }] of inputs.entries()) {
    if (titled(options)) process.stdout(`${index > 0 ? '\n' : ''}==> ${name} <==\n`);
    if (bytes !== undefined) process.stdout((await readAll(input)).slice(0, count));
    else if (count < 0) printLines(process, linesOf(await readAll(input)).slice(0, count));
    else await printFirst(process, input, count);
  }
  return failed ? 1 : 0;
};

function titled({ rest, has }: ReturnType<typeof readOptions>): boolean {
  return (rest.length > 1 && !has('q')) || has('v');
}

async function printFirst(process: ShellProcess, input: Input, count: number): Promise<void> {
  for (let left = count; left > 0; left--) {
    const line = await readLine(input);
    if (line === undefined) return;
    process.stdout(line);
  }
}

const followMs = 500;

const tail: ShellCommand = async (process) => {
  const options = countOptions(process.args);
  const given = options.value('n', 'lines') ?? '10';
  const bytes = options.value('c', 'bytes');
  if (!/^[-+]?\d+$/.test(bytes ?? given)) return complain(process, `invalid number of lines: ‘${given}’`);
  const { inputs, failed } = inputsOf(process, options.rest);
  for (const [index, { name, input }] of inputs.entries()) {
    if (titled(options)) process.stdout(`${index > 0 ? '\n' : ''}==> ${name} <==\n`);
    const text = await readAll(input);
    if (bytes !== undefined) process.stdout(text.slice(Math.max(0, text.length - Math.abs(Number(bytes)))));
    else if (given.startsWith('+')) printLines(process, linesOf(text).slice(Number(given) - 1));
    else {
      const lines = linesOf(text);
      printLines(process, lines.slice(Math.max(0, lines.length - Math.abs(Number(given)))));
    }
  }
  const [path] = options.rest;
  if (!options.has('f', 'F', 'follow') || path === undefined) return failed ? 1 : 0;
  return followFile(process, pathOf(process, path));
};

async function followFile(process: ShellProcess, path: string): Promise<number> {
  let seen = process.files.read(path)?.length ?? 0;
  while (!process.signal.cancelled) {
    await sleepInterruptibly(process, followMs);
    const text = process.files.read(path) ?? '';
    if (text.length > seen) process.stdout(text.slice(seen));
    seen = text.length;
  }
  return 130;
}

/** How many bytes a text has in UTF-8. */
function byteLength(text: string): number {
  let length = 0;
  for (const sign of text) {
    const point = sign.codePointAt(0) as number;
    length += point < 0x80 ? 1 : point < 0x8_00 ? 2 : point < 0x1_00_00 ? 3 : 4;
  }
  return length;
}

const wc: ShellCommand = async (process) => {
  const options = readOptions(process.args);
  const { inputs, failed } = inputsOf(process, options.rest);
  const all = !['l', 'w', 'c', 'm', 'lines', 'words', 'bytes', 'chars'].some((flag) => options.has(flag));
  const total = [0, 0, 0];
  const rows: { counts: number[]; name: string }[] = [];
  for (const { name, input } of inputs) {
    const text = await readAll(input);
    const size = options.has('m', 'chars') ? Array.from(text).length : byteLength(text);
    const counts = [text.split('\n').length - 1, text.split(/\s+/).filter(Boolean).length, size];
    counts.forEach((count, index) => (total[index] = (total[index] ?? 0) + count));
    rows.push({ counts, name: options.rest.length > 0 ? name : '' });
  }
  if (rows.length > 1) rows.push({ counts: total, name: 'total' });
  const shown = [
    all || options.has('l', 'lines'),
    all || options.has('w', 'words'),
    all || options.has('c', 'm', 'bytes', 'chars'),
  ];
  const columns = shown.filter(Boolean).length;
  const widest = String(Math.max(...total)).length;
  const width = columns === 1 && rows.length === 1 ? 0 : options.rest.length === 0 ? 7 : widest;
  for (const { counts, name } of rows) {
    const numbers = counts.filter((_, index) => shown[index]).map((count) => String(count).padStart(width));
    process.stdout(`${numbers.join(' ')}${name === '' ? '' : ` ${name}`}\n`);
  }
  return failed ? 1 : 0;
};

const uniq: ShellCommand = async (process) => {
  const { has, rest } = readOptions(process.args, ['f', 's', 'w']);
  const print = (line: string, count: number): void => {
    if ((has('d') && count < 2) || (has('u') && count > 1)) return;
    process.stdout(`${has('c') ? `${String(count).padStart(7)} ` : ''}${line}\n`);
  };
  const fold = (line: string): string => (has('i') ? line.toLowerCase() : line);
  let last: string | undefined;
  let count = 0;
  for await (const line of inputLines(process, rest)) {
    if (last !== undefined && fold(line) === fold(last)) {
      count++;
      continue;
    }
    if (last !== undefined) print(last, count);
    last = line;
    count = 1;
  }
  if (last !== undefined) print(last, count);
  return 0;
};

/** `1,3-5,7-` as a question about a place, counted from 1. */
function listedPlaces(list: string): ((place: number) => boolean) | undefined {
  const ranges = list.split(',').map((part) => /^(\d*)(-?)(\d*)$/.exec(part));
  if (ranges.some((range) => range === null || range[0] === '' || range[0] === '-')) return undefined;
  return (place) =>
    ranges.some((range) => {
      const [, first = '', dash = '', last = ''] = range as RegExpExecArray;
      if (dash === '') return place === Number(first);
      return place >= Number(first || 1) && place <= (last === '' ? Number.POSITIVE_INFINITY : Number(last));
    });
}

const cut: ShellCommand = async (process) => {
  const options = readOptions(process.args, ['d', 'f', 'c', 'b', 'delimiter', 'fields', 'output-delimiter']);
  const characters = options.value('c', 'b');
  const list = options.value('f', 'fields') ?? characters;
  const separator = options.value('d', 'delimiter') ?? '\t';
  if (list === undefined) return complain(process, 'you must specify a list of bytes, characters, or fields');
  if (separator.length > 1) return complain(process, 'the delimiter must be a single character');
  const wanted = listedPlaces(list);
  if (wanted === undefined) return complain(process, 'invalid field range');
  const joint = options.value('output-delimiter') ?? separator;
  for await (const line of inputLines(process, options.rest)) {
    const pieces = characters === undefined ? line.split(separator) : Array.from(line);
    if (characters === undefined && pieces.length === 1) {
      if (!options.has('s')) process.stdout(`${line}\n`);
      continue;
    }
    const kept = pieces.filter((_, index) => wanted(index + 1));
    process.stdout(`${kept.join(characters === undefined ? joint : '')}\n`);
  }
  return 0;
};

const tr: ShellCommand = async (process) => {
  const { has, rest } = readOptions(process.args);
  const [from = '', to = ''] = rest.map((set) => characterSet(unescaped(set)));
  const inFrom = (sign: string): boolean => from.includes(sign) !== has('c', 'C', 'complement');
  const squeezed = rest.length > 1 ? (sign: string) => to.includes(sign) : inFrom;
  const last = to.at(-1) ?? '';
  let before = '';
  for (let piece = await process.stdin.read(); piece !== undefined; piece = await process.stdin.read()) {
    let text = '';
    for (const sign of piece) {
      if (has('d') && inFrom(sign)) continue;
      const at = has('c', 'C', 'complement') ? to.length : from.indexOf(sign);
      const changed = !has('d') && to !== '' && inFrom(sign) ? (to[at] ?? last) : sign;
      if (has('s') && changed === before && squeezed(changed)) continue;
      text += changed;
      before = changed;
    }
    process.stdout(text);
  }
  return 0;
};

/** `a-e` → `abcde`, `[:upper:]` → the capitals. */
function characterSet(set: string): string {
  const named = set
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:alnum:]', 'A-Za-z0-9')
    .replaceAll('[:space:]', ' \t\n\r')
    .replaceAll('[:blank:]', ' \t')
    .replaceAll('[:punct:]', '!-/:-@[-`{-~');
  return named.replaceAll(/([\s\S])-([\s\S])/g, (_whole, first: string, last: string) => {
    const begin = first.charCodeAt(0);
    const length = Math.max(0, last.charCodeAt(0) - begin + 1);
    return String.fromCharCode(...Array.from({ length }, (_step, index) => begin + index));
  });
}

const tee: ShellCommand = async (process) => {
  const { has, rest } = readOptions(process.args);
  const texts = new Map(
    rest.map((path) => {
      const absolute = pathOf(process, path);
      return [path, has('a', 'append') ? (process.files.read(absolute) ?? '') : ''];
    }),
  );
  for (let piece = await process.stdin.read(); piece !== undefined; piece = await process.stdin.read()) {
    process.stdout(piece);
    for (const [path, text] of texts) texts.set(path, text + piece);
  }
  let code = 0;
  for (const [path, text] of texts) {
    const problem = process.files.write(pathOf(process, path), text, process.host.now());
    if (problem !== undefined)
      code = complain(process, problem.startsWith('/') ? problem : `${path}: ${problem}`);
  }
  return code;
};

const tac: ShellCommand = async (process) => {
  const text = await inputText(process, readOptions(process.args).rest);
  if (text !== undefined) printLines(process, linesOf(text).toReversed());
  return text === undefined ? 1 : 0;
};

const rev: ShellCommand = async (process) => {
  for await (const line of inputLines(process, process.args))
    process.stdout(`${Array.from(line).toReversed().join('')}\n`);
  return 0;
};

const nl: ShellCommand = async (process) => {
  let number = 0;
  for await (const line of inputLines(process, readOptions(process.args).rest))
    process.stdout(line === '' ? '       \n' : `${String(++number).padStart(6)}\t${line}\n`);
  return 0;
};

const paste: ShellCommand = async (process) => {
  const options = readOptions(process.args, ['d', 'delimiters']);
  const separator = unescaped(options.value('d', 'delimiters') ?? '\t').slice(0, 1);
  const columns: string[][] = [];
  for (const { input } of inputsOf(process, options.rest).inputs) {
    const lines: string[] = [];
    for await (const line of linesIn(input)) lines.push(line);
    columns.push(lines);
  }
  if (options.has('s'))
    printLines(
      process,
      columns.map((lines) => lines.join(separator)),
    );
  else {
    const rows = Math.max(0, ...columns.map(({ length }) => length));
    printLines(
      process,
      Array.from({ length: rows }, (_, row) => columns.map((lines) => lines[row] ?? '').join(separator)),
    );
  }
  return 0;
};

/** `column -t`: a table out of words. */
const column: ShellCommand = async (process) => {
  const options = readOptions(process.args, ['s', 'o']);
  const separator = options.value('s');
  const text = (await inputText(process, options.rest)) ?? '';
  const rows = linesOf(text)
    .filter((line) => line.trim() !== '')
    .map((line) => (separator === undefined ? line.trim().split(/\s+/) : line.split(separator)));
  if (!options.has('t')) {
    printLines(process, linesOf(text));
    return 0;
  }
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  const joint = options.value('o') ?? '  ';
  printLines(
    process,
    rows.map((row) =>
      row
        .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
        .join(joint),
    ),
  );
  return 0;
};

export const lineCommands: Readonly<Record<string, ShellCommand>> = {
  head,
  tail,
  wc,
  uniq,
  cut,
  tr,
  tee,
  tac,
  rev,
  nl,
  paste,
  column,
};
