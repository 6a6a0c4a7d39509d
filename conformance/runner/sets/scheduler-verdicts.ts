import { join } from 'node:path';
import { deepFreeze } from '../../../src/engine/sim/plain.ts';
import type { Pod } from '../../../src/engine/api/types.ts';
import { Algorithm } from '../../../src/engine/scheduler/algorithm.ts';
import { CycleState } from '../../../src/engine/scheduler/framework/cycle-state.ts';
import { fitErrorMessage } from '../../../src/engine/scheduler/framework/fit-error.ts';
import { PodInfo } from '../../../src/engine/scheduler/framework/pod-info.ts';
import { extensionPoints } from '../../../src/engine/scheduler/framework/profile.ts';
import type { Framework } from '../../../src/engine/scheduler/framework/runtime/framework.ts';
import type { Status } from '../../../src/engine/scheduler/framework/status.ts';
import type { NodeInfo } from '../../../src/engine/scheduler/framework/node-info.ts';
import { caseFiles, readCases } from '../cases.ts';
import { differences } from '../compare.ts';
import type { CaseResult, ConformanceSet } from '../set.ts';
import { frameworksFor, newTrace } from '../../../src/testing/scheduling-world.ts';
import { buildWorld, podName, type VerdictCase, type World } from './scheduler-verdicts-world.ts';

/** Plays one scheduling cycle of each case on the framework and its plugins. */
export const set: ConformanceSet = {
  name: 'scheduler/verdicts',
  *run(folder): Iterable<CaseResult> {
    for (const file of caseFiles(folder)) {
      for (const verdict of readCases<VerdictCase>(folder, file)) {
        yield {
          family: join('scheduler/verdicts', file.replace(/\.jsonl$/, '')),
          name: verdict.name,
          disagreements: disagreements(deepFreeze(verdict)),
        };
      }
    }
  },
};

