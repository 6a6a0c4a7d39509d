import type { CSINode } from '../../../api/types.ts';
import { metaChecks } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { csiNodeTable } from './table.ts';

/** The rules of CSINodes. Models pkg/registry/storage/csinode (v1.36). Simplified: drivers are not checked. */
export const csiNodeStrategy: Strategy<CSINode> = {
  validateCreate: metaChecks<CSINode>(false).validateCreate,
  returnDeletedObject: true,
  table: csiNodeTable,
};
