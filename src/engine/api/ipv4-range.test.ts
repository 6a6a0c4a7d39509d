import { describe, expect, it } from 'vitest';
import { parseIpv4Range } from './ipv4-range.ts';

describe('a range of addresses', () => {
  it.each([
    ['10.96.0.0/12', 2 ** 20, 1, '10.96.0.1'],
    ['10.96.0.0/12', 2 ** 20, 300, '10.96.1.44'],
    ['192.168.7.9/24', 256, 10, '192.168.7.10'],
    ['255.255.255.255/32', 1, 0, '255.255.255.255'],
  ])('%s has %i addresses, the one at %i is %s', (cidr, size, place, address) => {
    const range = parseIpv4Range(cidr);
    expect(range?.size).toBe(size);
    expect(range?.address(place)).toBe(address);
    expect(range?.has(address)).toBe(true);
    expect(range?.has('9.255.255.255')).toBe(false);
  });

  it.each(['', '10.0.0.0', '10.0.0.0/33', 'fd00::/8', '10.0.0.256/24'])('%j names none', (cidr) =>
    expect(parseIpv4Range(cidr)).toBeUndefined(),
  );
});
