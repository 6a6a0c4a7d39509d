import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeNode } from '../../testing/make-node.ts';
import { makePod } from '../../testing/make-pod.ts';
import { defaultFramework, schedulingWorld } from '../../testing/scheduling-world.ts';
import { Algorithm } from './algorithm.ts';
import { CycleState } from './framework/cycle-state.ts';
import { PodInfo } from './framework/pod-info.ts';

/*
 * What a required rule means, said once more without any of the plugins' code, and held against every
 * placement.
 */

const zoneKey = 'topology.kubernetes.io/zone';
const hostKey = 'kubernetes.io/hostname';
const apps = ['web', 'db', 'cache'];
const topologies = [zoneKey, hostKey];

const rule = fc.record({ app: fc.constantFrom(...apps), topology: fc.constantFrom(...topologies) });
const podRules = fc.record({
  app: fc.constantFrom(...apps),
  near: fc.option(rule, { nil: undefined }),
  awayFrom: fc.option(rule, { nil: undefined }),
  spread: fc.option(
    fc.record({ topology: fc.constantFrom(...topologies), maxSkew: fc.integer({ min: 1, max: 2 }) }),
    { nil: undefined },
  ),
});
type PodRules = typeof podRules extends fc.Arbitrary<infer T> ? T : never;
type Labels = Readonly<Record<string, string>>;

interface Placed {
  readonly rules: PodRules;
  readonly labels: Labels;
}

function podOf({ app, near, awayFrom, spread }: PodRules, index: number): PodInfo {
  const builder = makePod(`pod${index}`).labels({ app });
  if (near !== undefined) builder.near({ app: near.app }, near.topology);
  if (awayFrom !== undefined) builder.awayFrom({ app: awayFrom.app }, awayFrom.topology);
  if (spread !== undefined) {
    builder.spread({
      maxSkew: spread.maxSkew,
      topologyKey: spread.topology,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app } },
    });
  }
  return new PodInfo(builder.obj());
}

const shares = (a: Labels, b: Labels, key: string): boolean => a[key] !== undefined && a[key] === b[key];

/** What speaks against a pod with these rules on a node with these labels, where others are placed. */
function violations(
  rules: PodRules,
  labels: Labels,
  placed: readonly Placed[],
  nodes: readonly Labels[],
): string[] {
  const { app, near, awayFrom, spread } = rules;
  const found: string[] = [];
  if (near !== undefined) {
    const friends = placed.filter((other) => other.rules.app === near.app);
    const alone = nodes.every((node) =>
      friends.every((friend) => !shares(friend.labels, node, near.topology)),
    );
    const isFirst = alone && near.app === app;
    const isNear = friends.some((friend) => shares(friend.labels, labels, near.topology));
    if (labels[near.topology] === undefined || !(isNear || isFirst)) found.push('far from its friends');
  }
  for (const other of placed) {
    const avoids = (from: PodRules, to: PodRules): boolean =>
      from.awayFrom?.app === to.app && shares(other.labels, labels, from.awayFrom.topology);
    if (avoids(rules, other.rules)) found.push('near one that it avoids');
    if (avoids(other.rules, rules)) found.push('near one that avoids it');
  }
  if (spread !== undefined) {
    const key = spread.topology;
    const domains = new Set(nodes.flatMap((node) => node[key] ?? []));
    const counts = [...domains].map(
      (domain) => placed.filter((other) => other.rules.app === app && other.labels[key] === domain).length,
    );
    const here = placed.filter(
      (other) => other.rules.app === app && shares(other.labels, labels, key),
    ).length;
    if (labels[key] === undefined || here + 1 - Math.min(...counts) > spread.maxSkew) found.push('skewed');
  }
  return awayFrom === undefined ? found : [...new Set(found)];
}

test('pods are placed where no required affinity, anti-affinity or hard spread is violated, or not at all', () => {
  const zones = fc.array(fc.constantFrom('a', 'b', 'c', undefined), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(zones, fc.array(podRules, { minLength: 1, maxLength: 14 }), (zoneOfNode, pods) => {
      const nodes = zoneOfNode.map((zone, index) => {
        const builder = makeNode(`n${index}`).allocatable({ cpu: '64', memory: '64Gi', pods: '110' });
        return (zone === undefined ? builder : builder.zone(zone)).obj();
      });
      const labelsOf = new Map(nodes.map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
      const allLabels = [...labelsOf.values()];
      const world = schedulingWorld(nodes);
      const framework = defaultFramework(world);
      const algorithm = new Algorithm(0);
      const placed: Placed[] = [];
      pods.forEach((rules, index) => {
        const podInfo = podOf(rules, index);
        world.cache.updateSnapshot();
        const outcome = algorithm.schedulePod(framework, new CycleState(), podInfo);
        const allowed = [...labelsOf].filter(
          ([, labels]) => violations(rules, labels, placed, allLabels).length === 0,
        );
        if (outcome.kind !== 'scheduled') {
          expect(allowed).toEqual([]);
          return;
        }
        expect(allowed.map(([name]) => name)).toContain(outcome.nodeName);
        world.cache.assumePod(podInfo, outcome.nodeName);
        placed.push({ rules, labels: labelsOf.get(outcome.nodeName) ?? {} });
      });
    }),
    { numRuns: 100 },
  );
});
