import { formatTime } from '../../api/time.ts';
import type { HorizontalPodAutoscaler } from '../../api/types.ts';

export type AutoscalerStatus = NonNullable<HorizontalPodAutoscaler['status']>;
export type AutoscalerCondition = NonNullable<AutoscalerStatus['conditions']>[number];
type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';

/** The conditions while an autoscaler is looked at. Models setConditionInList of pkg/controller/podautoscaler (v1.36). */
export class AutoscalerConditions {
  #list: readonly AutoscalerCondition[];
  readonly #nowMs: number;

  constructor(status: AutoscalerStatus | undefined, nowMs: number) {
    this.#list = (status?.conditions ?? []).filter(({ type }) => type !== 'ScaledToZero');
    this.#nowMs = nowMs;
  }

  get list(): readonly AutoscalerCondition[] {
    return this.#list;
  }

  set(type: ConditionType, holds: boolean, reason: string, message: string): void {
    const status = holds ? 'True' : 'False';
    const index = this.#list.findIndex((condition) => condition.type === type);
    const before = this.#list[index];
    const lastTransitionTime =
      before?.status === status ? before.lastTransitionTime : formatTime(this.#nowMs);
    const condition = { type, status, lastTransitionTime, reason, message };
    this.#list = before === undefined ? [...this.#list, condition] : this.#list.with(index, condition);
  }
}
