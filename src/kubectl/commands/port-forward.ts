import { resourcePath } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, nameOf, numberAt, textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { absolutePath } from '../environment.ts';
import { attachablePod, podNamed } from '../pods/attachable-pod.ts';

/** `kubectl port-forward`. Simplified: says what is wrong, but forwards nothing. Models kubectl/pkg/cmd/portforward (v1.36). */
export async function portForward(context: Context): Promise<void> {
  const { args } = context;
  if (args.length < 2) throw context.usageError('TYPE/NAME and list of ports are required for port-forward');
  const { object, pod } = await attachablePod(context, [args[0] as string]);
  if (textAt(object, 'kind') === 'Service') {
    for (const word of args.slice(1)) {
      const port = Number(word.split(':').at(-1));
      if (
        Number.isInteger(port) &&
        !listAt(object, 'spec', 'ports').some((each) => numberAt(each, 'port') === port)
      )
        throw new CommandError(`Service ${nameOf(object)} does not have a service port ${port}`);
    }
  }
  const { namespace = '', name } = pod.metadata;
  const phase = (await podNamed(context, namespace, name)).status?.phase;
  if (phase !== 'Running') {
    throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
  }
  await context.client.request(
    'POST',
    resourcePath(pods, { namespace, name, subresource: 'portforward' }),
    {},
  );
}

/** `kubectl cp`. Simplified: says what is wrong, but copies nothing. Models kubectl/pkg/cmd/cp (v1.36). */
export function copy(context: Context): void {
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
  throw new CommandError('copying files to and from containers is not simulated');
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
