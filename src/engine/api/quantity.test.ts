import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  cpuMillis,
  formatQuantity,
  parseQuantity,
  storedQuantity,
  subtractQuantities,
  wholeValue,
} from './quantity.ts';

describe('canonical form', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['0.1', '100m'],
    ['0', '0'],
    ['0Mi', '0'],
    ['-1', '-1'],
    ['+5', '5'],
    ['1e3', '1e3'],
    ['100e-3', '100e-3'],
    ['12e6', '12e6'],
    ['512Ki', '512Ki'],
    ['1Ki', '1Ki'],
    ['1023', '1023'],
    ['0.5Ki', '512'],
    ['1500k', '1500k'],
    ['1000k', '1M'],
    ['1n', '1n'],
    ['0.0000000001', '1n'],
    ['.5', '500m'],
    ['5.', '5'],
    ['1P', '1P'],
    ['0.3Gi', '322122547200m'],
  ])('%s is %s', (text, canonical) => expect(canonicalQuantity(text)).toBe(canonical));

  it('of a JSON number is that of its digits', () => expect(canonicalQuantity(0.25)).toBe('250m'));

  it('of what is stored is rounded up to thousandths', () => expect(storedQuantity('1u')).toBe('1m'));
});

describe('what is no quantity', () => {
  const wrongFormat =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  it.each([
    ['', wrongFormat],
    ['abc', wrongFormat],
    ['1x', wrongFormat],
    ['1GB', wrongFormat],
    ['1.2.3', wrongFormat],
    ['--1', "unable to parse quantity's suffix"],
    ['1e', "unable to parse quantity's suffix"],
    ['1KM', "unable to parse quantity's suffix"],
  ])('%s', (text, message) => expect(() => parseQuantity(text)).toThrow(message));
});

describe('amounts', () => {
  it.each([
    ['100m', 100, 1],
    ['1', 1000, 1],
    ['1.5', 1500, 2],
    ['1Gi', 1073741824000, 1073741824],
    ['-1500m', -1500, -2],
  ])('%s', (text, millis, whole) => {
    expect(cpuMillis(text)).toBe(millis);
    expect(wholeValue(text)).toBe(whole);
  });
});

describe('for every quantity', () => {
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e2', 'E-3');
  const text = fc
    .tuple(fc.integer({ min: -99999, max: 99999 }), fc.nat(999), suffix)
    .map(([whole, fraction, end]) => `${whole}.${fraction}${end}`);

  it('the canonical form means the same amount and is its own canonical form', () => {
    fc.assert(
      fc.property(text, (source) => {
        const canonical = canonicalQuantity(source);
        expect(compareQuantities(parseQuantity(canonical), parseQuantity(source))).toBe(0);
        expect(canonicalQuantity(canonical)).toBe(canonical);
      }),
    );
  });

  it('subtracting undoes adding', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [a, b] = [parseQuantity(left), parseQuantity(right)];
        expect(compareQuantities(subtractQuantities(addQuantities(a, b), b), a)).toBe(0);
      }),
    );
  });

  it('formatting never throws', () => {
    fc.assert(fc.property(text, (source) => formatQuantity(parseQuantity(source)).length > 0));
  });
});
