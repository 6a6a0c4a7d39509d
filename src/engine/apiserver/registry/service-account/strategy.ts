import type { ServiceAccount } from '../../../api/types.ts';
import { metaChecks } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { serviceAccountTable } from './table.ts';

/** The rules of ServiceAccounts. Models pkg/registry/core/serviceaccount (v1.36). */
export const serviceAccountStrategy: Strategy<ServiceAccount> = {
  validateCreate: metaChecks<ServiceAccount>(true).validateCreate,
  returnDeletedObject: true,
  table: serviceAccountTable,
};
