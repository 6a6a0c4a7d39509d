import type { Labels } from '../../../api/labels.ts';
import type { AffinityTerm } from '../../framework/affinity-term.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import { matchesAllTerms, TopologyCounts } from './topology-counts.ts';

/** The required terms of the pod to schedule, namespace selectors resolved. */
export interface RequiredTerms {
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  /** Labels of the pod's own namespace. */
  readonly namespaceLabels: Labels;
}

/** How the pods of the cluster lie by topology. Models interpodaffinity.preFilterState (v1.36). */
export class RequiredState {
  readonly terms: RequiredTerms;
  readonly podInfo: PodInfo;
  /** Pods that the incoming pod's affinity wants to be near. */
  affinityCounts = new TopologyCounts();
  /** Pods that its anti-affinity wants to be away from. */
  antiAffinityCounts = new TopologyCounts();
  /** Pods whose own anti-affinity wants it away. */
  existingAntiAffinityCounts = new TopologyCounts();

  constructor(podInfo: PodInfo, terms: RequiredTerms) {
    this.podInfo = podInfo;
    this.terms = terms;
  }

  countAll(snapshot: Snapshot): void {
    for (const node of snapshot.nodesWithPodsWithRequiredAntiAffinity) {
      for (const existing of node.podsWithRequiredAntiAffinity) this.#countExisting(existing, node, 1);
    }
    if (this.terms.affinity.length === 0 && this.terms.antiAffinity.length === 0) return;
    for (const node of snapshot.nodes) {
      for (const existing of node.pods) this.#countOwn(existing, node, 1);
    }
  }

  /** Whether no pod can be in the way, nor is wanted. */
  get irrelevant(): boolean {
    const { affinity, antiAffinity } = this.terms;
    return this.existingAntiAffinityCounts.empty && affinity.length === 0 && antiAffinity.length === 0;
  }

  /** A pod comes to (1) or leaves (-1) the node. */
  change(existing: PodInfo, node: NodeInfo, by: 1 | -1): void {
    this.#countExisting(existing, node, by);
    this.#countOwn(existing, node, by);
  }

  clone(): RequiredState {
    const copy = new RequiredState(this.podInfo, this.terms);
    copy.affinityCounts = this.affinityCounts.clone();
    copy.antiAffinityCounts = this.antiAffinityCounts.clone();
    copy.existingAntiAffinityCounts = this.existingAntiAffinityCounts.clone();
    return copy;
  }

  satisfiesAffinity(node: NodeInfo): boolean {
    let near = true;
    for (const { topologyKey } of this.terms.affinity) {
      const value = node.label(topologyKey);
      if (value === undefined) return false;
      if (this.affinityCounts.get(topologyKey, value) <= 0) near = false;
    }
    // The first pod of a group that wants to be near itself would wait for ever.
    return near || (this.affinityCounts.empty && matchesAllTerms(this.terms.affinity, this.podInfo.pod));
  }

  satisfiesAntiAffinity(node: NodeInfo): boolean {
    if (this.antiAffinityCounts.empty) return true;
    for (const { topologyKey } of this.terms.antiAffinity) {
      const value = node.label(topologyKey);
      if (value !== undefined && this.antiAffinityCounts.get(topologyKey, value) > 0) return false;
    }
    return true;
  }

  satisfiesExistingAntiAffinity(node: NodeInfo): boolean {
    return this.existingAntiAffinityCounts.empty || !this.existingAntiAffinityCounts.hasAny(node);
  }

  #countExisting(existing: PodInfo, node: NodeInfo, by: 1 | -1): void {
    this.existingAntiAffinityCounts.addForAntiAffinity(
      existing.requiredAntiAffinityTerms,
      this.podInfo.pod,
      this.terms.namespaceLabels,
      node,
      by,
    );
  }

  #countOwn(existing: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const { affinity, antiAffinity } = this.terms;
    this.affinityCounts.addForAffinity(affinity, existing.pod, node, by);
    this.antiAffinityCounts.addForAntiAffinity(antiAffinity, existing.pod, undefined, node, by);
  }
}
