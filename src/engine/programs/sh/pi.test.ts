import { expect, it } from 'vitest';
import { digitsOfPi } from './pi.ts';

it('has as many digits as are asked for', () => {
  expect(digitsOfPi(20)).toBe('3.14159265358979323846');
  const long = digitsOfPi(1999);
  expect(long).toHaveLength(2001);
  // The sequence of six nines, at the 762nd place.
  expect(long.indexOf('999999')).toBe(763);
});
