import { describe, expect, it } from 'vitest';
import type { FlagDeclaration } from './declaration.ts';
import { FlagSet } from './flag-set.ts';

const flags: readonly FlagDeclaration[] = [
  { name: 'all', type: 'bool', default: 'false', usage: '' },
  { name: 'output', shorthand: 'o', type: 'string', usage: '' },
  { name: 'watch', shorthand: 'w', type: 'bool', usage: '' },
  { name: 'filename', shorthand: 'f', type: 'stringSlice', default: '[]', usage: '' },
  { name: 'replicas', type: 'int', default: '1', usage: '' },
  { name: 'timeout', type: 'duration', default: '0s', usage: '' },
  { name: 'dry-run', type: 'string', default: 'none', bare: 'unchanged', usage: '' },
];

function parsed(...words: string[]): { set: FlagSet; args: string[] } {
  const set = new FlagSet(flags);
  return { args: set.parse(words), set };
}

describe('FlagSet', () => {
  it('takes flags from between arguments', () => {
    const { set, args } = parsed('pods', '-o', 'yaml', 'web', '--all');
    expect(args).toEqual(['pods', 'web']);
    expect(set.string('output')).toBe('yaml');
    expect(set.bool('all')).toBe(true);
    expect(set.changed('watch')).toBe(false);
  });

  it.each([['-oyaml'], ['-o=yaml'], ['--output=yaml'], ['-wo=yaml'], ['-woyaml']])(
    '%s names an output',
    (word) => expect(parsed(word).set.string('output')).toBe('yaml'),
  );

  it('splits lists at commas and adds up', () => {
    expect(parsed('-f', 'a,b', '--filename=c').set.list('filename')).toEqual(['a', 'b', 'c']);
  });

  it('stops at --', () => {
    const { set, args } = parsed('web', '--', '-o', 'x');
    expect(args).toEqual(['web', '-o', 'x']);
    expect(set.argumentsBeforeDash).toBe(1);
  });

  it('a flag with a bare value never takes the next word', () => {
    const { set, args } = parsed('--dry-run', 'client');
    expect(set.string('dry-run')).toBe('unchanged');
    expect(args).toEqual(['client']);
  });

  it('knows defaults, numbers and durations', () => {
    const { set } = parsed('--timeout=1m30s');
    expect(set.number('replicas')).toBe(1);
    expect(set.duration('timeout')).toBe(90_000);
  });

  it.each([
    ['--nope', 'unknown flag: --nope'],
    ['-x', "unknown shorthand flag: 'x' in -x"],
    ['--output', 'flag needs an argument: --output'],
    ['-o', "flag needs an argument: 'o' in -o"],
    [
      '--all=maybe',
      'invalid argument "maybe" for "--all" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      '--replicas=x',
      'invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    ['--=x', 'bad flag syntax: --=x'],
  ])('refuses %s', (word, message) => expect(() => parsed(word)).toThrow(message));
});