function disagreements(verdict: VerdictCase): string[] {
  try {
    const { configError } = verdict.expect;
    const expected =
      typeof configError === 'string' ? { configError: withoutCallSite(configError) } : verdict.expect;
    return differences(expected, play(verdict));
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

type Answer = Record<string, unknown>;

function play(verdict: VerdictCase): Answer {
  const world = buildWorld(verdict);
  let frameworks: ReadonlyMap<string, Framework>;
  try {
    frameworks = frameworksFor(world, verdict.config);
  } catch (error) {
    if (verdict.expect.configError === undefined) throw error;
    return { configError: withoutCallSite(error instanceof Error ? error.message : String(error)) };
  }
  const answer: Answer = {};
  if (verdict.expect.plugins !== undefined) answer.plugins = pluginsOf(frameworks);
  const pod = world.pod;
  if (pod === undefined) return answer;
  const framework = frameworks.get(pod.spec.schedulerName ?? 'default-scheduler');
  if (framework === undefined) throw new Error(`no profile is called ${pod.spec.schedulerName}`);
  if (verdict.sampling !== undefined) {
    return { ...answer, ...playSampling(verdict.sampling.cycles, world, framework, pod) };
  }
  return { ...answer, ...playCycle(verdict, world, framework, pod) };
}

function pluginsOf(frameworks: ReadonlyMap<string, Framework>): Answer {
  const plugins: Answer = {};
  for (const [profile, framework] of frameworks) {
    for (const point of extensionPoints) {
      const names = framework.pluginNames(point);
      if (names.length === 0) continue;
      plugins[`${profile}/${point}`] =
        point === 'score' ? names.map((name) => `${name}:${framework.scoreWeight(name)}`) : names;
    }
  }
  return plugins;
}

function playSampling(cycles: number, world: World, framework: Framework, pod: Pod): Answer {
  const algorithm = new Algorithm(world.percentageOfNodesToScore);
  return {
    nodeOrder: world.cache.snapshot.nodes.map(({ name }) => name),
    cycles: Array.from({ length: cycles }, () => {
      const { nodes, diagnosis } = algorithm.findNodesThatFitPod(
        framework,
        new CycleState(),
        new PodInfo(pod),
      );
      return {
        feasible: nodes.map(({ name }) => name),
        rejected: Array.from(diagnosis.statuses.entries(), ([name]) => name).toSorted(),
        nextStartNodeIndex: algorithm.nextStartNodeIndex,
      };
    }),
  };
}

function playCycle(verdict: VerdictCase, world: World, framework: Framework, pod: Pod): Answer {
  for (const plugin of framework.preEnqueuePlugins) {
    const status = plugin.preEnqueue(pod);
    if (status !== undefined) return { preEnqueue: withPlugin(status) };
  }
  const podInfo = new PodInfo(pod);
  const answer: Answer = {};
  if (world.cache.snapshot.nodes.length > 0)
    Object.assign(answer, preFilterAndFilters(world, framework, podInfo));

  const trace = newTrace(pod);
  framework.trace = trace;
  const state = new CycleState();
  const result = new Algorithm(world.percentageOfNodesToScore).schedulePod(framework, state, podInfo);
  if (result.kind === 'failed') {
    answer.error = result.status.message;
    answer.errorReason = result.status.rejected ? 'Unschedulable' : 'SchedulerError';
    return answer;
  }
  if (result.kind === 'no-fit') {
    const { diagnosis, allNodes } = result;
    let postFilterMessage = '';
    if (framework.hasPlugins('postFilter')) {
      const outcome = framework.runPostFilterPlugins(state, podInfo, diagnosis.statuses);
      postFilterMessage = outcome.status?.message ?? '';
      answer.postFilter = {
        code: outcome.status?.code ?? 'Success',
        message: postFilterMessage,
        ...preemptionOf(trace.preemption),
        ...(outcome.result?.nominatedNodeName === '' && { clearsNominatedNode: true }),
      };
    }
    answer.error = fitErrorMessage({ ...diagnosis, postFilterMessage }, allNodes);
    answer.errorReason = 'Unschedulable';
    addIfAny(answer, 'unschedulablePlugins', [...diagnosis.unschedulablePlugins].toSorted());
    addIfAny(answer, 'pendingPlugins', [...diagnosis.pendingPlugins].toSorted());
    return answer;
  }
  const { scores } = trace;
  if (scores.length > 0) {
    const rawScores: Record<string, Record<string, number>> = {};
    const total: Record<string, Record<string, number>> = {};
    for (const { node, scores: byPlugin, total: sum } of scores) {
      total[node] = { total: sum };
      for (const { plugin, raw, weighted } of byPlugin) {
        (rawScores[plugin] ??= {})[node] = raw;
        total[node][plugin] = weighted;
      }
    }
    if (Object.keys(rawScores).length > 0) answer.rawScores = rawScores;
    answer.scores = total;
    addIfAny(answer, 'skippedScore', [...state.skipScorePlugins].toSorted());
  }
  const best = bestOf(verdict, trace, answer.filters as Record<string, unknown>, framework, result.nodeName);
  if (!best.includes(result.nodeName)) throw new Error(`chose ${result.nodeName} of ${best.join(', ')}`);
  answer.best = best.toSorted();
  return answer;
}

function bestOf(
  verdict: VerdictCase,
  trace: ReturnType<typeof newTrace>,
  filters: Record<string, unknown>,
  framework: Framework,
  chosen: string,
): string[] {
  if (trace.scores.length > 0) {
    const top = Math.max(...trace.scores.map(({ total }) => total));
    return trace.scores.filter(({ total }) => total === top).map(({ node }) => node);
  }
  const nominated = verdict.pod?.status?.nominatedNodeName;
  if (framework.hasPlugins('score') || (nominated !== undefined && nominated === chosen)) return [chosen];
  return Object.keys(filters).filter((node) => filters[node] === 'ok');
}

/** What PreFilter says, and Filter about every node that it leaves over. */
function preFilterAndFilters(world: World, framework: Framework, podInfo: PodInfo): Answer {
  const state = new CycleState();
  const trace = newTrace(podInfo.pod);
  framework.trace = trace;
  const outcome = framework.runPreFilterPlugins(state, podInfo);
  framework.trace = undefined;
  const answer: Answer = {};
  const preFilter: Answer = {};
  for (const { plugin, answer: said } of trace.preFilter) {
    if (said === 'skip') continue;
    if (typeof said === 'string') preFilter[plugin] = said;
    else if ('nodes' in said) preFilter[plugin] = { nodes: [...said.nodes].toSorted() };
    else preFilter[plugin] = { code: said.code, reasons: said.reasons };
  }
  if (Object.keys(preFilter).length > 0) answer.preFilter = preFilter;
  if (outcome.status !== undefined) return answer;
  const nodes: readonly NodeInfo[] =
    outcome.nodeNames === undefined
      ? world.cache.snapshot.nodes
      : world.cache.snapshot.nodes.filter(({ name }) => outcome.nodeNames?.has(name));
  const filters: Answer = {};
  for (const node of nodes) {
    const status = framework.runFilterPluginsWithNominatedPods(state, podInfo, node);
    filters[node.name] = status === undefined ? 'ok' : withPlugin(status);
  }
  if (nodes.length > 0) answer.filters = filters;
  return answer;
}

function preemptionOf(preemption: ReturnType<typeof newTrace>['preemption']): Answer {
  if (preemption === undefined) return {};
  const answer: Answer = {};
  const candidates: Answer = {};
  for (const { node, victims, pdbViolations } of preemption.candidates) {
    candidates[node] = { victims: victims.map(podName), pdbViolations };
  }
  if (preemption.candidates.length > 0) answer.candidates = candidates;
  const notCandidates: Answer = {};
  for (const { node, status } of preemption.notCandidates) notCandidates[node] = withPlugin(status);
  if (preemption.notCandidates.length > 0) answer.notCandidates = notCandidates;
  if (preemption.nominated !== undefined) answer.nominatedNodes = [...preemption.equals].toSorted();
  return answer;
}

function withPlugin({ plugin, code, reasons }: Pick<Status, 'plugin' | 'code' | 'reasons'>): Answer {
  return { ...(plugin !== '' && { plugin }), code, reasons: [...reasons] };
}

function addIfAny(answer: Answer, field: string, items: readonly string[]): void {
  if (items.length > 0) answer[field] = items;
}

/** A position in Go's sources that depends on how the program was built. */
function withoutCallSite(text: string): string {
  return text.replace(/"pkg\/\S+\.go:[0-9]+"$/, '<callsite>');
}
