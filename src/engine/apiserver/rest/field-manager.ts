import { formatTime } from '../../api/time.ts';
import type { KubeObject } from '../../api/types.ts';
import { trackUpdate, type Manager } from '../managed-fields/managed-fields.ts';
import { isTrusted } from './body.ts';
import type { Scope } from './scope.ts';

/** Under which name a request writes: as it says, or as its User-Agent begins. */
export function managerOf({ info, request, resource }: Scope, operation: Manager['operation']): Manager {
  const agent = (request.headers?.['user-agent'] ?? '').split('/')[0] || 'unknown';
  return {
    name: info.query.get('fieldManager') || agent,
    operation,
    apiVersion: resource.apiVersion,
    subresource: info.subresource,
  };
}

export function resetFieldsOf({ info, resource }: Scope): readonly string[] {
  const { strategy } = resource;
  const { subresource } = info;
  const own = subresource === '' ? strategy.resetFields : strategy.subresources?.[subresource]?.resetFields;
  return own ?? (subresource === 'status' ? ['spec', 'metadata'] : ['status']);
}

/**
 * Notes in the draft who changed what.
 * Simplified: components of this process own nothing, so that hundreds of thousands of objects need
 * no lists of their fields.
 */
export function trackManager(scope: Scope, draft: KubeObject, old: KubeObject | undefined): void {
  if (isTrusted(scope)) {
    if (old === undefined || draft.metadata.managedFields === undefined) {
      if (old?.metadata.managedFields !== undefined)
        draft.metadata.managedFields = old.metadata.managedFields;
    }
    return;
  }
  trackUpdate(old, draft, managerOf(scope, 'Update'), formatTime(scope.nowMs), resetFieldsOf(scope));
}
