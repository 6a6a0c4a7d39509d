import { child, duplicate, forbidden, invalid, type FieldError } from '../../../api/field-error.ts';
import { isCidr } from '../../../api/ip.ts';
import { isLabelValue } from '../../../api/names.ts';
import type { Node, Taint } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { labelNameErrors, objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import { canonicalizeResourceList } from '../pod/defaults.ts';
import { internalForm } from '../pod/internal-form.ts';
import { each } from '../pod/validation/handlers.ts';
import { taintEffectErrors } from '../pod/validation/scheduling.ts';
import type { Strategy } from '../strategy.ts';
import { nodeTable } from './table.ts';

/** The rules of Nodes. Models pkg/registry/core/node (v1.36). */
export const nodeStrategy: Strategy<Node> = {
  defaults(draft) {
    const { spec, status } = draft;
    if (spec?.podCIDR && !spec.podCIDRs?.length) spec.podCIDRs = [spec.podCIDR];
    else if (spec?.podCIDRs?.[0] && !spec.podCIDR) spec.podCIDR = spec.podCIDRs[0];
    if (!status) return;
    canonicalizeResourceList(status.capacity);
    if (status.capacity && !status.allocatable) status.allocatable = { ...status.capacity };
    canonicalizeResourceList(status.allocatable);
  },
  validateCreate: (draft) => [...objectMetaErrors(draft.metadata, false), ...nodeErrors(draft)],
  prepareForUpdate(draft, old) {
    keepMember(draft, old, 'status');
  },
  validateUpdate: (draft, old) => [...nodeErrors(draft), ...changeErrors(draft, old)],
  subresources: {
    status: {
      prepareForUpdate(draft, old) {
        keepMember(draft, old, 'spec');
      },
    },
  },
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec?.unschedulable ?? false) },
  table: nodeTable,
};

/** Models ValidateNode (v1.36). */
function nodeErrors({ spec }: Node): FieldError[] {
  return [
    ...taintErrors(spec?.taints ?? [], 'metadata.taints'),
    ...each(spec?.podCIDRs, 'spec.podCIDRs', (cidr, path) =>
      isCidr(cidr)
        ? []
        : [invalid(path, cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')],
    ),
  ];
}

/** Models validateNodeTaints (v1.36), which names the wrong place. */
function taintErrors(taints: readonly Taint[], path: string): FieldError[] {
  return each(taints, path, (taint, here, index) => {
    const errors = labelNameErrors(taint.key ?? '', child(here, 'key'));
    const problems = isLabelValue(taint.value ?? '');
    if (problems.length > 0) errors.push(invalid(child(here, 'value'), taint.value, problems.join(';')));
    errors.push(...taintEffectErrors(taint.effect, false, child(here, 'effect')));
    const repeats = taints
      .slice(0, index)
      .some((earlier) => earlier.key === taint.key && earlier.effect === taint.effect);
    if (repeats) {
      const error = duplicate(here, internalForm('Taint', taint));
      errors.push({ ...error, body: `${error.body}: taints must be unique by key and effect pair` });
    }
    return errors;
  });
}

/** Models ValidateNodeUpdate (v1.36). */
function changeErrors(draft: Node, old: Node): FieldError[] {
  const errors: FieldError[] = [];
  const before = old.spec?.podCIDRs ?? [];
  if (before.length > 0 && !deepEqual(draft.spec?.podCIDRs ?? [], before)) {
    errors.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  if (old.spec?.providerID && draft.spec?.providerID !== old.spec.providerID) {
    errors.push(
      forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'),
    );
  }
  return errors;
}
