import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkControlPlaneFlags } from '../session/control-plane-flags.ts';
import type { ControlPlaneFlags, StaticToken } from '../session/recording.ts';

/** What `podyard serve` was told. */
export interface ServeFlags {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly seed?: string;
  /** Names of the machines; none for a control plane without machines. */
  readonly nodes?: readonly string[];
  readonly speed: number;
  readonly recording?: string;
  readonly kubeconfig?: string;
  readonly controlPlane?: ControlPlaneFlags;
}

/** A flag that makes no sense; the message is for whoever typed it. */
export class FlagsError extends Error {
  override name = 'FlagsError';
}

export const serveUsage = `Usage: podyard serve [flags]

Starts a Kubernetes v1.36 cluster and serves its API, so that kubectl can talk to it.

      --port PORT             Where to listen. 0 takes a free one. (default 7001)
      --host HOST             Listen for other machines too, on this address. The server then speaks https
                              and asks for the token that the kubeconfig holds. (default 127.0.0.1)
      --tls                   Serve https, with a certificate and a token made for this run.
      --seed TEXT             Names all chance: the same seed and requests give the same cluster.
      --nodes NUMBER|NAMES    How many machines, or their names with commas. The first is the control plane;
                              0 is a control plane without machines. (default controlplane,node01,node02)
      --speed FACTOR          Seconds of the cluster in a second of the clock, 0.1 to 100. (default 1)
      --recording FILE        Goes on from this recording if it is there, and saves to it at the end.
      --kubeconfig FILE       Where the kubeconfig is written. (default in the folder for temporary files)

Flags of kube-apiserver:
      --disable-admission-plugins NAMES
      --authorization-mode MODES            AlwaysAllow, or Node,RBAC (default)
      --allocate-node-cidrs=false           (kube-controller-manager's) Nodes get no range for their pods
      --service-cluster-ip-range CIDR       (default 10.96.0.0/12)
      --token-auth-file FILE                Lines of token,user,uid,"group,group"
`;

const text = { type: 'string' } as const;

/** Reads the words behind `podyard serve`; undefined when they ask for help. Throws a FlagsError. */
export function parseServeFlags(words: readonly string[]): ServeFlags | undefined {
  const values = parse(words);
  if (values.help === true) return undefined;
  return {
    host: values.host,
    port: number('port', values.port, 0, 65_535),
    tls: values.tls,
    seed: values.seed,
    nodes: values.nodes === undefined ? undefined : nodeNames(values.nodes),
    speed: number('speed', values.speed, 0.1, 100),
    recording: values.recording,
    kubeconfig: values.kubeconfig,
    controlPlane: controlPlaneFlags(values),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean', short: 'h' },
        host: { ...text, default: '127.0.0.1' },
        port: { ...text, default: '7001' },
        tls: { type: 'boolean', default: false },
        seed: text,
        nodes: text,
        speed: { ...text, default: '1' },
        recording: text,
        kubeconfig: text,
        'allocate-node-cidrs': { ...text, default: 'true' },
        'disable-admission-plugins': text,
        'authorization-mode': text,
        'service-cluster-ip-range': text,
        'token-auth-file': text,
      },
    }).values;
  } catch (error) {
    throw new FlagsError((error as Error).message);
  }
}

function number(flag: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (given.trim() !== '' && value >= least && value <= most) return value;
  throw new FlagsError(`--${flag} must be a number from ${least} to ${most}, not "${given}"`);
}

function truth(flag: string, given: string): boolean {
  if (given === 'true' || given === 'false') return given === 'true';
  throw new FlagsError(`--${flag} must be true or false, not "${given}"`);
}

const mostNodes = 5000;

/** `3` is controlplane, node01, node02. */
function nodeNames(given: string): string[] {
  if (!/^\d+$/.test(given)) return given.split(',');
  const count = number('nodes', given, 0, mostNodes);
  return Array.from({ length: count }, (_, index) =>
    index === 0 ? 'controlplane' : `node${String(index).padStart(2, '0')}`,
  );
}

/** The flags that are not as usual, if there are any. */
function controlPlaneFlags(values: ReturnType<typeof parse>): ControlPlaneFlags | undefined {
  const mode = values['authorization-mode'];
  const allocates = truth('allocate-node-cidrs', values['allocate-node-cidrs']);
  const flags = checkControlPlaneFlags({
    disableAdmissionPlugins: values['disable-admission-plugins']?.split(','),
    authorizationMode: mode === 'Node,RBAC' ? undefined : mode,
    serviceClusterIpRange: values['service-cluster-ip-range'],
    tokens: staticTokens(values['token-auth-file']),
    allocateNodeCidrs: allocates ? undefined : false,
  });
  if (typeof flags === 'string') throw new FlagsError(flags);
  return flags;
}

/** Models k8s.io/apiserver/pkg/authentication/token/tokenfile (v1.36). */
function staticTokens(file: string | undefined): StaticToken[] | undefined {
  if (file === undefined) return undefined;
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split(/\r?\n/);
  } catch (error) {
    throw new FlagsError(`--token-auth-file: ${(error as Error).message}`);
  }
  const users: StaticToken[] = [];
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const columns = [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^",]*))/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    const [token = '', name = '', uid = '', groups = ''] = columns;
    if (columns.length < 3 || token === '')
      throw new FlagsError(`--token-auth-file: a line needs at least a token, a user name and a uid`);
    users.push({ token, name, uid, groups: groups.split(',').filter(Boolean) });
  }
  return users;
}
