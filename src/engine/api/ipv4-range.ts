import { isCidr, isIpv4 } from './ip.ts';

/** A range of IPv4 addresses. */
export interface Ipv4Range {
  /** As it is written: `10.96.0.0/12`. */
  readonly cidr: string;
  readonly size: number;
  /** The address with that place in the range; 0 is the range's own. */
  address(place: number): string;
  has(address: string): boolean;
}

/** The range that `cidr` names; undefined where it names none. Bits behind the prefix do not count. */
export function parseIpv4Range(cidr: string): Ipv4Range | undefined {
  const [base = '', prefix = ''] = cidr.split('/');
  if (!isCidr(cidr) || !isIpv4(base)) return undefined;
  const size = 2 ** (32 - Number(prefix));
  const first = Math.floor(toNumber(base) / size) * size;
  return {
    cidr,
    size,
    address: (place) => toText(first + place),
    has: (address) => isIpv4(address) && toNumber(address) >= first && toNumber(address) < first + size,
  };
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}
