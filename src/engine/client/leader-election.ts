import { info, error as logError, noLog, type Log } from '../api/klog.ts';
import { leases } from '../api/resources.ts';
import { isReason, StatusError } from '../api/status-error.ts';
import { formatMicroTime } from '../api/time.ts';
import type { Lease } from '../api/types.ts';
import { assert } from '../sim/assert.ts';
import { deepEqual } from '../sim/plain.ts';
import type { Simulation, Timer } from '../sim/simulation.ts';
import type { Client } from './client.ts';

export interface LeaderElectionOptions {
  readonly sim: Simulation;
  readonly client: Client;
  /** The Lease that is fought over. */
  readonly lock: { readonly namespace: string; readonly name: string };
  /** Who this candidate is: `HOSTNAME_UUID`. */
  readonly identity: string;
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
  readonly onStartedLeading: () => void;
  /** The Lease was lost, which ends a leader. */
  readonly onStoppedLeading: () => void;
  readonly log?: Log;
}

const jitterFactor = 1.2;

type LeaseSpec = NonNullable<Lease['spec']>;

/**
 * One candidate of an election: whoever's name stands in the Lease leads, for as long as it renews it.
 * Models client-go/tools/leaderelection (v1.36).
 */
export class LeaderElector {
  readonly #options: LeaderElectionOptions;
  readonly #log: Log;
  /** The Lease as this candidate last saw it, and when it saw that. */
  #observed: Lease | undefined;
  #observedMs = 0;
  #renewBeganMs = 0;
  #leads = false;
  #stopped = false;
  #timer: Timer | undefined;

