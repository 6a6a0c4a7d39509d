import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  defaultFramework,
  forgetfulFramework,
  newTrace,
  schedulingWorld,
} from '../../testing/scheduling-world.ts';
import { makeNode } from '../../testing/make-node.ts';
import { makePod } from '../../testing/make-pod.ts';
import type { KubeObject, Node, Pod } from '../api/types.ts';
import { Algorithm } from './algorithm.ts';
import { Cache } from './backend/cache.ts';
import { CycleState } from './framework/cycle-state.ts';
import { NodeInfo } from './framework/node-info.ts';
import { PodInfo } from './framework/pod-info.ts';

const apps = ['web', 'db', 'cache'];
const zoneKey = 'topology.kubernetes.io/zone';
const hostKey = 'kubernetes.io/hostname';

const nodeRecipe = fc.record({
  cpu: fc.integer({ min: 1, max: 4 }),
  zone: fc.constantFrom('a', 'b', undefined),
  cordoned: fc.boolean(),
  taint: fc.constantFrom('NoSchedule', 'PreferNoSchedule', undefined),
});
const podRecipe = fc.record({
  app: fc.constantFrom(...apps),
  cpuMillis: fc.integer({ min: 0, max: 20 }).map((steps) => steps * 100),
  hostPort: fc.constantFrom<number[]>(0, 0, 80),
  priority: fc.integer({ min: 0, max: 2 }),
  tolerates: fc.boolean(),
  near: fc.constantFrom(undefined, ...apps),
  awayFrom: fc.constantFrom(undefined, undefined, ...apps),
  spreads: fc.boolean(),
  terminating: fc.boolean(),
});
type NodeRecipe = typeof nodeRecipe extends fc.Arbitrary<infer T> ? T : never;
type PodRecipe = typeof podRecipe extends fc.Arbitrary<infer T> ? T : never;

function nodeOf(recipe: NodeRecipe, index: number): Node {
  const builder = makeNode(`node${index}`).allocatable({ cpu: String(recipe.cpu), pods: '4' });
  if (recipe.zone !== undefined) builder.zone(recipe.zone);
  if (recipe.cordoned) builder.cordoned();
  if (recipe.taint !== undefined) builder.taint('dedicated', recipe.taint);
  return builder.obj();
}

function podOf(recipe: PodRecipe, index: number, nodeName?: string): Pod {
  const builder = makePod(`pod${index}`).labels({ app: recipe.app }).priority(recipe.priority);
  if (recipe.cpuMillis > 0) builder.requests({ cpu: `${recipe.cpuMillis}m` });
  if (recipe.hostPort > 0) builder.hostPort(recipe.hostPort);
  if (recipe.tolerates) builder.toleration({ operator: 'Exists' });
  if (recipe.near !== undefined) builder.near({ app: recipe.near }, zoneKey);
  if (recipe.awayFrom !== undefined) builder.awayFrom({ app: recipe.awayFrom }, hostKey);
  if (recipe.spreads) {
    builder.spread({
      maxSkew: 1,
      topologyKey: zoneKey,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: recipe.app } },
    });
  }
  if (nodeName !== undefined) builder.on(nodeName);
  const pod = builder.obj();
  if (recipe.terminating) pod.metadata.deletionTimestamp = '2026-11-25T09:00:00Z';
  return pod;
}

const cluster = fc.record({
  nodes: fc.array(nodeRecipe, { minLength: 1, maxLength: 6 }),
  pods: fc.array(podRecipe, { minLength: 1, maxLength: 12 }),
});

/** Pods spread over the nodes, as if they ran there. */
function running(nodes: readonly NodeRecipe[], pods: readonly PodRecipe[]): Pod[] {
  return pods.map((recipe, index) => podOf(recipe, index, `node${index % nodes.length}`));
}

