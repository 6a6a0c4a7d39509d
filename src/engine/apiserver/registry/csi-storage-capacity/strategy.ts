import { invalid } from '../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import { isDnsSubdomain } from '../../../api/names.ts';
import { compareQuantities, parseQuantity, storedQuantity } from '../../../api/quantity.ts';
import type { CSIStorageCapacity } from '../../../api/types.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';

/** The rules of CSIStorageCapacities. Models pkg/registry/storage/csistoragecapacity (v1.36). */
export const csiStorageCapacityStrategy: Strategy<CSIStorageCapacity> = {
  validateCreate: ({ metadata, nodeTopology, storageClassName, capacity }) => [
    ...objectMetaErrors(metadata, true),
    ...labelSelectorErrors(nodeTopology, 'nodeTopology'),
    ...isDnsSubdomain(storageClassName).map((problem) =>
      invalid('storageClassName', storageClassName, problem),
    ),
    ...(capacity !== undefined && compareQuantities(parseQuantity(capacity), parseQuantity('0')) < 0
      ? [invalid('capacity', storedQuantity(capacity), 'must be greater than or equal to 0')]
      : []),
  ],
  validateUpdate: (draft, old) => [
    ...immutableErrors(draft.nodeTopology, old.nodeTopology, 'nodeTopology'),
    ...immutableErrors(draft.storageClassName, old.storageClassName, 'storageClassName'),
  ],
};
