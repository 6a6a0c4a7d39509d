import { describe, expect, test } from 'vitest';
import type { Event } from '../api/types.ts';
import { EventCorrelator } from './event-correlator.ts';

let serial = 0;
function makeEvent(message: string, reason = 'FailedCreate'): Event {
  return {
    metadata: { name: `web.${serial++}`, namespace: 'demo' },
    involvedObject: { kind: 'ReplicaSet', namespace: 'demo', name: 'web', uid: 'u', apiVersion: 'apps/v1' },
    source: { component: 'replicaset-controller' },
    type: 'Warning',
    reason,
    message,
    count: 1,
  };
}

describe('EventCorrelator', () => {
  test('an equal event counts up the first', () => {
    const correlator = new EventCorrelator();
    const first = correlator.correlate(makeEvent('no'), 0);
    const second = correlator.correlate(makeEvent('no'), 1000);
    expect(first.action).toBe('create');
    expect(second).toMatchObject({ action: 'count', event: { count: 2 } });
    expect(second).toMatchObject({
      event: { metadata: first.action === 'create' ? first.event.metadata : {} },
    });
  });

  test('the tenth message of one reason is combined, and so are those after it', () => {
    const correlator = new EventCorrelator();
    const answers = Array.from({ length: 12 }, (_, index) =>
      correlator.correlate(makeEvent(`no ${index}`), index),
    );
    expect(answers.map(({ action }) => action)).toEqual([...Array(10).fill('create'), 'count', 'count']);
    expect(answers[9]).toMatchObject({ event: { message: '(combined from similar events): no 9' } });
    expect(answers[11]).toMatchObject({
      event: { message: '(combined from similar events): no 11', count: 3 },
    });
  });

  test('after ten quiet minutes similar events stand alone again', () => {
    const correlator = new EventCorrelator();
    for (let index = 0; index < 9; index++) correlator.correlate(makeEvent(`no ${index}`), 0);
    expect(correlator.correlate(makeEvent('late'), 600_001)).toMatchObject({ event: { message: 'late' } });
  });

  test('25 at once about one object, then one in five minutes', () => {
    const correlator = new EventCorrelator();
    const actions = Array.from({ length: 27 }, () => correlator.correlate(makeEvent('no'), 0).action);
    expect(actions.filter((action) => action === 'drop')).toHaveLength(2);
    expect(correlator.correlate(makeEvent('no'), 300_000).action).toBe('count');
    expect(correlator.correlate(makeEvent('no'), 300_001).action).toBe('drop');
  });
});