test('pods are only bound where nothing speaks against it', () => {
  fc.assert(
    fc.property(cluster, ({ nodes, pods }) => {
      const world = schedulingWorld(nodes.map(nodeOf));
      const framework = defaultFramework(world);
      const algorithm = new Algorithm(0);
      pods.forEach((recipe, index) => {
        const podInfo = new PodInfo(podOf(recipe, index));
        const snapshot = world.cache.updateSnapshot();
        const outcome = algorithm.schedulePod(framework, new CycleState(), podInfo);
        if (outcome.kind !== 'scheduled') return;
        const node = snapshot.node(outcome.nodeName) as NodeInfo;
        const state = new CycleState();
        framework.runPreFilterPlugins(state, podInfo);
        expect(framework.runFilterPlugins(state, podInfo, node)).toBeUndefined();
        world.cache.assumePod(podInfo, outcome.nodeName);
        checkNode(node);
      });
    }),
  );
});

/** What must hold on every node after every binding. */
function checkNode(node: NodeInfo): void {
  expect(node.requested.cpuMillis).toBeLessThanOrEqual(node.allocatable.cpuMillis);
  expect(node.pods.length).toBeLessThanOrEqual(node.allocatable.pods);
  const ports = node.pods.flatMap(({ hostPorts }) => hostPorts.map(({ port }) => port));
  expect(new Set(ports).size).toBe(ports.length);
  for (const { pod } of node.pods) {
    const refused = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const { labelSelector } of refused) {
      const app = labelSelector?.matchLabels?.['app'];
      const others = node.pods.filter((other) => other.pod !== pod);
      expect(others.some((other) => other.pod.metadata.labels?.['app'] === app)).toBe(false);
    }
    expect(node.unschedulable && pod.spec.tolerations === undefined).toBe(false);
  }
}

test('the order in which nodes and pods are heard of changes no verdict and no score', () => {
  const shuffled = cluster.chain(({ nodes, pods }) => {
    const objects = [...nodes.map(nodeOf), ...running(nodes, pods)];
    return fc.record({
      objects: fc.constant(objects),
      order: fc.shuffledSubarray(objects, { minLength: objects.length }),
      wanted: podRecipe,
    });
  });
  fc.assert(
    fc.property(shuffled, ({ objects, order, wanted }) => {
      const verdicts = [objects, order].map((list) => {
        const cache = new Cache();
        for (const object of list) {
          if (object.kind === 'Node') cache.addNode(object as Node);
          else cache.addPod(object as Pod);
        }
        cache.updateSnapshot();
        return verdictOf({ ...schedulingWorld(list), cache }, podOf(wanted, 99));
      });
      expect(verdicts[1]).toEqual(verdicts[0]);
    }),
  );
});

function verdictOf(world: ReturnType<typeof schedulingWorld>, pod: Pod): unknown {
  const framework = defaultFramework(world);
  framework.trace = newTrace(pod);
  const podInfo = new PodInfo(pod);
  const state = new CycleState();
  const outcome = new Algorithm(0).schedulePod(framework, state, podInfo);
  const { trace } = framework;
  const refused = trace.refused.toSorted(byNode);
  const scores = trace.scores.toSorted(byNode);
  const feasible = trace.feasible.toSorted();
  if (outcome.kind !== 'no-fit') return { refused, feasible, scores };
  const { status } = framework.runPostFilterPlugins(state, podInfo, outcome.diagnosis.statuses);
  const candidates = framework.trace.preemption?.candidates.map(({ node, pdbViolations }) => ({
    node,
    pdbViolations,
  }));
  return { refused, feasible, message: status?.message, candidates: candidates?.toSorted(byNode) };
}

function byNode(a: { node: string }, b: { node: string }): number {
  return a.node < b.node ? -1 : 1;
}

