/** The kinds of value that a flag can take, by pflag's names. */
export type FlagType =
  | 'bool'
  | 'string'
  | 'int'
  | 'int32'
  | 'int64'
  | 'count'
  | 'duration'
  | 'stringSlice'
  | 'stringArray'
  | 'stringToString'
  | 'mapStringString'
  | 'moduleSpec'
  | 'tristate'
  | 'Level';

/** One flag, as a command declares it. */
export interface FlagDeclaration {
  readonly name: string;
  readonly shorthand?: string;
  readonly type: FlagType;
  /** As help shows it; absent = empty. */
  readonly default?: string;
  /** The value of the flag when it stands alone: `--dry-run`. Booleans have `true`. */
  readonly bare?: string;
  readonly usage: string;
  readonly deprecated?: string;
  readonly hidden?: boolean;
}

/**
 * What a command says of itself. Help pages, completion, and the guesses for mistyped commands are
 * derived from this; what it does stands in `commands/`.
 */
export interface CommandDeclaration {
  /** Its name, and what follows it on the usage line. */
  readonly use: string;
  readonly short: string;
  readonly long?: string;
  readonly example?: string;
  readonly aliases?: readonly string[];
  readonly suggestFor?: readonly string[];
  /** Its usage line ends in `[flags]` when it has any. */
  readonly flagsInUse?: boolean;
  /** False for one that only holds others and has no usage line. */
  readonly runnable?: boolean;
  readonly flags?: readonly FlagDeclaration[];
  /** Flags that all commands below it take too. */
  readonly persistentFlags?: readonly FlagDeclaration[];
  readonly commands?: readonly CommandDeclaration[];
}

/** A command together with the way to it from the root. */
export interface CommandPath {
  readonly declaration: CommandDeclaration;
  readonly parents: readonly CommandDeclaration[];
}

/** `use` without its arguments. */
export function commandName(declaration: CommandDeclaration): string {
  return declaration.use.split(' ')[0] as string;
}

/** `kubectl create deployment`. */
export function commandPath(path: CommandPath): string {
  return [...path.parents, path.declaration].map(commandName).join(' ');
}

/** Every flag that the command takes: its own and the persistent ones of all above it. */
export function allFlags(path: CommandPath): FlagDeclaration[] {
  const inherited = [...path.parents, path.declaration].flatMap((command) => command.persistentFlags ?? []);
  const own = path.declaration.flags ?? [];
  const names = new Set(own.map((flag) => flag.name));
  return [...own, ...inherited.filter((flag) => !names.has(flag.name)), helpFlag];
}

/** Every command has it, and no help page shows it. */
const helpFlag: FlagDeclaration = {
  name: 'help',
  shorthand: 'h',
  type: 'bool',
  default: 'false',
  usage: '',
};
