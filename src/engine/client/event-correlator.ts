import type { Event } from '../api/types.ts';
import { LruCache } from './lru-cache.ts';
import { TokenBucket } from './token-bucket.ts';

/** What is to be done with an event: nothing, to create it, or to count up the one of its name. */
export type Correlation =
  | { readonly action: 'drop' }
  | { readonly action: 'create'; readonly event: Event }
  | { readonly action: 'count'; readonly event: Event };

const cacheSize = 4096;
/** From so many different messages on, events that differ only in their message become one. */
const similarBeforeCombined = 10;
const similarWithinMs = 600_000;
const spamBurst = 25;
const spamPerSecond = 1 / 300;

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

/**
 * Keeps a component from flooding the API with events: equal ones are counted, similar ones combined,
 * and what still comes too fast about one object is dropped.
 * Models client-go/tools/record EventCorrelator with its defaults (v1.36).
 */
export class EventCorrelator {
  readonly #similar = new LruCache<Similar>(cacheSize);
  readonly #observed = new LruCache<Event>(cacheSize);
  readonly #buckets = new LruCache<TokenBucket>(cacheSize);

  correlate(incoming: Event, nowMs: number): Correlation {
    const combined = this.#isOneOfMany(incoming, nowMs);
    const event = combined
      ? { ...incoming, message: `(combined from similar events): ${incoming.message}` }
      : incoming;
    const key = combined ? reasonKey(incoming) : `${reasonKey(incoming)}${fullKeyRest(incoming)}`;
    const last = this.#observed.get(key);
    const counted: Event =
      last === undefined
        ? event
        : {
            ...event,
            metadata: last.metadata,
            firstTimestamp: last.firstTimestamp,
            count: (last.count ?? 1) + 1,
          };
    this.#observed.set(key, counted);
    if (!this.#bucketOf(incoming).tryTake(nowMs)) return { action: 'drop' };
    return { action: last === undefined ? 'create' : 'count', event: counted };
  }

  #isOneOfMany(event: Event, nowMs: number): boolean {
    const key = reasonKey(event);
    let similar = this.#similar.get(key);
    if (similar === undefined || nowMs - similar.lastMs > similarWithinMs) {
      similar = { messages: new Set(), lastMs: nowMs };
      this.#similar.set(key, similar);
    }
    similar.messages.add(event.message ?? '');
    similar.lastMs = nowMs;
    if (similar.messages.size < similarBeforeCombined) return false;
    const [oldest] = similar.messages;
    if (oldest !== undefined) similar.messages.delete(oldest);
    return true;
  }

  #bucketOf(event: Event): TokenBucket {
    const key = objectKeyOf(event);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = new TokenBucket(spamPerSecond, spamBurst);
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}

function objectKeyOf({ source, involvedObject: object }: Event): string {
  return [
    source?.component,
    source?.host,
    object.kind,
    object.namespace,
    object.name,
    object.uid,
    object.apiVersion,
  ].join('\n');
}

function reasonKey(event: Event): string {
  const { type, reason, reportingComponent, reportingInstance } = event;
  return [objectKeyOf(event), type, reason, reportingComponent, reportingInstance].join('\n');
}

function fullKeyRest(event: Event): string {
  return `\n${event.involvedObject.fieldPath ?? ''}\n${event.message}`;
}
