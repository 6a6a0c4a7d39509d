import { evaluateArithmetic } from '../../engine/index.ts';
import { complain, type ShellCommand } from '../command.ts';
import { unescaped } from './patterns.ts';
import { printfText } from './printf-format.ts';

const echo: ShellCommand = ({ args, stdout }) => {
  let rest = args;
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(rest[0] ?? '')) {
    for (const letter of rest[0] ?? '') {
      if (letter === 'n') newline = false;
      else if (letter !== '-') escapes = letter === 'e';
    }
    rest = rest.slice(1);
  }
  const text = rest.join(' ');
  stdout((escapes ? unescaped(text) : text) + (newline ? '\n' : ''));
  return 0;
};

const printf: ShellCommand = ({ args, state, stdout, stderr }) => {
  const variable = args[0] === '-v' ? args[1] : undefined;
  const [format, ...values] = variable === undefined ? args : args.slice(2);
  if (format === undefined) {
    stderr('bash: printf: usage: printf [-v var] format [arguments]\n');
    return 2;
  }
  const text = printfText(unescaped(format), values, true);
  if (variable === undefined) stdout(text);
  else state.variables.set(variable, text);
  return 0;
};

const mostNumbers = 100_000;

const seq: ShellCommand = (process) => {
  let { args } = process;
  let separator = '\n';
  let wide = false;
  while (/^-[sw]/.test(args[0] ?? '')) {
    if (args[0] === '-w') wide = true;
    else if (args[0] === '-s') {
      separator = args[1] ?? '';
      args = args.slice(1);
    } else separator = args[0]?.slice(2) ?? '';
    args = args.slice(1);
  }
  const wrong = args.find((arg) => !/^[-+]?\d*\.?\d+$/.test(arg));
  if (wrong !== undefined) return complain(process, `invalid floating point argument: ‘${wrong}’`);
  if (args.length === 0) return complain(process, 'missing operand');
  const numbers = args.map(Number);
  const last = numbers.at(-1) as number;
  const first = numbers.length > 1 ? (numbers[0] as number) : 1;
  const step = numbers.length > 2 ? (numbers[1] as number) : 1;
  const decimals = Math.max(...args.map((arg) => arg.split('.')[1]?.length ?? 0));
  const count = step === 0 ? 0 : Math.min(mostNumbers, Math.floor((last - first) / step + 1e-9) + 1);
  const texts = Array.from({ length: Math.max(0, count) }, (_, index) =>
    (first + index * step).toFixed(decimals),
  );
  const width = wide ? Math.max(0, ...texts.map((text) => text.length)) : 0;
  if (texts.length > 0) process.stdout(`${texts.map((text) => text.padStart(width, '0')).join(separator)}\n`);
  return 0;
};

const yes: ShellCommand = async ({ args, stdout, signal, host }) => {
  const line = `${args.join(' ') || 'y'}\n`;
  const block = line.repeat(64);
  while (!signal.cancelled) {
    stdout(block);
    await host.sleep(0);
  }
  return 130;
};

/** `expr A OPERATOR B …`: sums and comparisons of words, from left to right by C's precedence. */
const expr: ShellCommand = (process) => {
  const { args, stdout } = process;
  if (args.length === 0) return complain(process, 'missing operand', 2);
  if (args.length === 1) stdout(`${args[0]}\n`);
  else if (args[0] === 'length') stdout(`${args[1]?.length ?? 0}\n`);
  else {
    const isSum = args.every((arg) => /^(?:-?\d+|[-+*/%()<>|&]|[<>!]=|==?)$/.test(arg));
    if (!isSum && !['=', '!='].includes(args[1] ?? '')) return complain(process, 'non-integer argument', 2);
    const value = isSum
      ? String(
          evaluateArithmetic(args.map((arg) => (arg === '=' ? '==' : arg)).join(' '), {
            get: () => undefined,
            set: () => undefined,
          }),
        )
      : String(Number((args[0] === args[2]) === (args[1] === '=')));
    stdout(`${value}\n`);
    return value === '0' ? 1 : 0;
  }
  return 0;
};

export const echoCommands: Readonly<Record<string, ShellCommand>> = { echo, printf, seq, yes, expr };
