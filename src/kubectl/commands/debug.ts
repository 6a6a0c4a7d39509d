import { applyStrategicMergePatch, deepCopy, goQuote, resourcePath, type Pod } from '../../engine/index.ts';
import { readYamlValue } from '../api/documents.ts';
import { pods } from '../api/known-resources.ts';
import { listAt, mapAt, nameOf, namespaceOf, textAt, type AnyObject } from '../api/object.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { patchTypes } from '../api/writer.ts';
import type { Context } from '../context.ts';
import { absolutePath } from '../environment.ts';
import { asError, CommandError } from '../errors.ts';
import { isImageReference } from '../generate/pod.ts';
import { at, isMap } from '../go/values.ts';
import { twoWayPatch } from '../patch/three-way.ts';
import { profiles, type DebugStyle, type KeptParts } from '../pods/debug-profiles.ts';
import { attachTo } from './attach.ts';

/** A pod with the container in which to debug; empty where none was asked for. */
interface Debugged {
  readonly pod: AnyObject;
  readonly container: string;
}

const podStruct = 'ApiCoreV1Pod';
const containerStruct = 'ApiCoreV1Container';
const pollMs = 250;

/** `kubectl debug`. Models kubectl/pkg/cmd/debug.DebugOptions (v1.36). */
export async function debug(context: Context): Promise<number> {
  const { flags } = context;
  const options = new DebugOptions(context);
  options.validate();
  const set = await ResourceSet.open(context, {
    args: options.targets.map((name) => (name.includes('/') ? name : `pods/${name}`)),
    filenames: flags.list('filename'),
    namespace: context.namespace,
    latest: flags.list('filename').length === 0,
    flatten: true,
  });
  let code = 0;
  await set.visit(async (info) => {
    const object = info.object as AnyObject;
    const { pod, container } = await options.visit(object, textAt(object, 'kind'));
    if (options.attaches && container !== '') code = await attach(context, pod, container);
  });
  return code;
}

class DebugOptions {
  readonly targets: readonly string[];
  readonly #args: readonly string[];
  readonly #context: Context;

  constructor(context: Context) {
    const { args, flags } = context;
    const dash = flags.argumentsBeforeDash;
    this.#context = context;
    this.targets = dash < 0 ? args : args.slice(0, dash);
    this.#args = dash < 0 ? [] : args.slice(dash);
  }

  get attaches(): boolean {
    const { flags } = this.#context;
    return flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
  }