  constructor(options: LeaderElectionOptions) {
    const { leaseDurationMs, renewDeadlineMs, retryPeriodMs } = options;
    assert(leaseDurationMs > renewDeadlineMs, 'leaseDuration must be greater than renewDeadline');
    assert(
      renewDeadlineMs > retryPeriodMs * jitterFactor,
      'renewDeadline must be greater than retryPeriod*JitterFactor',
    );
    this.#options = options;
    this.#log = options.log ?? noLog;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Begins to try, at this moment of virtual time. */
  start(): void {
    const { sim } = this.#options;
    const lock = this.#lockName;
    info(this.#log, 0, 'leaderelection.go:258', 'Attempting to acquire leader lease...', { lock });
    this.#timer = sim.soon(() => this.#tryAcquire());
  }

  /** Leaves the election; a leader gives the Lease back. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timer?.cancel();
    if (this.#leads) this.#release();
    this.#leads = false;
  }

  /** Leaves without giving anything back, as one that was killed. */
  kill(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  get #lockName(): string {
    const { namespace, name } = this.#options.lock;
    return `${namespace}/${name}`;
  }

  #tryAcquire(): void {
    const { sim, retryPeriodMs, onStartedLeading } = this.#options;
    const lock = this.#lockName;
    if (!this.#acquireOrRenew()) {
      info(this.#log, 4, 'leaderelection.go:267', 'Failed to acquire lease', { lock });
      const waitMs = retryPeriodMs * (1 + sim.random('leader-election').fraction() * jitterFactor);
      this.#timer = sim.after(waitMs, () => this.#tryAcquire(), { chore: true });
      return;
    }
    info(this.#log, 0, 'leaderelection.go:272', 'Successfully acquired lease', { lock });
    this.#leads = true;
    this.#renewLater();
    onStartedLeading();
  }

  #renewLater(): void {
    const { sim, retryPeriodMs } = this.#options;
    this.#timer = sim.after(
      retryPeriodMs,
      () => {
        this.#renewBeganMs = sim.nowMs;
        this.#renew();
      },
      { chore: true },
    );
  }

  #renew(): void {
    const { sim, retryPeriodMs, renewDeadlineMs } = this.#options;
    if (this.#acquireOrRenew()) {
      this.#renewLater();
      return;
    }
    const deadlineMs = this.#renewBeganMs + renewDeadlineMs;
    const again = sim.nowMs + retryPeriodMs < deadlineMs;
    this.#timer = again
      ? sim.after(retryPeriodMs, () => this.#renew(), { chore: true })
      : sim.at(deadlineMs, () => this.#lose(), { chore: true });
  }

  #lose(): void {
    // The last try falls on the deadline, so it is not even sent.
    logError(this.#log, 'leaderelection.go:461', 'Error retrieving lease lock', {
      err: 'client rate limiter Wait returned an error: rate: Wait(n=1) would exceed context deadline',
      lock: this.#lockName,
    });
    info(this.#log, 0, 'leaderelection.go:304', 'Failed to renew lease', {
      lock: this.#lockName,
      err: 'context deadline exceeded',
    });
    // The Lease is somebody else's by now, so there is nothing to give back.
    const isStillOurs = this.#observed?.spec?.holderIdentity === this.#options.identity;
    if (isStillOurs) this.#release();
    this.#leads = false;
    this.#stopped = true;
    this.#options.onStoppedLeading();
  }

  #acquireOrRenew(): boolean {
    return this.#renewOptimistically() || this.#acquireSlowly();
  }

  /** A leader writes what it knows, without asking first. */
  #renewOptimistically(): boolean {
    const observed = this.#observed;
    const isOurs = observed?.spec?.holderIdentity === this.#options.identity;
    if (observed === undefined || !isOurs || !this.#isValid(observed)) return false;
    try {
      this.#write(observed, {
        acquireTime: observed.spec?.acquireTime,
        leaseTransitions: observed.spec?.leaseTransitions,
      });
      return true;
    } catch (problem) {
      if (!(problem instanceof StatusError)) throw problem;
      const text = 'Failed to update lease optimistically, falling back to slow path';
      info(this.#log, 2, 'leaderelection.go:454', text, { lock: this.#lockName, err: problem.message });
      return false;
    }
  }

  #acquireSlowly(): boolean {
    const { client, lock, identity, sim } = this.#options;
    try {
      const lease = client.get(leases, lock);
      if (!deepEqual(lease.spec, this.#observed?.spec)) this.#observe(lease);
      const holder = lease.spec?.holderIdentity ?? '';
      const isOurs = holder === identity;
      if (holder !== '' && !isOurs && this.#isValid(lease)) {
        const text = 'Lease is held by and has not yet expired';
        info(this.#log, 4, 'leaderelection.go:481', text, { lock: this.#lockName, holder });
        return false;
      }
      const transitions = lease.spec?.leaseTransitions ?? 0;
      this.#write(lease, {
        acquireTime: isOurs ? lease.spec?.acquireTime : formatMicroTime(sim.nowMs),
        leaseTransitions: isOurs ? transitions : transitions + 1,
      });
      return true;
    } catch (problem) {
      if (isReason(problem, 'NotFound')) return this.#create();
      this.#sayRetrieval(problem);
      return false;
    }
  }

  #create(): boolean {
    const { client, lock, sim } = this.#options;
    const now = formatMicroTime(sim.nowMs);
    const spec = this.#spec({ acquireTime: now, leaseTransitions: 0 });
    const lease: Lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { namespace: lock.namespace, name: lock.name },
      spec,
    };
    try {
      this.#observe(client.create(leases, lease));
      return true;
    } catch (problem) {
      if (!(problem instanceof StatusError)) throw problem;
      logError(this.#log, 'leaderelection.go:469', 'Error initially creating lease lock', {
        err: problem.message,
        lock: this.#lockName,
      });
      return false;
    }
  }

  #sayRetrieval(problem: unknown): void {
    if (!(problem instanceof StatusError)) throw problem;
    logError(this.#log, 'leaderelection.go:461', 'Error retrieving lease lock', {
      err: problem.message,
      lock: this.#lockName,
    });
  }

  #write(lease: Lease, given: Pick<LeaseSpec, 'acquireTime' | 'leaseTransitions'>): void {
    const spec = { ...lease.spec, ...this.#spec(given) };
    this.#observe(this.#options.client.update(leases, { ...lease, spec }));
  }

  #spec(given: Pick<LeaseSpec, 'acquireTime' | 'leaseTransitions'>): LeaseSpec {
    const { identity, leaseDurationMs, sim } = this.#options;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.floor(leaseDurationMs / 1000),
      renewTime: formatMicroTime(sim.nowMs),
      ...given,
    };
  }

  #release(): void {
    const observed = this.#observed;
    if (observed === undefined) return;
    const now = formatMicroTime(this.#options.sim.nowMs);
    const spec = {
      ...observed.spec,
      holderIdentity: '',
      leaseDurationSeconds: 1,
      renewTime: now,
      acquireTime: now,
    };
    try {
      this.#observe(this.#options.client.update(leases, { ...observed, spec }));
    } catch (problem) {
      if (!(problem instanceof StatusError)) throw problem;
      logError(this.#log, 'leaderelection.go:352', 'Failed to release lease', {
        err: problem.message,
        lock: this.#lockName,
      });
    }
  }

  #observe(lease: Lease): void {
    this.#observed = lease;
    this.#observedMs = this.#options.sim.nowMs;
  }

  /** By this candidate's own clock: it never compares its time with what another wrote. */
  #isValid(lease: Lease): boolean {
    const seconds = lease.spec?.leaseDurationSeconds ?? 0;
    return this.#observedMs + seconds * 1000 > this.#options.sim.nowMs;
  }
}