const poolSize = 8;
const changes = fc.array(fc.integer({ min: 0, max: poolSize - 1 }), { maxLength: 40 });
/** Of one host port there is one user at most, as the scheduler takes care of. */
const pool = fc
  .array(podRecipe, { minLength: poolSize, maxLength: poolSize })
  .map((recipes) => recipes.map((recipe, index) => ({ ...recipe, hostPort: index === 0 ? 80 : 0 })));

test('a NodeInfo after pods came and went equals one made anew', () => {
  fc.assert(
    fc.property(pool, changes, (recipes, numbers) => {
      const infos = recipes.map((recipe, index) => new PodInfo(podOf(recipe, index)));
      const node = nodeOf({ cpu: 4, zone: 'a', cordoned: false, taint: undefined }, 0);
      const kept = NodeInfo.of(node);
      const present = new Set<number>();
      for (const number of numbers) {
        const info = infos[number] as PodInfo;
        if (present.delete(number)) kept.removePod(info.pod);
        else {
          present.add(number);
          kept.addPod(info);
        }
      }
      const anew = NodeInfo.of(node);
      for (const number of present) anew.addPod(infos[number] as PodInfo);
      expect(summary(kept)).toEqual(summary(anew));
      const port = { protocol: 'TCP', ip: '0.0.0.0', port: 80 };
      expect(kept.usedPorts.conflicts(port)).toBe(anew.usedPorts.conflicts(port));
    }),
  );
});

function summary(node: NodeInfo): unknown {
  const names = (pods: readonly PodInfo[]): string[] => pods.map(({ pod }) => pod.metadata.name).toSorted();
  return {
    pods: names(node.pods),
    withAffinity: names(node.podsWithAffinity),
    withAntiAffinity: names(node.podsWithRequiredAntiAffinity),
    requested: node.requested,
    nonZero: [node.nonZeroCpuMillis, node.nonZeroMemoryBytes],
    claims: [...node.claimUsers],
  };
}

test('a snapshot after changes equals one made anew', () => {
  const steps = fc.array(
    fc.record({
      pod: fc.integer({ min: 0, max: poolSize - 1 }),
      node: fc.integer({ min: 0, max: 3 }),
      look: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      pool,
      fc.array(nodeRecipe, { minLength: 4, maxLength: 4 }),
      steps,
      (recipes, nodes, numbers) => {
        const cache = new Cache();
        nodes.forEach((recipe, index) => cache.addNode(nodeOf(recipe, index)));
        const where = new Map<number, Pod>();
        for (const { pod: number, node, look } of numbers) {
          const known = where.get(number);
          if (known === undefined) {
            const pod = podOf(recipes[number] as PodRecipe, number, `node${node}`);
            where.set(number, pod);
            cache.addPod(pod);
          } else {
            where.delete(number);
            cache.removePod(known);
          }
          if (look) cache.updateSnapshot();
        }
        const anew = schedulingWorld([...nodes.map(nodeOf), ...where.values()] as KubeObject[]);
        expect(nodesOf(cache)).toEqual(nodesOf(anew.cache));
      },
    ),
  );
});

function nodesOf(cache: Cache): unknown {
  const snapshot = cache.updateSnapshot();
  const names = (nodes: Iterable<NodeInfo>): string[] => Array.from(nodes, ({ name }) => name).toSorted();
  return {
    nodes: snapshot.nodes.map((node) => ({ name: node.name, ...(summary(node) as object) })),
    affinity: names(snapshot.nodesWithPodsWithAffinity),
    antiAffinity: names(snapshot.nodesWithPodsWithRequiredAntiAffinity),
  };
}

test('taking a pod away in thought is the same as its having gone', () => {
  fc.assert(
    fc.property(cluster, podRecipe, fc.nat(), ({ nodes, pods }, wanted, pick) => {
      const all = running(
        nodes,
        pods.map((recipe) => ({ ...recipe, terminating: false, hostPort: 0 })),
      );
      const gone = all[pick % all.length] as Pod;
      const podInfo = new PodInfo(podOf(wanted, 99));
      const [inThought, really] = [all, all.filter((pod) => pod !== gone)].map((list) => {
        const world = schedulingWorld([...nodes.map(nodeOf), ...list]);
        const framework = defaultFramework(world);
        const state = new CycleState();
        framework.runPreFilterPlugins(state, podInfo);
        return { world, framework, state };
      }) as [Prepared, Prepared];
      const node = (inThought.world.cache.snapshot.node(gone.spec.nodeName ?? '') as NodeInfo).clone();
      const info = node.pods.find(({ pod }) => pod === gone) as PodInfo;
      node.removePod(gone);
      inThought.framework.runPreFilterRemovePod(inThought.state, podInfo, info, node);
      const other = really.world.cache.snapshot.node(node.name) as NodeInfo;
      expect(inThought.framework.runFilterPlugins(inThought.state, podInfo, node)?.reasons).toEqual(
        really.framework.runFilterPlugins(really.state, podInfo, other)?.reasons,
      );
    }),
  );
});

interface Prepared {
  readonly world: ReturnType<typeof schedulingWorld>;
  readonly framework: ReturnType<typeof defaultFramework>;
  readonly state: CycleState;
}

function nodeOfOutcome(outcome: ReturnType<Algorithm['schedulePod']> | undefined): string | undefined {
  return outcome?.kind === 'scheduled' ? outcome.nodeName : outcome?.kind;
}

const clusterSteps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('schedule' as const), pod: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ kind: fc.constant('end' as const), pick: fc.nat() }),
    fc.record({
      kind: fc.constant('node' as const),
      index: fc.integer({ min: 0, max: 4 }),
      recipe: nodeRecipe,
    }),
    fc.record({ kind: fc.constant('remove' as const), index: fc.integer({ min: 0, max: 4 }) }),
  ),
  { minLength: 5, maxLength: 30 },
);

