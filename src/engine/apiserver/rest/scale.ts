import type { ApiResponse } from '../../api/http.ts';
import { invalid } from '../../api/field-error.ts';
import { goQuote } from '../../api/go-text.ts';
import { internalError, invalidError, notFoundError, type StatusError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { deepCopy } from '../../sim/plain.ts';
import { negotiate } from '../negotiation.ts';
import { ageColumn, ageOf, nameColumn } from '../registry/common/table-cells.ts';
import type { ScaleStrategy, TableConvertor } from '../registry/strategy.ts';
import { decodeBody } from './body.ts';
import { trackManager } from './field-manager.ts';
import { applyType, patched, patchType, readPatch } from './patch.ts';
import { getObject } from './read.ts';
import { respondObject } from './respond.ts';
import { findObject, type Scope } from './scope.ts';
import { checkName, checkVersion, updateObject } from './update.ts';
import { writeOptions } from './write-options.ts';

const scaleKind = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas: number; selector?: string };
}

/** The columns of `kubectl get --subresource=scale`. Models printers.printScale (v1.36). */
const scaleTable: TableConvertor<Scale> = {
  columns: [
    nameColumn,
    {
      name: 'Desired',
      type: 'integer',
      description: 'replicas is the desired number of instances for the scaled object.',
    },
    {
      name: 'Available',
      type: 'integer',
      description: 'replicas is the actual number of observed instances of the scaled object.',
    },
    ageColumn,
  ],
  cells: (scale, nowMs) => [
    scale.metadata.name,
    scale.spec?.replicas ?? 0,
    scale.status?.replicas ?? 0,
    ageOf(scale, nowMs),
  ],
};

/** The `scale` of a workload: its replicas alone. Models pkg/registry/apps/*\/storage.ScaleREST (v1.36). */
export function serveScale(scope: Scope, strategy: ScaleStrategy): ApiResponse {
  const { info } = scope;
  const shown: Scope = { ...scope, resource: { ...scope.resource, strategy: { table: scaleTable } } };
  const representation = negotiate(scope.request, info.query);
  if (info.method === 'GET') return respondObject(shown, representation, 200, getScale(scope, strategy));
  const isPatch = info.method === 'PATCH';
  const type = isPatch ? patchType(scope) : '';
  const { dryRun } = writeOptions(isPatch ? 'PatchOptions' : 'UpdateOptions', info.query, type === applyType);
  const sent = isPatch ? undefined : (decodeBody(scope, scaleKind) as Scale);
  if (sent !== undefined) checkName(scope, sent);
  const old = findObject(scope);
  if (old === undefined) throw notFoundError(scope.resource, info.name ?? '');
  const scale: Scale = sent ?? patched(scope, type, readPatch(scope), scaleOf(old, strategy), scaleKind);
  checkName(scope, scale);
  const replicas = scale.spec?.replicas ?? 0;
  if (replicas < 0) throw negativeError(scope, strategy, replicas);
  checkVersion({ ...scope, resource: { ...scope.resource, strategy: {} } }, scale, old);
  const draft = deepCopy(old);
  strategy.setReplicas(draft, replicas);
  trackManager(scope, draft, old);
  const object = updateObject({ ...scope, dryRun, info: { ...info, subresource: '' } }, draft, old, {
    subresource: 'scale',
    kind: scaleKind,
    object: scaleOf(draft, strategy),
    old: scaleOf(old, strategy),
  });
  return respondObject(shown, representation, 200, scaleOf(object, strategy));
}

function negativeError(
  { resource, info }: Scope,
  { specReplicasPath }: ScaleStrategy,
  replicas: number,
): StatusError {
  return specReplicasPath === undefined
    ? invalidError(scaleKind, info.name ?? '', [
        invalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
      ])
    : invalidError(resource, info.name ?? '', [
        invalid(specReplicasPath, replicas, 'should be a non-negative integer'),
      ]);
}

function getScale(scope: Scope, strategy: ScaleStrategy): Scale {
  const object = getObject(scope);
  const { specReplicasPath } = strategy;
  if (specReplicasPath !== undefined && strategy.specReplicas(object) === undefined)
    throw internalError(`the spec replicas field ${goQuote(specReplicasPath)} does not exist`);
  return scaleOf(object, strategy);
}

function scaleOf(object: KubeObject, strategy: ScaleStrategy): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp, managedFields } = object.metadata;
  const replicas = strategy.specReplicas(object) ?? 0;
  const selector = strategy.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      creationTimestamp,
      ...(managedFields && { managedFields }),
    },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: strategy.statusReplicas(object) ?? 0, ...(selector !== '' && { selector }) },
  };
}
