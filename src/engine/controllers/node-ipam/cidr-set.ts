/**
 * The subnets of an IPv4 network that are still free. Models pkg/controller/nodeipam/ipam/cidrset (v1.36).
 */
export class CidrSet {
  readonly #base: number;
  readonly #subnetBits: number;
  readonly #count: number;
  readonly #taken = new Set<number>();
  #next = 0;

  /** `cidr` such as `10.244.0.0/16`; each subnet has `subnetBits`, such as 24. */
  constructor(cidr: string, subnetBits: number) {
    const [address = '', bits = ''] = cidr.split('/');
    this.#base = toNumber(address);
    this.#subnetBits = subnetBits;
    this.#count = 2 ** (subnetBits - Number(bits));
  }

  /** The next free subnet, going round; undefined when there is none. */
  allocate(): string | undefined {
    for (let tried = 0; tried < this.#count; tried++) {
      const index = (this.#next + tried) % this.#count;
      if (this.#taken.has(index)) continue;
      this.#taken.add(index);
      this.#next = (index + 1) % this.#count;
      return `${toAddress(this.#base + index * this.#size)}/${this.#subnetBits}`;
    }
    return undefined;
  }

  occupy(subnet: string): void {
    this.#taken.add(this.#indexOf(subnet));
  }

  release(subnet: string): void {
    this.#taken.delete(this.#indexOf(subnet));
  }

  get #size(): number {
    return 2 ** (32 - this.#subnetBits);
  }

  #indexOf(subnet: string): number {
    return Math.floor((toNumber(subnet.split('/')[0] ?? '') - this.#base) / this.#size);
  }
}

function toNumber(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
