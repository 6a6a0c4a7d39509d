import type { Context } from '../context.ts';
import { absolutePath } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { attachablePod } from '../pods/attachable-pod.ts';
import { converse } from '../pods/conversation.ts';
import { chosenContainer } from './logs.ts';

/**
 * `kubectl cp`. Simplified: texts go through `cat` in the container, where kubectl takes `tar`.
 * Models kubectl/pkg/cmd/cp (v1.36).
 */
export async function copy(context: Context): Promise<number> {
  const { args, environment } = context;
  if (args.length !== 2) throw new CommandError('source and destination are required');
  const [from, to] = args.map(placeOf) as [Place, Place];
  if (from.pod !== '' && to.pod !== '')
    throw new CommandError('one of src or dest must be a local file specification');
  if (from.file === '' || to.file === '') throw new CommandError('filepath can not be empty');
  if (from.pod === '' && to.pod === '')
    throw new CommandError('one of src or dest must be a remote file specification');
  if (to.pod !== '' && !environment.files.exists(absolutePath(environment, from.file)))
    throw new CommandError(`${from.file} doesn't exist in local filesystem`);
  return to.pod === '' ? download(context, from, to.file) : upload(context, from.file, to);
}

async function download(context: Context, from: Place, to: string): Promise<number> {
  const { environment } = context;
  const [code, text] = await inside(context, from.pod, ['cat', from.file]);
  const relative = from.file.replace(/^\/+/, '');
  if (code !== 0) {
    context.err(`tar: ${relative}: Cannot stat: No such file or directory\n`);
    context.err('tar: Exiting with failure status due to previous errors\n');
    throw new CommandError(`${from.file} no such file or directory`);
  }
  if (relative !== from.file) context.err("tar: Removing leading `/' from member names\n");
  const path = absolutePath(environment, to);
  const target = environment.files.isFolder(path) ? `${path}/${baseName(from.file)}` : path;
  const problem = environment.files.write(target, text, environment.now());
  if (problem !== undefined) throw new CommandError(problem);
  return 0;
}

async function upload(context: Context, from: string, to: Place): Promise<number> {
  const { environment } = context;
  const source = absolutePath(environment, from);
  const target = to.file.endsWith('/') ? `${to.file}${baseName(source)}` : to.file;
  if (!environment.files.isFolder(source)) {
    const text = environment.files.read(source) ?? '';
    const [code] = await inside(context, to.pod, ['sh', '-c', `cat > '${target}'`], text);
    return code;
  }
  await inside(context, to.pod, ['mkdir', '-p', target]);
  for (const { name } of environment.files.list(source) ?? []) {
    const code = await upload(context, `${source}/${name}`, { ...to, file: `${target}/${name}` });
    if (code !== 0) return code;
  }
  return 0;
}

/** Runs a command in a pod; answers its exit code and what it printed. */
async function inside(
  context: Context,
  pod: string,
  command: readonly string[],
  input?: string,
): Promise<[code: number, output: string]> {
  const [namespace, name] = pod.includes('/') ? (pod.split('/') as [string, string]) : [undefined, pod];
  const found = await attachablePod(context, [name], namespace);
  let output = '';
  const code = await converse(
    context,
    {
      namespace: found.pod.metadata.namespace ?? '',
      name: found.pod.metadata.name,
      container: chosenContainer(context, found.pod, context.flags.string('container'), true),
      subresource: 'exec',
      command,
      withInput: input !== undefined,
      tty: false,
    },
    { out: (text) => (output += text), err: () => undefined, input },
  );
  return [code, output];
}

function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

interface Place {
  readonly pod: string;
  readonly file: string;
}

function placeOf(word: string): Place {
  const colon = word.indexOf(':');
  if (colon < 0) return { pod: '', file: word };
  const pod = word.slice(0, colon);
  if (colon === 0 || pod.split('/').length > 2) {
    throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  }
  return { pod, file: word.slice(colon + 1) };
}
