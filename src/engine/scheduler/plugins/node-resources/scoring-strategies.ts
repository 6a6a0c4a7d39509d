import type { NodeResourcesFitArgs, UtilizationShapePoint } from '../../framework/plugin-args.ts';
import { percent, type Utilization } from './resource-scorer.ts';

/** How well a node suits by what is in use there: 0…100. */
export type ScoringStrategy = (utilization: Utilization) => number;

/** The strategy that the arguments ask for. Models noderesources.nodeResourceStrategyTypeMap (v1.36). */
export function scoringStrategy({ scoringStrategy: wanted }: NodeResourcesFitArgs): ScoringStrategy {
  switch (wanted.type) {
    case 'LeastAllocated':
      return (utilization) => weightedMean(utilization, leastAllocated);
    case 'MostAllocated':
      return (utilization) => weightedMean(utilization, mostAllocated);
    case 'RequestedToCapacityRatio':
      return requestedToCapacityRatio(wanted.requestedToCapacityRatio?.shape ?? []);
    default:
      throw new Error(`scoring strategy ${String(wanted.type)} is not supported`);
  }
}

function weightedMean(
  { requested, allocatable, weights }: Utilization,
  scoreOf: (requested: number, capacity: number) => number,
): number {
  let sum = 0;
  let weightSum = 0;
  for (let index = 0; index < requested.length; index++) {
    const weight = weights[index] as number;
    sum += scoreOf(requested[index] as number, allocatable[index] as number) * weight;
    weightSum += weight;
  }
  return weightSum === 0 ? 0 : Math.floor(sum / weightSum);
}

function leastAllocated(requested: number, capacity: number): number {
  return requested > capacity ? 0 : percent(capacity - requested, capacity);
}

function mostAllocated(requested: number, capacity: number): number {
  return percent(Math.min(requested, capacity), capacity);
}

/** Shape scores go from 0 to 10, node scores to 100. */
const shapeScoreFactor = 10;

/** Models requestedToCapacityRatioScorer (v1.36): resources that score 0 do not count in the mean. */
function requestedToCapacityRatio(shape: readonly UtilizationShapePoint[]): ScoringStrategy {
  const corners = shape.map(({ utilization, score }) => ({ utilization, score: score * shapeScoreFactor }));
  return ({ requested, allocatable, weights }) => {
    let sum = 0;
    let weightSum = 0;
    for (let index = 0; index < requested.length; index++) {
      const used = requested[index] as number;
      const capacity = allocatable[index] as number;
      const score = brokenLinear(corners, used > capacity ? 100 : percent(used, capacity));
      if (score <= 0) continue;
      sum += score * (weights[index] as number);
      weightSum += weights[index] as number;
    }
    return weightSum === 0 ? 0 : Math.round(sum / weightSum);
  };
}

/** The value at `x` of the line through the corners, flat beyond them, in whole numbers. */
function brokenLinear(corners: readonly UtilizationShapePoint[], x: number): number {
  let before: UtilizationShapePoint | undefined;
  for (const corner of corners) {
    if (x <= corner.utilization) {
      if (before === undefined) return corner.score;
      const rise = (corner.score - before.score) * (x - before.utilization);
      return before.score + Math.trunc(rise / (corner.utilization - before.utilization));
    }
    before = corner;
  }
  return before?.score ?? 0;
}
