import { ApiClient, type Query } from './api/api-client.ts';
import { defaultClientConfig } from './config/client-config.ts';
import { Discovery, type ApiResource } from './api/discovery.ts';
import { allFlags, commandName, type CommandPath, type FlagDeclaration } from './command-line/declaration.ts';
import { findCommand } from './command-line/find-command.ts';
import { bareValue } from './command-line/flag-set.ts';
import { currentNamespace } from './config/kubeconfig.ts';
import { kubectl } from './declarations/index.ts';
import { neverCancelled, type Environment } from './environment.ts';

/** What completion may ask of the world. */
export type CompletionWorld = Pick<Environment, 'transport' | 'files' | 'env' | 'workingFolder'>;

/** `files` asks the shell to complete a path. */
export type WordCompletion = readonly string[] | 'files';

const outputs = ['custom-columns=', 'go-template=', 'json', 'jsonpath=', 'name', 'wide', 'yaml'];

/** Values of flags that are known beforehand. */
const flagValues: Readonly<Record<string, readonly string[]>> = {
  output: outputs,
  'dry-run': ['client', 'none', 'server'],
  cascade: ['background', 'foreground', 'orphan'],
  restart: ['Always', 'Never', 'OnFailure'],
  type: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
};

/** Commands whose arguments are names of one resource. */
const namesOf: Readonly<Record<string, string>> = {
  'kubectl logs': 'pods',
  'kubectl exec': 'pods',
  'kubectl attach': 'pods',
  'kubectl port-forward': 'pods',
  'kubectl cordon': 'nodes',
  'kubectl uncordon': 'nodes',
  'kubectl drain': 'nodes',
};

/** Commands whose first argument is a resource type, and the next its objects. */
const takesResources =
  /^kubectl (get|describe|delete|edit|label|annotate|patch|scale|autoscale|expose|explain|wait|taint|set \w+|rollout \w+)$/;

/**
 * How the last of `words` could go on; the words are those behind `kubectl`. Asks the API for what
 * only it knows. Errors complete to nothing.
 */
export async function completeKubectl(
  words: readonly string[],
  world: CompletionWorld,
): Promise<WordCompletion> {
  try {
    return await candidates(words.slice(0, -1), words.at(-1) ?? '', world);
  } catch {
    return [];
  }
}

async function candidates(
  before: readonly string[],
  word: string,
  world: CompletionWorld,
): Promise<WordCompletion> {
  const { path, words } = findCommand(kubectl, before);
  const flags = allFlags(path);
  const given = { string: (name: string) => valueIn(before, flags, name) };
  const lookup = new Lookup(world, given.string('namespace') || currentNamespace(world, given));
  const previous = before.at(-1) ?? '';
  const waiting = flagNamed(flags, previous);
  if (waiting !== undefined && bareValue(waiting) === undefined) return flagValue(waiting, lookup);
  if (word.startsWith('--') && word.includes('=')) {
    const [name = ''] = word.split('=');
    const flag = flagNamed(flags, name);
    const values = flag === undefined ? [] : await flagValue(flag, lookup);
    return values === 'files' ? values : values.map((value) => `${name}=${value}`);
  }
  if (word.startsWith('-')) {
    return flags
      .filter(({ hidden }) => hidden !== true)
      .map((flag) => `--${flag.name}${bareValue(flag) === undefined ? '=' : ''}`);
  }
  const children = path.declaration.commands ?? [];
  if (children.length > 0 && !(path.declaration.runnable ?? false)) return children.map(commandName);
  return argument(path, argumentsIn(words, flags), word, lookup);
}

async function argument(
  path: CommandPath,
  args: readonly string[],
  word: string,
  lookup: Lookup,
): Promise<WordCompletion> {
  const name = [...path.parents, path.declaration].map(commandName).join(' ');
  const only = namesOf[name];
  if (only !== undefined) return args.length === 0 ? lookup.names(only) : [];
  if (!takesResources.test(name)) return [];
  const slash = word.indexOf('/');
  if (slash > 0) {
    const type = word.slice(0, slash);
    return (await lookup.names(type)).map((object) => `${type}/${object}`);
  }
  const [type] = args;
  if (type === undefined) return lookup.types();
  return type.includes('/') || type.includes(',') ? [] : lookup.names(type);
}

async function flagValue(flag: FlagDeclaration, lookup: Lookup): Promise<WordCompletion> {
  if (flag.name === 'namespace') return lookup.names('namespaces');
  if (flag.name === 'filename' || flag.name === 'kustomize' || flag.name === 'kubeconfig') return 'files';
  return flagValues[flag.name] ?? [];
}

function flagNamed(flags: readonly FlagDeclaration[], word: string): FlagDeclaration | undefined {
  if (word.startsWith('--')) return flags.find(({ name }) => name === word.slice(2));
  return /^-[a-zA-Z]$/.test(word) ? flags.find(({ shorthand }) => shorthand === word[1]) : undefined;
}

/** The words that are neither flags nor their values. */
function argumentsIn(words: readonly string[], flags: readonly FlagDeclaration[]): string[] {
  return words.filter((word, index) => {
    if (word.startsWith('-')) return false;
    const flag = flagNamed(flags, words[index - 1] ?? '');
    return flag === undefined || bareValue(flag) !== undefined;
  });
}

/** The value that a flag has been given; empty where it has none. */
function valueIn(words: readonly string[], flags: readonly FlagDeclaration[], name: string): string {
  const flag = flagNamed(flags, `--${name}`);
  const starts = [`--${name}`, ...(flag?.shorthand ? [`-${flag.shorthand}`] : [])];
  for (const [index, word] of words.entries()) {
    if (starts.includes(word)) return words[index + 1] ?? '';
    const start = starts.find((each) => word.startsWith(each));
    if (start !== undefined) return word.slice(start.length).replace(/^=/, '');
  }
  return '';
}

/** What the API server has. */
class Lookup {
  readonly #client: ApiClient;
  readonly #discovery: Discovery;
  readonly #namespace: string;

  constructor(world: CompletionWorld, namespace: string) {
    this.#client = new ApiClient(silentEnvironment(world), defaultClientConfig);
    this.#discovery = new Discovery(this.#client);
    this.#namespace = namespace;
  }

  async types(): Promise<string[]> {
    return (await this.#discovery.preferred())
      .filter(({ verbs }) => verbs.includes('get'))
      .map((resource) => resource.resource)
      .toSorted();
  }

  async names(type: string): Promise<string[]> {
    const resource = await this.#discovery.find(type);
    if (resource === undefined) return [];
    const query: Query = { limit: 500 };
    const list = (await this.#client.request('GET', collectionPath(resource, this.#namespace), {
      query,
    })) as {
      items?: readonly { metadata?: { name?: string } }[];
    };
    return (list.items ?? []).map(({ metadata }) => metadata?.name ?? '');
  }
}

function collectionPath({ group, version, namespaced, resource }: ApiResource, namespace: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}${namespaced ? `/namespaces/${namespace}` : ''}/${resource}`;
}

/** Completion prints nothing and waits for nothing. */
function silentEnvironment(world: CompletionWorld): Environment {
  const nothing = (): void => undefined;
  return {
    ...world,
    signal: neverCancelled,
    now: () => 0,
    sleep: () => Promise.resolve(),
    stdout: nothing,
    stderr: nothing,
    stdin: () => Promise.resolve(''),
    random: () => 0,
  };
}
