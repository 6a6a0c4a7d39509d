import type { HorizontalPodAutoscaler } from '../../api/types.ts';

export type AutoscalerSpec = NonNullable<HorizontalPodAutoscaler['spec']>;
type Behavior = NonNullable<AutoscalerSpec['behavior']>;
type ScalingRules = NonNullable<Behavior['scaleUp']>;

/** For so long the highest recommendation counts, where nothing else is said. */
const downscaleStabilizationSeconds = 300;

interface Recommendation {
  readonly replicas: number;
  readonly atMs: number;
}

interface Change {
  /** By how many replicas, always positive. */
  readonly by: number;
  readonly atMs: number;
}

/** A number of replicas, and what conditions say of how it came about. */
export interface Normalized {
  readonly replicas: number;
  readonly stabilized: { readonly reason: string; readonly message: string };
  readonly limited: { readonly isLimited: boolean; readonly reason: string; readonly message: string };
}

export interface Wish {
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
  readonly nowMs: number;
}

interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

const ready = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const withinRange = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};
const tooMany = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const tooFew = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const upLimit = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const downLimit = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};
const downStabilized = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const upStabilized = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

/** What was recommended for one autoscaler and done of late, which bounds what may be done now. */
export class ScalingHistory {
  #recommendations: Recommendation[];
  #ups: Change[] = [];
  #downs: Change[] = [];

  constructor(replicas: number, nowMs: number) {
    this.#recommendations = [{ replicas, atMs: nowMs }];
  }

  /** How many replicas it may be. Models normalizeDesiredReplicas and …WithBehaviors (v1.36). */
  normalize(wish: Wish, behavior: Behavior | undefined): Normalized {
    const stabilized = behavior === undefined ? this.#stabilizeDown(wish) : this.#stabilize(wish, behavior);
    const settled = { ...wish, desired: stabilized.replicas };
    const limited = behavior === undefined ? limitByRange(settled) : this.#limitByRules(settled, behavior);
    const { reason, message } = stabilized.replicas === wish.desired ? ready : stabilized;
    return {
      replicas: limited.replicas,
      stabilized: { reason, message },
      limited: {
        isLimited: limited.replicas !== stabilized.replicas,
        reason: limited.reason,
        message: limited.message,
      },
    };
  }

  /** Notes that it was scaled. Models storeScaleEvent (v1.36). */
  noteChange(from: number, to: number, behavior: Behavior | undefined, nowMs: number): void {
    if (behavior === undefined) return;
    const note = (changes: readonly Change[], rules: ScalingRules | undefined): Change[] => {
      const sinceMs = nowMs - 1000 * longestPeriod(rules);
      return [...changes.filter(({ atMs }) => atMs >= sinceMs), { by: Math.abs(to - from), atMs: nowMs }];
    };
    if (to > from) this.#ups = note(this.#ups, behavior.scaleUp);
    else this.#downs = note(this.#downs, behavior.scaleDown);
  }

  #recommend(replicas: number, nowMs: number, windowMs: number): void {
    const kept = this.#recommendations.filter(({ atMs }) => atMs >= nowMs - windowMs);
    this.#recommendations = [...kept, { replicas, atMs: nowMs }];
  }

  /** Models stabilizeRecommendation (v1.36). */
  #stabilizeDown({ desired, nowMs }: Wish): Limited {
    const windowMs = 1000 * downscaleStabilizationSeconds;
    const recent = this.#recommendations.filter(({ atMs }) => atMs >= nowMs - windowMs);
    this.#recommend(desired, nowMs, windowMs);
    return { ...downStabilized, replicas: Math.max(desired, ...recent.map(({ replicas }) => replicas)) };
  }

  /** Models stabilizeRecommendationWithBehaviors (v1.36). */
  #stabilize({ current, desired, nowMs }: Wish, { scaleUp, scaleDown }: Behavior): Limited {
    const upMs = 1000 * (scaleUp?.stabilizationWindowSeconds ?? 0);
    const downMs = 1000 * (scaleDown?.stabilizationWindowSeconds ?? downscaleStabilizationSeconds);
    const within = (windowMs: number): number[] =>
      this.#recommendations.filter(({ atMs }) => atMs > nowMs - windowMs).map(({ replicas }) => replicas);
    const lowest = Math.min(desired, ...within(upMs));
    const highest = Math.max(desired, ...within(downMs));
    this.#recommend(desired, nowMs, Math.max(upMs, downMs));
    const replicas = Math.min(Math.max(current, lowest), highest);
    return { ...(desired >= current ? upStabilized : downStabilized), replicas };
  }

  /** Models convertDesiredReplicasWithBehaviorRate (v1.36). */
  #limitByRules({ current, desired, min, max, nowMs }: Wish, behavior: Behavior): Limited {
    if (desired > current) {
      const limit = Math.max(current, this.#policyLimit(current, behavior.scaleUp, 'up', nowMs));
      const most = Math.min(max, limit);
      if (desired > most) return { ...(max > limit ? upLimit : tooMany), replicas: most };
    } else if (desired < current) {
      const limit = Math.min(current, this.#policyLimit(current, behavior.scaleDown, 'down', nowMs));
      const least = Math.max(min, limit);
      if (desired < least) return { ...(min < limit ? downLimit : tooFew), replicas: least };
    }
    return { ...withinRange, replicas: desired };
  }

  /** Models calculateScaleUpLimitWithScalingRules and calculateScaleDownLimitWithBehaviors (v1.36). */
  #policyLimit(
    current: number,
    rules: ScalingRules | undefined,
    direction: 'up' | 'down',
    nowMs: number,
  ): number {
    const { selectPolicy = 'Max', policies = [] } = rules ?? {};
    if (selectPolicy === 'Disabled') return current;
    const limits = policies.map(({ type, value, periodSeconds }) => {
      const sinceMs = nowMs - 1000 * periodSeconds;
      const before = current - sumSince(this.#ups, sinceMs) + sumSince(this.#downs, sinceMs);
      const sign = direction === 'up' ? 1 : -1;
      if (type === 'Pods') return before + sign * value;
      const share = before * (1 + (sign * value) / 100);
      return direction === 'up' ? Math.ceil(share) : Math.trunc(share);
    });
    // The policy that lets most happen, unless the least is asked for.
    return (direction === 'up') === (selectPolicy !== 'Min') ? Math.max(...limits) : Math.min(...limits);
  }
}

/** Models convertDesiredReplicasWithRules (v1.36). */
function limitByRange({ current, desired, min, max }: Wish): Limited {
  const rate = Math.max(2 * current, 4);
  if (desired < min) return { ...tooFew, replicas: min };
  const most = Math.min(max, rate);
  if (desired > most) return { ...(max > rate ? upLimit : tooMany), replicas: most };
  return { ...withinRange, replicas: desired };
}

function longestPeriod(rules: ScalingRules | undefined): number {
  return Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds));
}

function sumSince(changes: readonly Change[], sinceMs: number): number {
  return changes.filter(({ atMs }) => atMs > sinceMs).reduce((sum, { by }) => sum + by, 0);
}
