import { expect, test } from 'vitest';
import { fieldErrorText } from '../../api/field-error.ts';
import type { NodeSelectorRequirement } from '../../api/types.ts';
import { nodeSelectorTermErrors } from './node-selector-errors.ts';

const noLabel = expect.stringMatching(
  /^\[0\]\.matchExpressions\[0\]\.values\[0\]\[gen\]: Invalid value: "-5": a valid label must be/,
);

test.each<[NodeSelectorRequirement, unknown[]]>([
  [{ key: 'gen', operator: 'Gt', values: ['5'] }, []],
  [{ key: 'gen', operator: 'Gt', values: ['-5'] }, [noLabel]],
  [
    { key: 'gen', operator: 'Lt', values: ['new'] },
    [
      `[0].matchExpressions[0].values[0]: Invalid value: "new": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
  ],
  [
    { key: 'gen', operator: 'Exists', values: ['x'] },
    [
      '[0].matchExpressions[0].values: Invalid value: ["x"]: values set must be empty for exists and does not exist',
    ],
  ],
])('%j', (requirement, expected) => {
  const errors = nodeSelectorTermErrors('[0]', { matchExpressions: [requirement] });
  expect(errors.map(fieldErrorText)).toEqual(expected);
});

test('fields take one value', () => {
  const errors = nodeSelectorTermErrors('', {
    matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }],
  });
  expect(errors.map(fieldErrorText)).toEqual([
    'matchFields[0].values: Invalid value: ["a","b"]: must have one element',
  ]);
});
