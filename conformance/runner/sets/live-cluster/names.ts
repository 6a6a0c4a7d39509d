import type { ApiObject, LiveCase, LiveRun } from './case.ts';

/** One object whose name has a random end: which number it has in the recording is found by trying. */
export interface Sibling {
  /** The name as the API server made it. */
  readonly raw: string;
  readonly kind: string;
  /** What stands before the random end, already normalised: `web-<hash-1>-`. */
  readonly prefix: string;
}

/** Raw texts and what stands for them. */
export type Names = ReadonlyMap<string, string>;

const hashLabels = ['pod-template-hash', 'controller-revision-hash'];

/** Hashes and the minutes of CronJobs, numbered by age. */
export function agedNames(seen: Iterable<ApiObject>): Map<string, string> {
  const names = new Map<string, string>();
  let hashes = 0;
  let minutes = 0;
  for (const { kind, metadata } of seen) {
    for (const label of hashLabels) {
      const hash = metadata.labels?.[label]?.split('-').at(-1);
      if (hash !== undefined && !names.has(hash)) names.set(hash, `<hash-${++hashes}>`);
    }
    const minute = /-(\d{7,})$/.exec(metadata.name)?.[1];
    const scheduled = metadata.ownerReferences?.some((owner) => owner.kind === 'CronJob');
    if (kind === 'Job' && scheduled && minute !== undefined && !names.has(minute)) {
      names.set(minute, `<minute-${++minutes}>`);
    }
  }
  return names;
}

/** What the API server puts behind a generateName. */
const randomEnd = /^[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** Objects with generated names. */
export function siblings(seen: Iterable<ApiObject>, aged: Names): Sibling[] {
  const found: Sibling[] = [];
  for (const { kind = '', metadata } of seen) {
    const { generateName, name } = metadata;
    if (!generateName || !name.startsWith(generateName)) continue;
    if (!randomEnd.test(name.slice(generateName.length))) continue;
    found.push({ raw: name, kind, prefix: replaceAll(generateName, aged) });
  }
  return found;
}

/** How a random end is written. */
export function randomWord(kind: string): string {
  return kind === 'EndpointSlice' ? 'slice' : 'rand';
}

export interface Places {
  readonly uids: Names;
  readonly addresses: Names;
}

/** What stands for uids and addresses, with raw names in it. */
export function places(seen: Iterable<ApiObject>): Places {
  const uids = new Map<string, string>();
  const addresses = new Map<string, string>();
  for (const { kind, metadata, spec, status } of seen) {
    if (metadata.uid !== undefined) uids.set(metadata.uid, `<uid:${kind}/${metadata.name}>`);
    const podIP = status?.['podIP'];
    if (kind === 'Pod' && typeof podIP === 'string' && spec?.['hostNetwork'] !== true) {
      addresses.set(podIP, `<podIP:${metadata.name}>`);
    }
    const clusterIP = spec?.['clusterIP'];
    if (kind === 'Service' && typeof clusterIP === 'string' && clusterIP !== 'None') {
      addresses.set(clusterIP, `<clusterIP:${metadata.name}>`);
    }
    if (kind !== 'Node') continue;
    for (const { type, address } of (status?.['addresses'] ?? []) as { type: string; address: string }[]) {
      if (type === 'InternalIP') addresses.set(address, `<nodeIP:${metadata.name}>`);
    }
  }
  return { uids, addresses };
}

/** Everything that differs from run to run but for names: times, ids, sizes. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/containerd:\/\/[0-9a-f]{12,}/g, 'containerd://<id>'],
  [/sha256:[0-9a-f]{12,}/g, 'sha256:<digest>'],
  [/"podCIDR":"[^"]+"/g, '"podCIDR":"<podCIDR>"'],
  [/"podCIDRs":\["[^"]+"\]/g, '"podCIDRs":["<podCIDR>"]'],
  [/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-<rand>'],
  [
    / in [0-9.a-zµ]+ \([0-9.a-zµ]+ including waiting\)\. Image size: \d+ bytes\./g,
    ' in <duration> (<duration> including waiting). Image size: <bytes> bytes.',
  ],
];

/** The run in the recording's words. `chosen` gives each sibling its name. */
export function normalise(
  run: LiveRun,
  liveCase: LiveCase,
  { uids, addresses }: Places,
  aged: Names,
  chosen: Names,
): LiveRun {
  let text = JSON.stringify(run);
  text = replaceAll(text, uids);
  text = replaceAll(text, addresses);
  for (const [pattern, word] of volatile) text = text.replace(pattern, word);
  text = replaceAll(text, chosen);
  text = replaceAll(text, aged);
  if (liveCase.cluster.nodeNames === 'any') {
    const nodes = new Map(liveCase.cluster.nodes.map((name) => [name, '<node>']));
    text = replaceAll(text, nodes);
  }
  const normal = JSON.parse(text) as LiveRun;
  return { ...normal, final: normal.final.map(withoutSecrets) };
}

function withoutSecrets(object: ApiObject): ApiObject {
  const masked: Record<string, unknown> = { ...object };
  const { data } = object;
  if (object.kind === 'ConfigMap' && data?.['ca.crt'] !== undefined) {
    masked['data'] = { ...data, 'ca.crt': '<certificate>' };
  }
  return masked as ApiObject;
}

/** Replaces whole words, the longest first. */
function replaceAll(text: string, names: Names): string {
  if (names.size === 0) return text;
  const words = [...names.keys()].toSorted((a, b) => b.length - a.length).map(escape);
  const pattern = new RegExp(`(?<![A-Za-z0-9.])(?:${words.join('|')})(?![A-Za-z0-9]|\\.\\d)`, 'g');
  return text.replace(pattern, (word) => names.get(word) ?? word);
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
