import type { Node } from '../../api/types.ts';

/**
 * The names of all nodes by zone, in the order in which scheduling looks at them: a node of every
 * zone in turn. Models backend/cache.nodeTree (v1.36).
 */
export class NodeTree {
  /** Names by zone, zones in the order first seen, names in the order added. */
  readonly #zones = new Map<string, Set<string>>();
  /** The zone of each node here. */
  readonly #zoneOf = new Map<string, string>();

  get size(): number {
    return this.#zoneOf.size;
  }

  add(node: Node): void {
    const { name } = node.metadata;
    const zone = zoneKey(node);
    const known = this.#zoneOf.get(name);
    if (known === zone) return;
    if (known !== undefined) this.remove(name);
    this.#zoneOf.set(name, zone);
    const names = this.#zones.get(zone);
    if (names === undefined) this.#zones.set(zone, new Set([name]));
    else names.add(name);
  }

  /** A changed node keeps its place unless it moved to another zone. */
  update(node: Node): void {
    this.add(node);
  }

  remove(name: string): void {
    const zone = this.#zoneOf.get(name);
    if (zone === undefined) return;
    this.#zoneOf.delete(name);
    const names = this.#zones.get(zone);
    names?.delete(name);
    if (names?.size === 0) this.#zones.delete(zone);
  }

  /** All names: the first of every zone, then the second of every zone, and so on. */
  list(): string[] {
    const zones = Array.from(this.#zones.values(), (names) => [...names]);
    const order: string[] = [];
    for (let turn = 0; order.length < this.#zoneOf.size; turn++) {
      for (const names of zones) {
        const name = names[turn];
        if (name !== undefined) order.push(name);
      }
    }
    return order;
  }
}

const regionLabels = ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'];
const zoneLabels = ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'];

/**
 * One key for a node's region and zone; empty when it tells neither. Models
 * component-helpers/node/topology.GetZoneKey (v1.36).
 */
export function zoneKey(node: Node): string {
  const region = firstLabel(node, regionLabels);
  const zone = firstLabel(node, zoneLabels);
  return region === '' && zone === '' ? '' : `${region}:\u0000:${zone}`;
}

function firstLabel(node: Node, keys: readonly string[]): string {
  const labels = node.metadata.labels ?? {};
  const key = keys.find((candidate) => Object.hasOwn(labels, candidate));
  return key === undefined ? '' : (labels[key] ?? '');
}
