import { encodeBase64Text, goQuote } from '../../engine/index.ts';
import type { AnyObject } from '../api/object.ts';
import type { Environment } from '../environment.ts';
import { contentHash, dataFrom } from '../generate/data-sources.ts';
import { ordered, stringMap } from '../generate/pod.ts';
import { mapAt, nameOf, textAt } from '../api/object.ts';
import type { Generator, GeneratorOptions } from './kustomization.ts';

/** An object on its way through a kustomization. */
export interface Resource {
  readonly object: AnyObject;
  /** What others call it before its name changes. */
  readonly originalName: string;
  /** Whether its name is to end in a hash of what is in it. */
  readonly hashed: boolean;
}

/** The ConfigMap or Secret of a generator. */
export function generated(
  environment: Environment,
  kind: 'ConfigMap' | 'Secret',
  generator: Generator,
  common: GeneratorOptions = {},
): Resource {
  const { name, namespace, type = 'Opaque', literals = [], files = [], envs = [], options = {} } = generator;
  const sources = { files, literals, envFiles: envs };
  const texts = dataFrom(
    environment,
    sources,
    (key) => `cannot add key ${goQuote(key)}, another key by that name already exists`,
  );
  const entries = [...texts].map(([key, value]) =>
    kind === 'Secret' ? ([key, encodeBase64Text(value)] as const) : ([key, value] as const),
  );
  const labels = { ...common.labels, ...options.labels };
  const annotations = { ...common.annotations, ...options.annotations };
  const object = ordered({
    apiVersion: 'v1',
    kind,
    metadata: ordered({
      name,
      namespace,
      labels: filled(labels),
      annotations: filled(annotations),
    }),
    type: kind === 'Secret' ? type : undefined,
    data: stringMap(entries),
  });
  const isPlain = options.disableNameSuffixHash ?? common.disableNameSuffixHash ?? false;
  return { object, originalName: name, hashed: !isPlain };
}

function filled(map: object): object | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

/** The hash of a ConfigMap or a Secret. Models kustomize/api/hasher. */
export function hashOf(object: AnyObject): string {
  const data = Object.keys(mapAt(object, 'data')).length === 0 ? '' : object['data'];
  const kind = textAt(object, 'kind');
  const type = kind === 'Secret' ? { type: textAt(object, 'type') } : {};
  return contentHash({ kind, ...type, name: nameOf(object), data });
}