test('what is remembered and counted along is what asking anew would tell', () => {
  const recipes = fc.array(podRecipe, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(nodeRecipe, { minLength: 2, maxLength: 5 }),
      recipes,
      clusterSteps,
      (nodes, pods, steps) => {
        const world = schedulingWorld(nodes.map(nodeOf));
        const kept = defaultFramework(world);
        const running: Pod[] = [];
        steps.forEach((step, number) => {
          if (step.kind === 'node') world.cache.updateNode(nodeOf(step.recipe, step.index));
          else if (step.kind === 'remove') world.cache.removeNode(nodeOf(nodes[0] as NodeRecipe, step.index));
          else if (step.kind === 'end') {
            const [ended] = running.splice(step.pick % Math.max(running.length, 1), 1);
            if (ended !== undefined) world.cache.removePod(ended);
          } else {
            const podInfo = new PodInfo(podOf(pods[step.pod] as PodRecipe, number));
            world.cache.updateSnapshot();
            const answers = [kept, forgetfulFramework(world)].map((framework) => {
              framework.trace = newTrace(podInfo.pod);
              const outcome = new Algorithm(0).schedulePod(framework, new CycleState(), podInfo);
              return { outcome, trace: framework.trace };
            });
            expect(answers[0]?.trace).toEqual(answers[1]?.trace);
            expect(nodeOfOutcome(answers[0]?.outcome)).toEqual(nodeOfOutcome(answers[1]?.outcome));
            // What nobody looks at is added up in a shorter way.
            kept.trace = undefined;
            const unseen = new Algorithm(0).schedulePod(kept, new CycleState(), podInfo);
            expect(nodeOfOutcome(unseen)).toEqual(nodeOfOutcome(answers[0]?.outcome));
            const chosen = answers[0]?.trace.feasible[0];
            if (chosen === undefined) return;
            const bound = { ...podInfo.pod, spec: { ...podInfo.pod.spec, nodeName: chosen } };
            running.push(bound);
            world.cache.addPod(bound);
          }
        });
      },
    ),
  );
});
