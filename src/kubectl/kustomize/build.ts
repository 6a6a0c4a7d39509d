import { absolutePath, type Environment } from '../environment.ts';
import { CommandError } from '../errors.ts';
import type { AnyObject } from '../api/object.ts';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The objects that a kustomization makes. */
export function buildKustomization(environment: Environment, folder: string): AnyObject[] {
  const path = absolutePath(environment, folder);
  if (!environment.files.isFolder(path)) {
    throw new CommandError(
      `must build at directory: not a valid directory: evalsymlink failure on '${folder}' : lstat ${folder}: no such file or directory`,
    );
  }
  const name = fileNames.find((each) => environment.files.exists(`${path}/${each}`));
  if (name === undefined) {
    throw new CommandError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
    );
  }
  // Simplified: a kustomization that is there is not built yet.
  throw new CommandError('kustomizations cannot be built here');
}
