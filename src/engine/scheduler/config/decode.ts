import { DecodeError, decodeStruct } from '../../api/decode.ts';
import { DurationError, parseGoDuration } from '../../api/go-duration.ts';
import { goQuote } from '../../api/go-text.ts';
import { parseYaml, YamlError, type YamlRange } from '../../api/yaml.ts';
import { setOwn } from '../../sim/plain.ts';
import { configVersion, fieldsOfConfigStruct, structOfConfigKind } from './schema.ts';
import { ConfigurationError } from './types.ts';

/** Where the scheme was made in a release of Kubernetes: error texts name it. */
const scheme = 'pkg/scheduler/apis/config/scheme/scheme.go:29';
const configKind = 'KubeSchedulerConfiguration';

/**
 * A KubeSchedulerConfiguration out of a file, strictly: known fields only, each of its type. Plugin
 * arguments of known plugins are decoded too. Nothing is defaulted yet. Throws a ConfigurationError.
 * Models LoadConfigFromFile and DecodeNestedObjects (v1.36).
 */
export function decodeConfiguration(text: string): Record<string, unknown> {
  const document = refuseAs(() => parseYaml(text)[0]);
  const { apiVersion, kind } = typeOf(document?.value, text);
  if (apiVersion !== configVersion) throw notRegistered(apiVersion, kind);
  const struct = structOfConfigKind(kind);
  if (struct === undefined) throw notRegistered(apiVersion, kind);
  const configuration = decode(struct, exact(document?.value, text, document?.positions ?? new Map(), ''));
  if (kind !== configKind)
    throw new ConfigurationError(`couldn't decode as ${configKind}, got ${configVersion}, Kind=${kind}: `);
  checkDurations(configuration);
  decodeArguments(configuration);
  return configuration;
}

interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The Go type that a document's kind is first read into, as error texts show it. */
const typeMetaStruct =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

function typeOf(value: unknown, text: string): TypeMeta {
  if (typeof value !== 'object' || Array.isArray(value)) {
    const type = Array.isArray(value) ? 'array' : typeof value;
    throw new ConfigurationError(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into Go value of type ${typeMetaStruct}`,
    );
  }
  const { apiVersion, kind } = (value ?? {}) as Partial<TypeMeta>;
  if (!kind) throw new ConfigurationError(`Object 'Kind' is missing in '${text}'`);
  if (!apiVersion) throw new ConfigurationError(`Object 'apiVersion' is missing in '${text}'`);
  return { apiVersion, kind };
}

function notRegistered(apiVersion: string, kind: string): ConfigurationError {
  return new ConfigurationError(
    `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme ${goQuote(scheme)}`,
  );
}

class StrictProblem extends ConfigurationError {}

function decode(struct: string, value: unknown): Record<string, unknown> {
  const { object, strictProblems } = refuseAs(() =>
    decodeStruct(struct, value, undefined, fieldsOfConfigStruct),
  );
  if (strictProblems.length > 0)
    throw new StrictProblem(`strict decoding error: ${strictProblems.join(', ')}`);
  return object;
}

function refuseAs<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const isRefusal =
      error instanceof DecodeError || error instanceof DurationError || error instanceof YamlError;
    throw isRefusal ? new ConfigurationError(error.message) : error;
  }
}

/**
 * YAML becomes JSON on the way, whose members stand in the order of their names. Integers that a
 * number cannot hold are kept as they are written.
 */
function exact(
  value: unknown,
  text: string,
  positions: ReadonlyMap<string, YamlRange>,
  pointer: string,
): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    const { start, end } = positions.get(pointer) ?? {};
    const written = start === undefined ? '' : text.slice(start, end);
    return /^-?[0-9]+$/.test(written) ? BigInt(written) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const member = (key: string | number, of: unknown): unknown => {
    const part = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
    return exact(of, text, positions, `${pointer}/${part}`);
  };
  if (Array.isArray(value)) return value.map((item, index) => member(index, item));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).toSorted())
    setOwn(copy, key, member(key, (value as Record<string, unknown>)[key]));
  return copy;
}

function checkDurations(configuration: Record<string, unknown>): void {
  const { leaseDuration, renewDeadline, retryPeriod } = (configuration['leaderElection'] ?? {}) as Partial<
    Record<'leaseDuration' | 'renewDeadline' | 'retryPeriod', string>
  >;
  for (const text of [leaseDuration, renewDeadline, retryPeriod])
    if (text !== undefined) refuseAs(() => parseGoDuration(text));
}

interface Decodable {
  profiles?: { pluginConfig?: { name?: string; args?: unknown }[] }[];
}

function decodeArguments(configuration: Record<string, unknown>): void {
  const { profiles = [] } = configuration as Decodable;
  const strictProblems: string[] = [];
  profiles.forEach(({ pluginConfig = [] }, profile) => {
    pluginConfig.forEach((plugin, index) => {
      try {
        decodePluginArguments(plugin);
      } catch (error) {
        const problem = `decoding .profiles[${profile}].pluginConfig[${index}]: ${(error as Error).message}`;
        if (!(error instanceof StrictProblem)) throw new ConfigurationError(problem);
        strictProblems.push(problem);
      }
    });
  });
  if (strictProblems.length > 0)
    throw new ConfigurationError(`strict decoding error: ${strictProblems.join(', ')}`);
}

/** Arguments of plugins that are not in the tree stay as they are. */
function decodePluginArguments(plugin: { name?: string; args?: unknown }): void {
  const { name = '', args } = plugin;
  const ownKind = `${name}Args`;
  if (structOfConfigKind(ownKind) === undefined || args === undefined) return;
  const { apiVersion = configVersion, kind = ownKind } = args as Partial<TypeMeta>;
  const struct = apiVersion === configVersion ? structOfConfigKind(kind) : undefined;
  const where = `decoding args for plugin ${name}: `;
  if (struct === undefined) throw new ConfigurationError(where + notRegistered(apiVersion, kind).message);
  try {
    plugin.args = decode(struct, args);
  } catch (error) {
    const problem = where + (error as Error).message;
    throw error instanceof StrictProblem ? new StrictProblem(problem) : new ConfigurationError(problem);
  }
  if (kind !== ownKind)
    throw new ConfigurationError(
      `args for plugin ${name} were not of type ${ownKind}.kubescheduler.config.k8s.io, got ${kind}.kubescheduler.config.k8s.io`,
    );
}
