import type { CSIDriver } from '../../../api/types.ts';
import { metaChecks } from '../common/object-meta.ts';
import { setDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { csiDriverTable } from './table.ts';

/** The rules of CSIDrivers. Models pkg/registry/storage/csidriver (v1.36). Simplified: the spec is not checked. */
export const csiDriverStrategy: Strategy<CSIDriver> = {
  defaults: ({ spec }) => {
    setDefault(spec, 'attachRequired', true);
    setDefault(spec, 'podInfoOnMount', false);
    setDefault(spec, 'storageCapacity', false);
    setDefault(spec, 'fsGroupPolicy', 'ReadWriteOnceWithFSType');
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
    setDefault(spec, 'requiresRepublish', false);
    setDefault(spec, 'seLinuxMount', false);
  },
  validateCreate: metaChecks<CSIDriver>(false).validateCreate,
  returnDeletedObject: true,
  table: csiDriverTable,
};
