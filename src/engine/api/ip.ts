/** Whether a text is an IPv4 or IPv6 address as Kubernetes accepts it. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255);
}

export function isIpv6(text: string): boolean {
  if (!text.includes(':') || !/^[0-9a-fA-F:.]+$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)?.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && !isIpv4(last)) return false;
  const plain = groups.flat().filter((group) => !group.includes('.'));
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (embedded ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

/** Whether a text is an address and a prefix length: `10.0.0.0/8`. */
export function isCidr(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^[0-9]{1,3}$/.test(prefix)) return false;
  return Number(prefix) <= (isIpv4(address) ? 32 : 128) && isIpAddress(address);
}

/** An address as a number. */
export interface IpBits {
  readonly bits: bigint;
  readonly width: 32 | 128;
}

/** Reads an address that `isIpAddress` accepts. */
export function ipBits(text: string): IpBits {
  if (isIpv4(text))
    return { bits: text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n), width: 32 };
  return { bits: groupsOf(text).reduce((sum, group) => (sum << 16n) | group, 0n), width: 128 };
}

function groupsOf(text: string): bigint[] {
  const expand = (half: string): bigint[] =>
    half === ''
      ? []
      : half.split(':').flatMap((group) => {
          if (!group.includes('.')) return [BigInt(`0x${group}`)];
          const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
          return [BigInt(a * 256 + b), BigInt(c * 256 + d)];
        });
  const [left = '', right] = text.split('::');
  const head = expand(left);
  if (right === undefined) return head;
  const tail = expand(right);
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0n), ...tail];
}

/** The canonical text. */
export function ipText({ bits, width }: IpBits): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  // The longest run of at least two zero groups, the first of equals, is written as '::'.
  const runs = Array.from(groups.join(':').matchAll(/\b0(?::0)+\b/g));
  const longest = runs.toSorted((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
