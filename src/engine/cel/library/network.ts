/** Addresses and networks. Models k8s.io/apiserver/pkg/cel/library/ip.go and cidr.go (v1.36). */
import { ipBits, ipText, isIpAddress } from '../../api/ip.ts';
import { goQuote } from '../../api/go-text.ts';
import { traverses, type Declaration } from '../functions.ts';
import { opaqueType } from '../types.ts';
import { CelError, CelOpaque } from '../values.ts';

const ipType = opaqueType('net.IP');
const cidrType = opaqueType('net.CIDR');

class CelIp extends CelOpaque {
  readonly type = ipType;
  readonly bits: bigint;
  readonly width: 32 | 128;

  constructor(bits: bigint, width: 32 | 128) {
    super();
    this.bits = bits;
    this.width = width;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelIp && other.width === this.width && other.bits === this.bits;
  }

  /** The first `length` bits. */
  prefix(length: number): bigint {
    return this.bits >> BigInt(this.width - length);
  }
}

class CelCidr extends CelOpaque {
  readonly type = cidrType;
  readonly ip: CelIp;
  readonly length: number;

  constructor(ip: CelIp, length: number) {
    super();
    this.ip = ip;
    this.length = length;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelCidr && other.length === this.length && other.ip.equals(this.ip);
  }

  contains(ip: CelIp): boolean {
    return ip.width === this.ip.width && ip.prefix(this.length) === this.ip.prefix(this.length);
  }
}

/** What Go's netip says of the commonest mistakes. */
function addressProblem(text: string): string {
  if (!/^[0-9.]+$/.test(text) || !text.includes('.')) return 'unable to parse IP';
  const parts = text.split('.');
  if (parts.includes('')) return 'IPv4 field must have at least one digit';
  if (parts.some((part) => Number(part) > 255)) return 'IPv4 field has value >255';
  if (parts.some((part) => /^0\d/.test(part))) return 'IPv4 field has octet with leading zero';
  return parts.length > 4 ? 'IPv4 address too long' : 'IPv4 address too short';
}

function parseIp(text: string): CelIp {
  const zone = text.indexOf('%');
  if (zone >= 0 && isIpAddress(text.slice(0, zone)) && text.includes(':'))
    throw new CelError(`IP address ${goQuote(text)} with zone value is not allowed`);
  if (!isIpAddress(text) || /(?:^|\.)0\d/.test(text.includes(':') ? '' : text))
    throw new CelError(
      `IP Address ${goQuote(text)} parse error during conversion from string: ParseAddr(${goQuote(text)}): ${addressProblem(text)}`,
    );
  const { bits, width } = ipBits(text);
  if (width === 128 && bits >> 32n === 0xffffn)
    throw new CelError(`IPv4-mapped IPv6 address ${goQuote(text)} is not allowed`);
  return new CelIp(bits, width);
}

function parseCidr(text: string): CelCidr {
  const slash = text.lastIndexOf('/');
  const problem = 'network address parse error during conversion from string: ';
  const head = `${problem}${problem}netip.ParsePrefix`;
  if (slash < 0) throw new CelError(`${head}(${goQuote(text)}): no '/'`);
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  if (!isIpAddress(address))
    throw new CelError(
      `${head}(${goQuote(text)}): ParseAddr(${goQuote(address)}): ${addressProblem(address)}`,
    );
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length))
    throw new CelError(`${head}(${goQuote(text)}): bad bits after slash: ${goQuote(length)}`);
  const ip = parseIp(address);
  if (Number(length) > ip.width) throw new CelError(`${head}(${goQuote(text)}): prefix length out of range`);
  return new CelCidr(ip, Number(length));
}

function attempts(parse: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      parse(text);
      return true;
    } catch (error) {
      if (error instanceof CelError) return false;
      throw error;
    }
  };
}

/** Whether an address is in the block that a text of each width names. */
function within(four: string, six: string): (ip: CelIp) => boolean {
  const blocks = [parseCidr(four), parseCidr(six)];
  return (ip) => blocks.some((block) => block.contains(ip));
}

const isUnspecified = within('0.0.0.0/32', '::/128');
const isLoopback = within('127.0.0.0/8', '::1/128');
const isLinkLocalUnicast = within('169.254.0.0/16', 'fe80::/10');
const isMulticast = within('224.0.0.0/4', 'ff00::/8');
const isBroadcast = within('255.255.255.255/32', '::/128');
const isLinkLocalMulticast = (ip: CelIp): boolean =>
  ip.width === 32 ? ip.prefix(24) === 0xe00000n : ip.prefix(8) === 0xffn && ((ip.bits >> 112n) & 0xfn) === 2n;
const isGlobalUnicast = (ip: CelIp): boolean =>
  ![isUnspecified, isLoopback, isLinkLocalUnicast, isMulticast, isBroadcast].some((is) => is(ip));

function masked({ ip, length }: CelCidr): CelCidr {
  const rest = BigInt(ip.width - length);
  return new CelCidr(new CelIp((ip.bits >> rest) << rest, ip.width), length);
}

function containsCidr(outer: CelCidr, inner: CelCidr): boolean {
  return outer.length <= inner.length && outer.contains(inner.ip);
}

const constant = (): number => 1;

export const network: readonly Declaration[] = [
  ['ip(string): net.IP', parseIp, traverses(0)],
  ['isIP(string): bool', attempts(parseIp), traverses(0)],
  ['ip.isCanonical(string): bool', (text: string) => ipText(parseIp(text)) === text, traverses(0, 2)],
  ['string(net.IP): string', ipText],
  ['(net.IP).family(): int', ({ width }: CelIp) => (width === 32 ? 4n : 6n)],
  ['(net.IP).isUnspecified(): bool', isUnspecified],
  ['(net.IP).isLoopback(): bool', isLoopback],
  ['(net.IP).isLinkLocalMulticast(): bool', isLinkLocalMulticast],
  ['(net.IP).isLinkLocalUnicast(): bool', isLinkLocalUnicast],
  ['(net.IP).isGlobalUnicast(): bool', isGlobalUnicast],
  ['cidr(string): net.CIDR', parseCidr, traverses(0)],
  ['isCIDR(string): bool', attempts(parseCidr), traverses(0)],
  ['string(net.CIDR): string', ({ ip, length }: CelCidr) => `${ipText(ip)}/${length}`],
  [
    '(net.CIDR).containsIP(string): bool',
    (cidr: CelCidr, ip: string) => cidr.contains(parseIp(ip)),
    traverses(1),
  ],
  ['(net.CIDR).containsIP(net.IP): bool', (cidr: CelCidr, ip: CelIp) => cidr.contains(ip)],
  [
    '(net.CIDR).containsCIDR(string): bool',
    (cidr: CelCidr, inner: string) => containsCidr(cidr, parseCidr(inner)),
    traverses(1),
  ],
  ['(net.CIDR).containsCIDR(net.CIDR): bool', containsCidr],
  ['(net.CIDR).ip(): net.IP', ({ ip }: CelCidr) => ip, constant],
  ['(net.CIDR).prefixLength(): int', ({ length }: CelCidr) => BigInt(length)],
  ['(net.CIDR).masked(): net.CIDR', masked],
];
