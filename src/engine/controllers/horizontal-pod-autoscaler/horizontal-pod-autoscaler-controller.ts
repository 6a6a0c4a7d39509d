import { matchesLabels, nothing, parseLabelSelector, type Selector } from '../../api/labels.ts';
import { parseQuantity } from '../../api/quantity.ts';
import { resourcePath, type Resource } from '../../api/resource.ts';
import { horizontalPodAutoscalers, pods } from '../../api/resources.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import { formatTime } from '../../api/time.ts';
import type { HorizontalPodAutoscaler, KubeObject, Pod } from '../../api/types.ts';
import { serverResources } from '../../client/discovery.ts';
import type { Informer } from '../../client/informer.ts';
import { objectReference } from '../../client/object-reference.ts';
import { objectKey } from '../../client/store.ts';
import { deepEqual } from '../../sim/plain.ts';
import {
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';
import { omitZeros } from '../omit-zeros.ts';
import { AutoscalerConditions, type AutoscalerStatus } from './autoscaler-conditions.ts';
import { metricKinds, type MetricProposal, type MetricStatus, type MetricView } from './compute-metric.ts';
import { MetricProblem } from './metric-problem.ts';
import { MetricsClient } from './metrics-client.ts';
import type { Tolerances } from './replica-count.ts';
import { ScalingHistory, type AutoscalerSpec } from './scaling-history.ts';

const syncPeriodMs = 15_000;
const usualTolerance = 0.1;
const conflictRetries = 5;

interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly replicas: number; readonly selector?: string };
}

/** One look at one autoscaler. */
interface Look {
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly spec: AutoscalerSpec;
  readonly history: ScalingHistory;
  readonly conditions: AutoscalerConditions;
  readonly target: Resource<Scale>;
  readonly scale: Scale;
  readonly current: number;
}

/** How many replicas there shall be, and why; `replicas` undefined = as many as there are. */
interface Decision {
  readonly replicas?: number;
  readonly reason: string;
  readonly metrics: readonly MetricStatus[];
}

/** The look ended without a decision; conditions and events have said why. */
class NoDecision extends Error {
  readonly metrics: readonly MetricStatus[];
  constructor(message: string, metrics: readonly MetricStatus[]) {
    super(message);
    this.metrics = metrics;
  }
}

/** Keeps the replicas of workloads in step with what they use. Models pkg/controller/podautoscaler (v1.36). */
export function startHorizontalPodAutoscalerController(context: ControllerContext): Controller {
  return new HorizontalPodAutoscalerController(context);
}

