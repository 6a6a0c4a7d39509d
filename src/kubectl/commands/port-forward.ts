import { goQuote, resourcePath, type Pod } from '../../engine/index.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, nameOf, numberAt, textAt, type AnyObject } from '../api/object.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { attachablePod, podNamed } from '../pods/attachable-pod.ts';

/** `kubectl port-forward`. Simplified: what is forwarded are GETs, through the pod's proxy. Models kubectl/pkg/cmd/portforward (v1.36). */
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
  await forward(
    context,
    pod,
    args.slice(1).map((word) => portsOf(word, object)),
  );
}

interface Forwarded {
  /** 0: whichever is free. */
  readonly local: number;
  readonly remote: number;
  /** What the word names, a service's own port too. */
  readonly shown: number;
}

/** `8080:80`, `80`, `:80`; a service's port leads to its target's. */
function portsOf(word: string, object: AnyObject): Forwarded {
  const [first = '', second] = word.split(':');
  const shown = Number(second ?? first);
  const local = second === undefined ? shown : first === '' ? 0 : Number(first);
  const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port < 65_536;
  if (!isPort(local) || !isPort(shown) || shown === 0)
    throw new CommandError(
      `error parsing local port ${goQuote(first)}: strconv.ParseUint: parsing ${goQuote(first)}: invalid syntax`,
    );
  const port = listAt(object, 'spec', 'ports').find((each) => numberAt(each, 'port') === shown);
  const target = textAt(object, 'kind') === 'Service' ? numberAt(port, 'targetPort') : 0;
  return { local, remote: target || shown, shown };
}

/** Serves on this machine until somebody ends it. */
async function forward(context: Context, pod: Pod, ports: readonly Forwarded[]): Promise<void> {
  const { client, environment, flags } = context;
  if (environment.listen === undefined) throw new CommandError('there is no network here to listen on');
  const { namespace = '', name } = pod.metadata;
  const [address = 'localhost'] = flags.list('address');
  const shownAddress = address === 'localhost' ? '127.0.0.1' : address;
  const servers: { close(): void }[] = [];
  for (const { local, remote } of ports) {
    const path = resourcePath(pods, { namespace, name: `${name}:${remote}`, subresource: 'proxy' });
    const server = await environment
      .listen(shownAddress, local, async (request) => {
        context.out(`Handling connection for ${server.port}\n`);
        return client.send(request.method, `${path}${request.path}`, { accept: '*/*' });
      })
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CommandError(
          `unable to listen on any of the requested ports: [{${local} ${remote}}]: ${reason}`,
        );
      });
    servers.push(server);
    context.out(`Forwarding from ${shownAddress}:${server.port} -> ${remote}\n`);
    if (address === 'localhost') context.out(`Forwarding from [::1]:${server.port} -> ${remote}\n`);
  }
  await new Promise<void>((done) => {
    environment.signal.onCancel(done);
  });
  for (const server of servers) server.close();
}
