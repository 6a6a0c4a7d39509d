import { absolutePath, type Environment } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { compareStrings } from '../go/sort.ts';

/** Something that objects are read from. */
export interface ObjectSource {
  /** As errors name it: the path as typed, or `STDIN`. */
  readonly name: string;
  read(): Promise<string> | string;
  /** A folder that holds a kustomization instead of objects. */
  readonly kustomization?: string;
}

export interface FileOptions {
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
}

const extensions = ['.json', '.yaml', '.yml'];

/** The files that `-f`, `-R` and `-k` name. */
export function fileSources(
  environment: Environment,
  options: FileOptions,
): { sources: ObjectSource[]; errors: Error[]; singleItemImplied: boolean } {
  const sources: ObjectSource[] = [];
  const errors: Error[] = [];
  const { filenames = [], kustomize = '', recursive = false } = options;
  if (filenames.length > 0 && kustomize !== '') {
    return {
      sources,
      errors: [new CommandError('only one of -f or -k can be specified')],
      singleItemImplied: false,
    };
  }
  if (kustomize !== '' && recursive) {
    return {
      sources,
      errors: [new CommandError("the -k flag can't be used with -f or -R")],
      singleItemImplied: false,
    };
  }
  let several = false;
  for (const filename of filenames) {
    if (filename === '-') {
      several = true;
      sources.push({ name: 'STDIN', read: () => environment.stdin() });
      continue;
    }
    if (/^https?:\/\//.test(filename)) {
      errors.push(
        new CommandError(`unable to read URL "${filename}", server reported 404 Not Found, status code=404`),
      );
      continue;
    }
    const path = absolutePath(environment, filename);
    if (!environment.files.exists(path)) {
      errors.push(new CommandError(`the path "${filename}" does not exist`));
      continue;
    }
    const names = environment.files.isFolder(path)
      ? filesBelow(environment, filename, recursive)
      : [filename];
    if (names.length !== 1) several = true;
    if (names.length === 0) {
      errors.push(
        new CommandError(
          `error reading [${filename}]: recognized file extensions are [${extensions.join(' ')}]`,
        ),
      );
    }
    for (const name of names) {
      sources.push({ name, read: () => environment.files.read(absolutePath(environment, name)) ?? '' });
    }
  }
  if (kustomize !== '') sources.push({ name: kustomize, read: () => '', kustomization: kustomize });
  return { sources, errors, singleItemImplied: !several && sources.length === 1 };
}

function filesBelow(environment: Environment, folder: string, recursive: boolean): string[] {
  const found: string[] = [];
  const entries = [...(environment.files.list(absolutePath(environment, folder)) ?? [])];
  for (const entry of entries.sort((a, b) => compareStrings(a.name, b.name))) {
    const path = `${folder.replace(/\/$/, '')}/${entry.name}`;
    if (entry.folder) {
      if (recursive) found.push(...filesBelow(environment, path, recursive));
    } else if (extensions.some((extension) => entry.name.endsWith(extension))) {
      found.push(path);
    }
  }
  return found;
}