class HorizontalPodAutoscalerController implements Controller {
  readonly #context: ControllerContext;
  readonly #runtime: ControllerRuntime;
  readonly #metrics: MetricsClient;
  readonly #autoscalers: Informer<HorizontalPodAutoscaler>;
  readonly #pods: Informer<Pod>;
  readonly #histories = new Map<string, ScalingHistory>();
  /** Which pods each autoscaler looks after, as far as it has found out. */
  readonly #selectors = new Map<string, Selector>();

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#autoscalers = context.informers.of(horizontalPodAutoscalers);
    this.#pods = context.informers.of(pods);
    indexByNamespace(this.#pods);
    this.#runtime = makeRuntime(context, {
      name: 'horizontal-pod-autoscaler',
      needs: [this.#autoscalers, this.#pods],
      sync: (key) => this.#sync(key),
    });
    this.#metrics = new MetricsClient(this.#runtime.client);
    // Whatever happens, an autoscaler is looked at once in each period.
    const inAWhile = (autoscaler: HorizontalPodAutoscaler): void => {
      const key = objectKey(autoscaler);
      this.#runtime.queue.addAfter(key, syncPeriodMs, { chore: true });
      if (!this.#selectors.has(key)) this.#selectors.set(key, nothing);
    };
    this.#autoscalers.addHandler({
      onAdd: inAWhile,
      onUpdate: (_, autoscaler) => inAWhile(autoscaler),
      onDelete: (autoscaler) => this.#selectors.delete(objectKey(autoscaler)),
    });
  }

  stop(): void {
    this.#runtime.stop();
  }

  get #nowMs(): number {
    return this.#context.sim.nowMs;
  }

  #sync(key: string): void {
    const autoscaler = this.#autoscalers.lister.get(key);
    if (autoscaler?.spec === undefined) {
      this.#histories.delete(key);
      return;
    }
    try {
      this.#reconcile(key, autoscaler, autoscaler.spec);
    } catch (error) {
      // What could not be asked or written is tried again in the next period.
      if (!(error instanceof StatusError)) throw error;
    }
    this.#runtime.queue.addAfter(key, syncPeriodMs, { chore: true });
  }

  /** Models reconcileAutoscaler (v1.36). */
  #reconcile(key: string, autoscaler: HorizontalPodAutoscaler, spec: AutoscalerSpec): void {
    const conditions = new AutoscalerConditions(autoscaler.status, this.#nowMs);
    const found = this.#findScale(autoscaler, spec);
    if (typeof found === 'string') {
      this.#tell(autoscaler, 'Warning', 'FailedGetScale', found);
      const message = `the HPA controller was unable to get the target's current scale: ${found}`;
      conditions.set('AbleToScale', false, 'FailedGetScale', message);
      this.#writeStatus(autoscaler, {
        ...autoscaler.status,
        conditions: conditions.list,
      } as AutoscalerStatus);
      return;
    }
    const { target, scale } = found;
    const message = "the HPA controller was able to get the target's current scale";
    conditions.set('AbleToScale', true, 'SucceededGetScale', message);
    const current = scale.spec.replicas ?? 0;
    let history = this.#histories.get(key);
    if (history === undefined) {
      this.#histories.set(key, (history = new ScalingHistory(current, this.#nowMs)));
    }
    const look: Look = { autoscaler, spec, history, conditions, target, scale, current };
    try {
      const decision = this.#decide(look);
      this.#carryOut(look, decision);
    } catch (error) {
      if (!(error instanceof NoDecision)) throw error;
      const { desiredReplicas } = autoscaler.status ?? {};
      this.#writeStatus(autoscaler, statusOf(look, desiredReplicas ?? 0, error.metrics));
    }
  }

  /** The target's scale, or why there is none. */
  #findScale(
    { metadata: { namespace } }: HorizontalPodAutoscaler,
    { scaleTargetRef: { apiVersion = '', kind, name } }: AutoscalerSpec,
  ): { target: Resource<Scale>; scale: Scale } | string {
    if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    const { client } = this.#runtime;
    const target = serverResources(client).find(
      (resource) => resource.kind === kind && resource.group === group,
    ) as Resource<Scale> | undefined;
    if (target === undefined) return `no matches for kind "${kind}" in group "${group}"`;
    try {
      return { target, scale: this.#readScale(target, namespace, name) };
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return error.message;
    }
  }

  #readScale(target: Resource<Scale>, namespace: string | undefined, name: string): Scale {
    return this.#runtime.client.getPath(
      resourcePath(target, { namespace, name, subresource: 'scale' }),
    ) as Scale;
  }

  #decide(look: Look): Decision {
    const { spec, conditions, current, history } = look;
    const { minReplicas: min = 1, maxReplicas: max } = spec;
    if (current === 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      conditions.set('ScalingActive', false, 'ScalingDisabled', message);
      return { reason: '', metrics: [] };
    }
    if (current > max) {
      return { replicas: max, reason: 'Current number of replicas above Spec.MaxReplicas', metrics: [] };
    }
    if (current < min) {
      return { replicas: min, reason: 'Current number of replicas below Spec.MinReplicas', metrics: [] };
    }
    const { replicas: desired, name, metrics } = this.#askMetrics(look);
    const wish = { current, desired, min, max, nowMs: this.#nowMs };
    const { replicas, stabilized, limited } = history.normalize(wish, spec.behavior);
    conditions.set('AbleToScale', true, stabilized.reason, stabilized.message);
    conditions.set('ScalingLimited', limited.isLimited, limited.reason, limited.message);
    const reason =
      desired > current ? `${name} above target` : desired < current ? 'All metrics below target' : '';
    return { ...(replicas !== current && { replicas }), reason, metrics };
  }

  /** The most that a metric asks for. Models computeReplicasForMetrics (v1.36). */
  #askMetrics(look: Look): { replicas: number; name: string; metrics: readonly MetricStatus[] } {
    const { autoscaler, spec, conditions, scale, current } = look;
    const selector = this.#selectorOf(look);
    const view: MetricView = {
      client: this.#metrics,
      namespace: autoscaler.metadata.namespace ?? '',
      selector,
      pods: this.#select(autoscaler, selector),
      currentReplicas: current,
      statusReplicas: scale.status?.replicas ?? 0,
      tolerances: tolerancesOf(spec),
      nowMs: this.#nowMs,
    };
    let most: MetricProposal | undefined;
    const problems: { reason: string; why: string; message: string }[] = [];
    const { metrics: specs = [] } = spec;
    const metrics = specs.map((metric): MetricStatus => {
      const kind = metricKinds[metric.type];
      if (kind === undefined) return { type: '' };
      try {
        const proposal = kind.compute(view, metric);
        if (most === undefined || proposal.replicas > most.replicas) most = proposal;
        return proposal.status;
      } catch (error) {
        if (!(error instanceof MetricProblem)) throw error;
        this.#tell(autoscaler, 'Warning', kind.failure, error.message);
        const message = `${kind.failed(metric)}: ${error.message}`;
        problems.push({ reason: kind.failure, why: error.message, message });
        return { type: '' };
      }
    });
    const [first] = problems;
    if (most === undefined || (first !== undefined && most.replicas < current)) {
      const { reason = '', why = '', message = '' } = first ?? {};
      conditions.set(
        'ScalingActive',
        false,
        reason,
        `the HPA was unable to compute the replica count: ${why}`,
      );
      const text = `invalid metrics (${problems.length} invalid out of ${specs.length}), first error is: ${message}`;
      this.#tell(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', text);
      throw new NoDecision(text, metrics);
    }
    const message = `the HPA was able to successfully calculate a replica count from ${most.name}`;
    conditions.set('ScalingActive', true, 'ValidMetricFound', message);
    return { replicas: most.replicas, name: most.name, metrics };
  }

  /** Models validateAndParseSelector (v1.36). */
  #selectorOf({ autoscaler, scale, conditions }: Look): Selector {
    const key = objectKey(autoscaler);
    const text = scale.status?.selector ?? '';
    if (text === '') {
      const message = "the HPA target's scale is missing a selector";
      conditions.set('ScalingActive', false, 'InvalidSelector', message);
      throw this.#refuse(autoscaler, 'SelectorRequired', 'selector is required');
    }
    const selector = parseLabelSelector(text);
    if (this.#selectors.has(key)) this.#selectors.set(key, selector);
    const rivals = this.#selecting(autoscaler, selector);
    if (rivals.length > 1) {
      const message = `pods by selector ${text} are controlled by multiple HPAs: [${rivals.join(' ')}]`;
      conditions.set('ScalingActive', false, 'AmbiguousSelector', message);
      throw this.#refuse(autoscaler, 'AmbiguousSelector', message);
    }
    return selector;
  }

  #refuse(autoscaler: HorizontalPodAutoscaler, reason: string, message: string): NoDecision {
    this.#tell(autoscaler, 'Warning', reason, message);
    this.#tell(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', message);
    return new NoDecision(message, []);
  }

  /** The autoscalers that look after one of these pods, as `{name namespace}`. */
  #selecting(autoscaler: HorizontalPodAutoscaler, selector: Selector): string[] {
    const { namespace } = autoscaler.metadata;
    const selected = this.#select(autoscaler, selector);
    return [...this.#selectors]
      .filter(([key, other]) => {
        if (!key.startsWith(`${namespace}/`)) return false;
        return selected.some((pod) => matchesLabels(other, pod.metadata.labels));
      })
      .map(([key]) => `{${key.slice(key.indexOf('/') + 1)} ${namespace}}`);
  }

  #select({ metadata }: HorizontalPodAutoscaler, selector: Selector): Pod[] {
    return [...inNamespace(this.#pods, metadata.namespace ?? '')].filter((pod) =>
      matchesLabels(selector, pod.metadata.labels),
    );
  }

  #carryOut(look: Look, { replicas, reason, metrics }: Decision): void {
    const { autoscaler, conditions, current, history, spec } = look;
    if (replicas === undefined) {
      this.#writeStatus(autoscaler, statusOf(look, current, metrics));
      return;
    }
    this.#runtime.decided(
      'HorizontalPodAutoscaler',
      autoscaler,
      () => `Scales ${spec.scaleTargetRef.name} from ${current} to ${replicas}: ${reason}.`,
    );
    const refusal = this.#rescale(look, replicas);
    if (refusal !== undefined) {
      const message = `New size: ${replicas}; reason: ${reason}; error: ${refusal}`;
      this.#tell(autoscaler, 'Warning', 'FailedRescale', message);
      const why = `the HPA controller was unable to update the target scale: ${refusal}`;
      conditions.set('AbleToScale', false, 'FailedUpdateScale', why);
      throw new NoDecision(refusal, metrics);
    }
    const message = `the HPA controller was able to update the target scale to ${replicas}`;
    conditions.set('AbleToScale', true, 'SucceededRescale', message);
    this.#tell(autoscaler, 'Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
    history.noteChange(current, replicas, spec.behavior, this.#nowMs);
    const lastScaleTime = formatTime(this.#nowMs);
    this.#writeStatus(autoscaler, { ...statusOf(look, replicas, metrics), lastScaleTime });
  }

  /** Answers why it failed. */
  #rescale({ target, scale, autoscaler }: Look, replicas: number): string | undefined {
    const { namespace, name } = scale.metadata;
    let fresh = scale;
    for (let attempt = 1; ; attempt++) {
      try {
        this.#runtime.client.update(target, { ...fresh, spec: { replicas } }, 'scale');
        return undefined;
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        if (!isReason(error, 'Conflict') || attempt >= conflictRetries) return error.message;
        fresh = this.#readScale(target, namespace ?? autoscaler.metadata.namespace, name);
      }
    }
  }

  #writeStatus(autoscaler: HorizontalPodAutoscaler, status: AutoscalerStatus): void {
    if (deepEqual(autoscaler.status, status)) return;
    try {
      this.#runtime.client.update(horizontalPodAutoscalers, { ...autoscaler, status }, 'status');
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.#tell(autoscaler, 'Warning', 'FailedUpdateStatus', error.message);
    }
  }

  #tell(
    autoscaler: HorizontalPodAutoscaler,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    const about = objectReference(horizontalPodAutoscalers, autoscaler);
    this.#runtime.recorder.event(about, type, reason, message);
  }
}

function statusOf(
  { autoscaler, current, conditions }: Look,
  desiredReplicas: number,
  metrics: readonly MetricStatus[],
): AutoscalerStatus {
  const lastScaleTime = autoscaler.status?.lastScaleTime;
  return omitZeros(
    {
      ...(lastScaleTime !== undefined && { lastScaleTime }),
      currentReplicas: current,
      desiredReplicas,
      // Go writes a list that was never made as null.
      currentMetrics: metrics.length > 0 ? [...metrics] : (null as never),
      conditions: [...conditions.list],
    },
    ['desiredReplicas'],
  );
}

/** Models tolerancesForHpa (v1.36). */
function tolerancesOf({ behavior }: AutoscalerSpec): Tolerances {
  const read = (tolerance: string | number | undefined): number =>
    tolerance === undefined ? usualTolerance : Number(parseQuantity(tolerance).nanos) / 1e9;
  return { up: read(behavior?.scaleUp?.tolerance), down: read(behavior?.scaleDown?.tolerance) };
}
