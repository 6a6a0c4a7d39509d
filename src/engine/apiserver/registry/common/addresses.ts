import { ipBits, ipText, isCidr, isIpAddress, isIpv4 } from '../../../api/ip.ts';
import { goQuote } from '../../../api/go-text.ts';

const mappedPrefix = 0xffffn;

function hasLeadingZero(address: string): boolean {
  return address.includes('.') && /(?:^|[.:])0\d/.test(address.slice(address.lastIndexOf(':') + 1));
}

function isMapped(address: string): boolean {
  const { bits, width } = ipBits(address);
  return width === 128 && bits >> 32n === mappedPrefix;
}

/** What is wrong with an address in a new field. Models validation.IsValidIP (v1.36). */
export function ipProblems(text: string): string[] {
  if (!isIpAddress(text)) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  if (hasLeadingZero(text)) return ['must not have leading 0s'];
  if (isMapped(text)) return ['must not be an IPv4-mapped IPv6 address'];
  const canonical = ipText(ipBits(text));
  return canonical === text ? [] : [`must be in canonical form (${goQuote(canonical)})`];
}

/** What is wrong with a network in a new field. Models validation.IsValidCIDR (v1.36). */
export function cidrProblems(text: string): string[] {
  if (!isCidr(text)) return ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
  const [address = '', length = ''] = text.split('/');
  if (hasLeadingZero(address) || /^0\d/.test(length))
    return ['must not have leading 0s in IP or prefix length'];
  if (isMapped(address)) return ['must not have an IPv4-mapped IPv6 address'];
  const { bits, width } = ipBits(address);
  const free = BigInt(width - Number(length));
  if ((bits >> free) << free !== bits) return ['must not have bits set beyond the prefix length'];
  const canonical = `${ipText({ bits, width })}/${length}`;
  return canonical === text ? [] : [`must be in canonical form (${goQuote(canonical)})`];
}

/** Which family the text of an address or network is of. */
export function isIpv4Text(text: string): boolean {
  return isIpv4(text.split('/')[0] ?? '');
}
