import {
  decodeBase64Text,
  sha256,
  type ApiResponse,
  type ConfigMap,
  kubeadmCaFile,
  kubeadmKubeconfig,
  type KubeObject,
  type Secret,
} from '../../../engine/index.ts';
import { readLine } from '../../input.ts';
import {
  complain,
  printLines,
  readOptions,
  type Options,
  type ShellCommand,
  type ShellProcess,
} from '../../command.ts';

type Verb = (process: ShellProcess, options: Options) => number | Promise<number>;

const version = 'v1.36.3';
const kubeletConf = '/etc/kubernetes/kubelet.conf';
const kubeletConfigFile = '/var/lib/kubelet/config.yaml';
const tokenLifeMs = 24 * 3_600_000;

/** Models kubeadm (v1.36) where it lets machines join and leave. */
export const kubeadm: ShellCommand = (process) => {
  const options = readOptions(process.args, [
    'token',
    'discovery-token-ca-cert-hash',
    'node-name',
    'ttl',
    'description',
    'cri-socket',
    'v',
    'ignore-preflight-errors',
  ]);
  const [first = '', second = ''] = options.rest;
  const name = Object.hasOwn(verbs, `${first} ${second}`) ? `${first} ${second}` : first;
  if (!Object.hasOwn(verbs, name)) {
    if (first === '') return complain(process, 'name a command: token, join, reset, version');
    process.stderr(
      `unknown command "${first}" for "kubeadm"\nTo see the stack trace of this error execute with --v=5 or higher\n`,
    );
    return 1;
  }
  return (verbs[name] as Verb)(process, options);
};

const verbs: Readonly<Record<string, Verb>> = {
  version: (process) => {
    process.stdout(`kubeadm version: &version.Info{Major:"1", Minor:"36", GitVersion:"${version}"}\n`);
    return 0;
  },
  'token create': createToken,
  'token list': listTokens,
  join,
  reset,
  init: (process) => {
    process.stderr(
      `error execution phase preflight: [preflight] Some fatal errors occurred:\n\t[ERROR Port-6443]: Port 6443 is in use\n\t[ERROR FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml]: /etc/kubernetes/manifests/kube-apiserver.yaml already exists\n[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\`\nTo see the stack trace of this error execute with --v=5 or higher\n`,
    );
    return 1;
  },
};

async function createToken(process: ShellProcess, options: Options): Promise<number> {
  if (!process.files.exists('/etc/kubernetes/admin.conf')) return noAdmin(process);
  const token = options.rest[2] ?? newToken(process);
  const [id = '', secret = ''] = token.split('.');
  if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) {
    process.stderr(
      `the bootstrap token "${token}" was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"\nTo see the stack trace of this error execute with --v=5 or higher\n`,
    );
    return 1;
  }
  const response = await send(process, 'POST', '/api/v1/namespaces/kube-system/secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
    stringData: {
      'token-id': id,
      'token-secret': secret,
      expiration: new Date(process.host.now() + tokenLifeMs).toISOString().replace(/\.\d+/, ''),
      'usage-bootstrap-authentication': 'true',
      'usage-bootstrap-signing': 'true',
      'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
    },
  });
  if (response.status >= 400) return failed(process, messageOf(response));
  process.stdout(
    options.has('print-join-command')
      ? `kubeadm join ${await serverOf(process)} --token ${token} --discovery-token-ca-cert-hash ${hashOf(process.files.read(kubeadmCaFile) ?? '')} \n`
      : `${token}\n`,
  );
  return 0;
}

async function listTokens(process: ShellProcess): Promise<number> {
  if (!process.files.exists('/etc/kubernetes/admin.conf')) return noAdmin(process);
  const path = '/api/v1/namespaces/kube-system/secrets?fieldSelector=type%3Dbootstrap.kubernetes.io%2Ftoken';
  const { items } = (await send(process, 'GET', path)).body as { items: readonly Secret[] };
  const rows = items.map(({ data }) => {
    const value = (name: string): string => decodeBase64Text(data?.[name] ?? '');
    const leftMs = Date.parse(value('expiration')) - process.host.now();
    return [
      `${value('token-id')}.${value('token-secret')}`,
      `${Math.max(0, Math.floor(leftMs / 3_600_000))}h`,
      value('expiration'),
      'authentication,signing',
      '<none>',
      value('auth-extra-groups'),
    ];
  });
  const table = [['TOKEN', 'TTL', 'EXPIRES', 'USAGES', 'DESCRIPTION', 'EXTRA GROUPS'], ...rows];
  const widths = table[0]!.map(
    (_title, column) => Math.max(...table.map((row) => (row[column] ?? '').length)) + 3,
  );
  printLines(
    process,
    table.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('')
        .trimEnd(),
    ),
  );
  return 0;
}

