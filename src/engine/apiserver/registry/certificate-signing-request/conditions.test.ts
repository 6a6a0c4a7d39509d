import { describe, expect, it } from 'vitest';
import { fieldErrorText, type FieldError } from '../../../api/field-error.ts';
import type { CertificateSigningRequest } from '../../../api/types.ts';
import { changeErrors, conditionErrors, withOldDecisions, withTimes } from './conditions.ts';

type Conditions = NonNullable<NonNullable<CertificateSigningRequest['status']>['conditions']>;

const condition = (type: string, status = 'True'): Conditions[number] => ({ type, status });
const request = (conditions: Conditions, certificate?: string): CertificateSigningRequest =>
  ({ metadata: { name: 'r' }, spec: {}, status: { conditions, certificate } }) as CertificateSigningRequest;
const texts = (errors: readonly FieldError[]): string[] => errors.map(fieldErrorText);

describe('conditions of a CertificateSigningRequest', () => {
  it('get their times, and keep that of their last turn', () => {
    const old = request([{ ...condition('Mine'), lastTransitionTime: '2026-01-01T00:00:00Z' }]);
    expect(withTimes([condition('Mine'), condition('New')], old, 1_000)).toEqual([
      {
        ...condition('Mine'),
        lastUpdateTime: '1970-01-01T00:00:01Z',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
      {
        ...condition('New'),
        lastUpdateTime: '1970-01-01T00:00:01Z',
        lastTransitionTime: '1970-01-01T00:00:01Z',
      },
    ]);
  });

  it('keep the decision as it was made', () => {
    const old = request([{ ...condition('Approved'), reason: 'ByHand' }]);
    expect(withOldDecisions([condition('Failed'), condition('Approved')], old)).toEqual([
      condition('Failed'),
      { ...condition('Approved'), reason: 'ByHand' },
    ]);
  });

  it.each<[string, Conditions, string[]]>([
    ['any type', [condition('Mine', 'Unknown')], []],
    ['no status', [condition('Mine', '')], ['status.conditions[0].status']],
    ['a decision that is not true', [condition('Approved', 'False')], ['status.conditions[0].status']],
    ['both decisions', [condition('Approved'), condition('Denied')], ['status.conditions']],
    ['a type twice', [condition('Mine'), condition('Mine')], ['status.conditions[1].type']],
  ])('may be %s', (_, conditions, fields) => {
    expect(conditionErrors(request(conditions), request([])).map(({ field }) => field)).toEqual(fields);
  });

  it.each<[string, Conditions, Conditions, boolean, string[]]>([
    [
      'a signer decides',
      [condition('Approved')],
      [],
      false,
      ['status.conditions: Forbidden: updates may not add a condition of type "Approved"'],
    ],
    ['one who may decides', [condition('Approved')], [], true, []],
    [
      'a decision is taken back',
      [],
      [condition('Denied')],
      true,
      ['status.conditions: Forbidden: updates may not remove a condition of type "Denied"'],
    ],
  ])('%s', (_, conditions, old, mayDecide, expected) => {
    expect(texts(changeErrors(request(conditions), request(old), mayDecide))).toEqual(expected);
  });

  it('stay beside one certificate', () => {
    expect(texts(changeErrors(request([], 'b'), request([], 'a'), false))).toEqual([
      'status.certificate: Forbidden: updates may not modify existing certificate content',
    ]);
    expect(changeErrors(request([], 'b'), request([]), false)).toEqual([]);
  });
});