  validate(): void {
    const { flags } = this.#context;
    const image = flags.string('image');
    const container = flags.string('container');
    const images = flags.map('set-image');
    const refuse = (wrong: boolean, sentence: string): void => {
      if (wrong) throw new CommandError(sentence);
    };
    refuse(profiles[flags.string('profile')] === undefined, `unknown profile: ${flags.string('profile')}`);
    refuse(
      flags.changed('attach') && flags.bool('attach') && image === '' && container === '',
      'you must specify --container or create a new container using --image in order to attach.',
    );
    if (flags.string('copy-to') !== '') {
      refuse(
        image === '' && images.size === 0 && this.#args.length === 0,
        'you must specify --image, --set-image or command arguments.',
      );
      refuse(
        this.#args.length > 0 && container === '' && image === '',
        'you must specify an existing container or a new image when specifying args.',
      );
    } else {
      refuse(flags.bool('replace'), '--replace may only be used with --copy-to.');
      refuse(flags.bool('same-node'), '--same-node may only be used with --copy-to.');
      refuse(images.size > 0, '--set-image may only be used with --copy-to.');
      refuse(image === '', 'you must specify --image when not using --copy-to.');
    }
    const format = 'invalid reference format';
    refuse(image !== '' && !isImageReference(image), `invalid image name ${goQuote(image)}: ${format}`);
    refuse(
      this.targets.length === 0 && flags.list('filename').length === 0,
      'NAME or filename is required for debug',
    );
    const policy = flags.string('image-pull-policy');
    refuse(!['', 'Always', 'IfNotPresent', 'Never'].includes(policy), `invalid image pull policy: ${policy}`);
    for (const [name, other] of images)
      refuse(
        !isImageReference(other),
        `invalid image name ${goQuote(other)} for container ${goQuote(name)}: ${format}`,
      );
    const target = flags.string('target');
    refuse(
      target !== '' && flags.string('copy-to') !== '',
      '--target is incompatible with --copy-to. Use --share-processes instead.',
    );
    if (target !== '' && !flags.bool('quiet'))
      this.#context.out(
        `Targeting container ${goQuote(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      );
    refuse(
      flags.bool('tty') && !flags.bool('stdin'),
      '-i/--stdin is required for containers with -t/--tty=true',
    );
    this.#custom();
    if (flags.string('profile') === 'legacy')
      this.#context.err(
        '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n',
      );
  }

  visit(object: AnyObject, kind: string): Promise<Debugged> {
    const isCopy = this.#context.flags.string('copy-to') !== '';
    if (kind === 'Node') return this.#onNode(object);
    if (kind === 'Pod') return isCopy ? this.#byCopy(object) : this.#inPod(object);
    const [group, version] = textAt(object, 'apiVersion').includes('/')
      ? textAt(object, 'apiVersion').split('/')
      : ['', textAt(object, 'apiVersion')];
    throw new CommandError(`"${group}/${version}, Kind=${kind}" not supported by debug`);
  }

  async #inPod(pod: AnyObject): Promise<Debugged> {
    const { client, flags } = this.#context;
    const name = this.#containerName(pod);
    const changed = deepCopy<AnyObject>(pod);
    const spec = changed['spec'] as AnyObject;
    const target = flags.string('target');
    const container = { ...this.#newContainer(name), ...(target && { targetContainerName: target }) };
    spec['ephemeralContainers'] = [...listAt(spec, 'ephemeralContainers'), container];
    this.#finish(changed, container, 'ephemeral');
    this.#warnOfUser(container, changed);
    const where = { namespace: namespaceOf(pod), name: nameOf(pod) };
    const answer = await client.request(
      'PATCH',
      resourcePath(pods, { ...where, subresource: 'ephemeralcontainers' }),
      { body: twoWayPatch(pod, changed, podStruct), contentType: patchTypes.strategic },
    );
    return { pod: answer as AnyObject, container: name };
  }

  async #onNode(node: AnyObject): Promise<Debugged> {
    const { client, flags, environment, namespace } = this.#context;
    const container = this.#newContainer(flags.string('container') || 'debugger');
    const name = `node-debugger-${nameOf(node)}-${randomSuffix(environment)}`;
    if (!flags.bool('quiet'))
      this.#context.out(
        `Creating debugging pod ${name} with container ${String(container['name'])} on node ${nameOf(node)}.\n`,
      );
    const pod: AnyObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
      spec: {
        containers: [container],
        nodeName: nameOf(node),
        restartPolicy: 'Never',
        tolerations: [{ operator: 'Exists' }],
      },
    };
    this.#finish(pod, container, 'node');
    const created = await client.request('POST', resourcePath(pods, { namespace }), { body: pod });
    return { pod: created as AnyObject, container: String(container['name']) };
  }

  async #byCopy(original: AnyObject): Promise<Debugged> {
    const { client, flags } = this.#context;
    const namespace = namespaceOf(original);
    const { labels, annotations } = mapAt(original, 'metadata');
    const metadata = { name: flags.string('copy-to'), namespace, labels, annotations };
    const copy = deepCopy<AnyObject>({ apiVersion: 'v1', kind: 'Pod', metadata, spec: original['spec'] });
    const spec = copy['spec'] as AnyObject;
    delete spec['ephemeralContainers'];
    if (flags.changed('share-processes')) spec['shareProcessNamespace'] = flags.bool('share-processes');
    if (!flags.bool('same-node')) delete spec['nodeName'];
    const containers = listAt(spec, 'containers') as AnyObject[];
    const images = flags.map('set-image');
    for (const each of containers)
      each['image'] = images.get(String(each['name'])) ?? images.get('*') ?? each['image'];
    const container = this.#containerOfCopy(copy, containers);
    if (container !== undefined) {
      this.#change(container);
      this.#finish(copy, container, 'copy');
      this.#warnOfUser(container, copy);
    }
    const created = await client.request('POST', resourcePath(pods, { namespace }), { body: copy });
    if (flags.bool('replace'))
      await client.request('DELETE', resourcePath(pods, { namespace, name: nameOf(original) }), {
        body: { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 },
      });
    return { pod: created as AnyObject, container: textAt(container, 'name') };
  }

  /** The container that is changed, or a new one; undefined where images alone change. */
  #containerOfCopy(copy: AnyObject, containers: AnyObject[]): AnyObject | undefined {
    const { flags } = this.#context;
    const asked = flags.string('container');
    const known = containersOf(copy).find((each) => each['name'] === asked);
    if (known !== undefined) return known;
    if (flags.string('image') === '') {
      if (flags.map('set-image').size > 0) return undefined;
      throw new CommandError('you must specify image when creating new container');
    }
    const added: AnyObject = { name: this.#containerName(copy), terminationMessagePolicy: 'File' };
    containers.push(added);
    return added;
  }

  #change(container: AnyObject): void {
    const { flags } = this.#context;
    if (this.#args.length > 0) {
      if (flags.bool('arguments-only')) container['args'] = [...this.#args];
      else {
        container['command'] = [...this.#args];
        delete container['args'];
      }
    }
    if (this.#env.length > 0) container['env'] = this.#env;
    if (flags.string('image') !== '') container['image'] = flags.string('image');
    if (flags.string('image-pull-policy') !== '')
      container['imagePullPolicy'] = flags.string('image-pull-policy');
    container['stdin'] = flags.bool('stdin') || undefined;
    container['tty'] = flags.bool('tty') || undefined;
  }

  #newContainer(name: string): AnyObject {
    const container: AnyObject = { name, terminationMessagePolicy: 'File' };
    this.#change(container);
    return container;
  }

  get #env(): AnyObject[] {
    return Array.from(this.#context.flags.map('env'), ([name, value]) => ({ name, value }));
  }

  /** What the profile and the user's own part of one make of it. */
  #finish(pod: AnyObject, container: AnyObject, style: DebugStyle): void {
    const { flags } = this.#context;
    const keeps = (part: string): boolean => flags.bool(`keep-${part}`);
    const kept: KeptParts = {
      labels: keeps('labels'),
      annotations: keeps('annotations'),
      liveness: keeps('liveness'),
      readiness: keeps('readiness'),
      startup: keeps('startup'),
      initContainers: keeps('init-containers'),
    };
    profiles[flags.string('profile')]?.(pod, container, style, kept);
    const custom = this.#custom();
    if (custom === undefined) return;
    Object.assign(
      container,
      applyStrategicMergePatch(container, { ...custom, name: container['name'] }, containerStruct),
    );
  }

  #custom(): AnyObject | undefined {
    const { flags, environment } = this.#context;
    const file = flags.string('custom');
    if (file === '') return undefined;
    const text = environment.files.read(absolutePath(environment, file));
    if (text === undefined)
      throw new CommandError(
        `must pass a container spec json file for custom profile: open ${file}: no such file or directory`,
      );
    let custom: unknown;
    try {
      custom = readYamlValue(text);
    } catch (error) {
      throw new CommandError(`${file} does not contain a valid container spec: ${asError(error).message}`);
    }
    if (!isMap(custom)) throw new CommandError(`${file} does not contain a valid container spec`);
    if (['name', 'command', 'image', 'lifecycle', 'volumeDevices'].some((name) => custom[name] !== undefined))
      throw new CommandError(
        'name, command, image, lifecycle and volume devices are not modifiable via custom profile',
      );
    return custom;
  }

  #containerName(pod: AnyObject): string {
    const { flags, environment } = this.#context;
    if (flags.string('container') !== '') return flags.string('container');
    const taken = new Set(containersOf(pod).map((container) => container['name']));
    let name: string;
    do name = `debugger-${randomSuffix(environment)}`;
    while (taken.has(name));
    if (!flags.bool('quiet')) this.#context.out(`Defaulting debug container name to ${name}.\n`);
    return name;
  }

  /** Capabilities are of little use to those who are not root. */
  #warnOfUser(container: AnyObject, pod: AnyObject): void {
    const user = at(pod, 'spec', 'securityContext', 'runAsUser');
    const own = mapAt(container, 'securityContext');
    const hasRights = own['privileged'] === true || listAt(own, 'capabilities', 'add').length > 0;
    if (user === undefined || user === 0 || own['runAsUser'] === 0 || !hasRights) return;
    this.#context.err(
      'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n',
    );
  }
}

function containersOf(pod: AnyObject): AnyObject[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap(
    (member) => listAt(pod, 'spec', member) as AnyObject[],
  );
}

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';

/** Five letters that make no words. Models k8s.io/apimachinery/pkg/util/rand.String (v1.36). */
function randomSuffix(environment: Pick<Context['environment'], 'random'>): string {
  const letter = (): string => suffixLetters.charAt(Math.floor(environment.random() * suffixLetters.length));
  return Array.from({ length: 5 }, letter).join('');
}

/** Waits until the container runs, and connects to it; shows what it said if it has ended. */
async function attach(context: Context, { metadata }: AnyObject, container: string): Promise<number> {
  const { client, environment, flags } = context;
  const where = { namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') };
  const told = new Set<string>();
  for (;;) {
    const pod = (await client.request('GET', resourcePath(pods, where))) as Pod;
    const statuses = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'].flatMap(
      (member) => listAt(pod, 'status', member) as AnyObject[],
    );
    const state = mapAt(
      statuses.find((status) => status['name'] === container),
      'state',
    );
    if (state['terminated'] !== undefined) {
      context.out(await client.text(resourcePath(pods, { ...where, subresource: 'log' }), { container }));
      return 0;
    }
    if (state['running'] !== undefined)
      return attachTo(context, pod, {
        container,
        withInput: flags.bool('stdin'),
        tty: flags.bool('tty'),
        command: 'kubectl attach',
      });
    const waiting = textAt(state, 'waiting', 'message');
    if (waiting !== '' && !flags.bool('quiet') && !told.has(waiting)) {
      told.add(waiting);
      context.err(`Warning: container ${container}: ${waiting}\n`);
    }
    if (environment.signal.cancelled) return 130;
    await environment.sleep(pollMs);
  }
}