async function join(process: ShellProcess, options: Options): Promise<number> {
  const { files, stdout } = process;
  const server = options.rest[1];
  const token = options.value('token');
  const hash = options.value('discovery-token-ca-cert-hash');
  if (server === undefined || token === undefined)
    return failed(process, 'discovery: Invalid value: "": bootstrapToken or file must be set');
  stdout('[preflight] Running pre-flight checks\n');
  const problems = [kubeletConf, kubeadmCaFile]
    .filter((path) => files.exists(path))
    .map((path) => `[ERROR FileAvailable-${path.replaceAll('/', '-')}]: ${path} already exists`);
  if (problems.length > 0) return failedPreflight(process, problems);
  const [id = ''] = token.split('.');
  const identity = `error execution phase preflight: couldn't validate the identity of the API Server: `;
  if (server !== (await serverOf(process)))
    return failed(
      process,
      `${identity}failed to request the cluster-info ConfigMap: Get "https://${server}/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s": dial tcp ${server}: connect: connection refused`,
    );
  if (!(await isTokenGood(process, token)))
    return failed(
      process,
      `${identity}could not find a JWS signature in the cluster-info ConfigMap for token ID "${id}"`,
    );
  const ca = (await configMap(process, 'kube-system', 'kube-root-ca.crt'))['ca.crt'] ?? '';
  if (hash === undefined && !options.has('discovery-token-unsafe-skip-ca-verification'))
    return failed(
      process,
      'discovery.bootstrapToken: Invalid value: "": using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to continue',
    );
  if (hash !== undefined && hash !== hashOf(ca))
    return failed(
      process,
      `${identity}cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "${hashOf(ca)}" are pinned`,
    );
  const config = (await configMap(process, 'kube-system', 'kubelet-config'))['kubelet'] ?? '';
  printLines(process, [
    '[preflight] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...',
    `[preflight] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.`,
    `[kubelet-start] Writing kubelet configuration to file "${kubeletConfigFile}"`,
    '[kubelet-start] Writing kubelet environment file with flags to file "/var/lib/kubelet/kubeadm-flags.env"',
    '[kubelet-start] Starting the kubelet',
    '[kubelet-check] Waiting for a healthy kubelet at http://127.0.0.1:10248/healthz. This can take up to 4m0s',
  ]);
  const now = process.host.now();
  files.write(kubeadmCaFile, ca, now);
  files.write(kubeletConfigFile, config, now);
  files.write('/var/lib/kubelet/kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS=""\n', now);
  files.write(
    kubeletConf,
    kubeadmKubeconfig(`https://${server}`, `system:node:${process.state.machine}`),
    now,
  );
  files.makeFolder('/etc/kubernetes/manifests');
  const { services } = process.host.machines().get(process.state.machine) ?? {};
  services?.act('enable', 'kubelet');
  services?.act('restart', 'kubelet');
  await process.host.sleep(healthyMs);
  printLines(process, [
    `[kubelet-check] The kubelet is healthy after ${healthyMs}ms`,
    '[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap',
    '',
    'This node has joined the cluster:',
    '* Certificate signing request was sent to apiserver and a response was received.',
    '* The Kubelet was informed of the new secure connection details.',
    '',
    "Run 'kubectl get nodes' on the control-plane to see this node join the cluster.",
    '',
  ]);
  return 0;
}

const healthyMs = 501;

