interface Domain {
  pods: number;
  /** How many nodes make it up. */
  nodes: number;
}

/** The matching pods of each domain of one spread constraint, and the smallest of those numbers. */
export class DomainCounts {
  readonly #domains = new Map<string, Domain>();
  /** How many domains have so many pods. */
  readonly #domainsByPods = new Map<number, number>();

  get size(): number {
    return this.#domains.size;
  }

  /** The fewest pods that a domain has. */
  get smallest(): number {
    let smallest = Number.POSITIVE_INFINITY;
    for (const pods of this.#domainsByPods.keys()) if (pods < smallest) smallest = pods;
    return smallest;
  }

  get(domain: string): number {
    return this.#domains.get(domain)?.pods ?? 0;
  }

  /** Adds pods and nodes, which may be negative; a domain without nodes is none. */
  add(name: string, pods: number, nodes: number): void {
    let domain = this.#domains.get(name);
    if (domain === undefined) this.#domains.set(name, (domain = { pods: 0, nodes: 0 }));
    else this.#count(domain.pods, -1);
    domain.pods += pods;
    domain.nodes += nodes;
    if (domain.nodes === 0) this.#domains.delete(name);
    else this.#count(domain.pods, 1);
  }

  clone(): DomainCounts {
    const copy = new DomainCounts();
    for (const [name, { pods, nodes }] of this.#domains) copy.#domains.set(name, { pods, nodes });
    for (const [pods, domains] of this.#domainsByPods) copy.#domainsByPods.set(pods, domains);
    return copy;
  }

  #count(pods: number, by: 1 | -1): void {
    const domains = (this.#domainsByPods.get(pods) ?? 0) + by;
    if (domains === 0) this.#domainsByPods.delete(pods);
    else this.#domainsByPods.set(pods, domains);
  }
}
