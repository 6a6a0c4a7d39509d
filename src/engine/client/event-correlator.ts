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
  /** Different ones, oldest first. */
  readonly messages: string[];
  lastMs: number;
}

/** What is remembered of an event that was let through or dropped. */
interface Observed {
  readonly metadata: Event['metadata'];
  readonly firstTimestamp: Event['firstTimestamp'];
  readonly count: number;
}

/** An object about which there were events from one source. */
interface Subject {
  /** Stands for the object in keys: there are many keys for one object. */
  readonly number: number;
  readonly bucket: TokenBucket;
}

/**
 * Keeps a component from flooding the API with events: equal ones are counted, similar ones combined,
 * and what still comes too fast about one object is dropped.
 * Models client-go/tools/record EventCorrelator with its defaults (v1.36).
 */
export class EventCorrelator {
  readonly #similar = new LruCache<Similar>(cacheSize);
  readonly #observed = new LruCache<Observed>(cacheSize);
  /** One that is forgotten has nothing left in the other caches, which are asked as often for it. */
  readonly #subjects = new LruCache<Subject>(cacheSize);
  #subjectCount = 0;

  correlate(incoming: Event, nowMs: number): Correlation {
    const { number, bucket } = this.#subjectOf(incoming);
    const reasonKey = reasonKeyOf(number, incoming);
    const combined = this.#isOneOfMany(reasonKey, incoming, nowMs);
    const event = combined
      ? { ...incoming, message: `(combined from similar events): ${incoming.message}` }
      : incoming;
    const key = combined ? reasonKey : `${reasonKey}${fullKeyRest(incoming)}`;
    const last = this.#observed.get(key);
    const { metadata, firstTimestamp } = last ?? event;
    const observed = {
      metadata,
      firstTimestamp,
      count: last === undefined ? (event.count ?? 1) : last.count + 1,
    };
    this.#observed.set(key, observed);
    if (!bucket.tryTake(nowMs)) return { action: 'drop' };
    return last === undefined
      ? { action: 'create', event }
      : { action: 'count', event: { ...event, ...observed } };
  }

  #isOneOfMany(key: string, { message = '' }: Event, nowMs: number): boolean {
    let similar = this.#similar.get(key);
    if (similar === undefined || nowMs - similar.lastMs > similarWithinMs) {
      similar = { messages: [message], lastMs: nowMs };
      this.#similar.set(key, similar);
    }
    const { messages } = similar;
    if (!messages.includes(message)) messages.push(message);
    similar.lastMs = nowMs;
    if (messages.length < similarBeforeCombined) return false;
    messages.shift();
    return true;
  }

  #subjectOf(event: Event): Subject {
    const key = objectKeyOf(event);
    let subject = this.#subjects.get(key);
    if (subject === undefined) {
      subject = { number: this.#subjectCount++, bucket: new TokenBucket(spamPerSecond, spamBurst) };
      this.#subjects.set(key, subject);
    }
    return subject;
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

function reasonKeyOf(subject: number, event: Event): string {
  const { type, reason, reportingComponent, reportingInstance } = event;
  return [subject, type, reason, reportingComponent, reportingInstance].join('\n');
}

function fullKeyRest(event: Event): string {
  return `\n${event.involvedObject.fieldPath ?? ''}\n${event.message}`;
}