async function reset(process: ShellProcess, options: Options): Promise<number> {
  const { files, stdout } = process;
  if (!options.has('f', 'force')) {
    process.stdout(
      "[reset] WARNING: Changes made to this host by 'kubeadm init' or 'kubeadm join' will be reverted.\n[reset] Are you sure you want to proceed? [y/N]: ",
    );
    const answer = await readLine(process.stdin);
    if (answer?.trim().toLowerCase() !== 'y')
      return failed(process, 'error execution phase preflight: aborted reset operation');
  }
  const { services, containers } = process.host.machines().get(process.state.machine) ?? {};
  stdout('[preflight] Running pre-flight checks\n[reset] Stopping the kubelet service\n');
  services?.act('stop', 'kubelet');
  stdout('[reset] Unmounting mounted directories in "/var/lib/kubelet"\n');
  for (const { id } of containers?.view().sandboxes ?? []) containers?.act('rmp', id);
  const folders = ['/etc/kubernetes/manifests', '/var/lib/kubelet', '/etc/kubernetes/pki'];
  stdout(`[reset] Deleting contents of directories: [${folders.join(' ')}]\n`);
  for (const folder of folders) empty(process, folder);
  const confs = [
    'admin.conf',
    'super-admin.conf',
    'kubelet.conf',
    'bootstrap-kubelet.conf',
    'controller-manager.conf',
    'scheduler.conf',
  ].map((name) => `/etc/kubernetes/${name}`);
  stdout(`[reset] Deleting files: [${confs.join(' ')}]\n`);
  for (const path of confs) files.remove(path);
  stdout(
    '\nThe reset process does not perform cleanup of CNI plugin configuration,\nnetwork filtering rules and kubeconfig files.\n\nFor information on how to perform this cleanup manually, please see:\n    https://k8s.io/docs/reference/setup-tools/kubeadm/kubeadm-reset/\n\n',
  );
  return 0;
}

function empty(process: ShellProcess, folder: string): void {
  for (const entry of process.files.list(folder) ?? []) {
    const path = `${folder}/${entry.name}`;
    if (entry.folder) empty(process, path);
    process.files.remove(path);
  }
}

async function isTokenGood(process: ShellProcess, token: string): Promise<boolean> {
  const [id = '', secret = ''] = token.split('.');
  const path = `/api/v1/namespaces/kube-system/secrets/bootstrap-token-${encodeURIComponent(id)}`;
  const response = await send(process, 'GET', path);
  if (response.status >= 400) return false;
  const { data } = response.body as Secret;
  const value = (name: string): string => decodeBase64Text(data?.[name] ?? '');
  return value('token-secret') === secret && Date.parse(value('expiration')) > process.host.now();
}

/** `172.30.1.2:6443`, as the cluster tells everybody. */
async function serverOf(process: ShellProcess): Promise<string> {
  const { kubeconfig: text = '' } = await configMap(process, 'kube-public', 'cluster-info');
  return /server: https:\/\/(\S+)/.exec(text)?.[1] ?? '';
}

async function configMap(
  process: ShellProcess,
  namespace: string,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const response = await send(process, 'GET', `/api/v1/namespaces/${namespace}/configmaps/${name}`);
  return response.status >= 400 ? {} : ((response.body as ConfigMap).data ?? {});
}

function send({ host }: ShellProcess, method: string, path: string, body?: object): Promise<ApiResponse> {
  return host.transport.send({
    method,
    path,
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body }),
  });
}

function messageOf({ body }: ApiResponse): string {
  return (body as KubeObject & { message?: string }).message ?? 'unknown';
}

function newToken({ host }: ShellProcess): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const text = (length: number): string =>
    Array.from({ length }, () => letters[Math.floor(host.random() * letters.length)]).join('');
  return `${text(6)}.${text(16)}`;
}

function hashOf(ca: string): string {
  const bytes = sha256(ca);
  return `sha256:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function failed(process: ShellProcess, message: string): number {
  process.stderr(`${message}\nTo see the stack trace of this error execute with --v=5 or higher\n`);
  return 1;
}

function failedPreflight(process: ShellProcess, problems: readonly string[]): number {
  return failed(
    process,
    `error execution phase preflight: [preflight] Some fatal errors occurred:\n${problems.map((problem) => `\t${problem}\n`).join('')}[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\``,
  );
}

function noAdmin(process: ShellProcess): number {
  return failed(
    process,
    'failed to load admin kubeconfig: open /root/.kube/config: no such file or directory',
  );
}
