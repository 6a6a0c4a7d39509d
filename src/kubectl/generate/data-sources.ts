import { goQuote, isConfigMapKey, isEnvVarName, sha256 } from '../../engine/index.ts';
import { absolutePath, type Environment } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { marshalJson } from '../go/json.ts';

/** Where the data of a ConfigMap or a Secret comes from. */
export interface DataSources {
  /** `PATH` or `KEY=PATH`. */
  readonly files: readonly string[];
  /** `KEY=VALUE`. */
  readonly literals: readonly string[];
  readonly envFiles: readonly string[];
}

/** Keys and values. `taken` words the refusal of a key that comes twice. */
export function dataFrom(
  environment: Environment,
  { files, literals, envFiles }: DataSources,
  taken: (key: string) => string,
  binary = new Map<string, string>(),
): Map<string, string> {
  const data = new Map<string, string>();
  const add = (key: string, value: string, isBinary = false): void => {
    const errors = isConfigMapKey(key);
    if (errors.length > 0) {
      throw new CommandError(`${goQuote(key)} is not a valid key name for a ConfigMap: ${errors.join(',')}`);
    }
    if (data.has(key) || binary.has(key)) throw new CommandError(taken(key));
    (isBinary ? binary : data).set(key, value);
  };
  for (const source of files) addFile(environment, source, add);
  for (const source of literals) {
    const equals = source.indexOf('=');
    if (equals <= 0) throw new CommandError(`invalid literal source ${source}, expected key=value`);
    add(source.slice(0, equals), unquoted(source.slice(equals + 1)));
  }
  for (const file of envFiles) {
    const text = environment.files.read(absolutePath(environment, file));
    if (text === undefined) throw new CommandError(`error reading ${file}: no such file or directory`);
    for (const line of text.split('\n')) {
      const trimmed = line.trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const equals = trimmed.indexOf('=');
      const key = equals < 0 ? trimmed : trimmed.slice(0, equals);
      const errors = isEnvVarName(key);
      if (errors.length > 0)
        throw new CommandError(`${goQuote(key)} is not a valid key name: ${errors.join(';')}`);
      add(key, equals < 0 ? (environment.env.get(key) ?? '') : trimmed.slice(equals + 1));
    }
  }
  return data;
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

type Add = (key: string, value: string, isBinary?: boolean) => void;

/** What is in a file, under a key: text, or the base64 of what is none. */
function addContent(environment: Environment, path: string, key: string, add: Add): void {
  const encoded = environment.binary?.(path);
  if (encoded === undefined) add(key, environment.files.read(path) ?? '');
  else add(key, encoded, true);
}

function addFile(environment: Environment, source: string, add: Add): void {
  const parts = source.split('=');
  if (parts.length > 2) throw new CommandError("key names or file paths cannot contain '='");
  const [first = '', second] = parts;
  if (second !== undefined && first === '')
    throw new CommandError(`key name for file path ${second} missing`);
  if (second === '') throw new CommandError(`file path for key name ${first} missing`);
  const file = second ?? first;
  const path = absolutePath(environment, file);
  if (!environment.files.exists(path))
    throw new CommandError(`error reading ${file}: no such file or directory`);
  if (!environment.files.isFolder(path)) {
    addContent(environment, path, second === undefined ? (file.split('/').at(-1) as string) : first, add);
    return;
  }
  if (second !== undefined) throw new CommandError('cannot give a key name for a directory path');
  for (const entry of environment.files.list(path) ?? []) {
    if (!entry.folder) addContent(environment, `${path}/${entry.name}`, entry.name, add);
  }
}

/** Ten characters that tell what is in a ConfigMap or a Secret. Models kubectl/pkg/util/hash (v1.36). */
export function contentHash(content: object): string {
  const replaced: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  const bytes = sha256(marshalJson(content)).slice(0, 5);
  return bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/[013ae]/g, (char) => replaced[char] ?? char);
}
