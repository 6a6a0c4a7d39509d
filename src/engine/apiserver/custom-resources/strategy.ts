import type { KubeObject } from '../../api/types.ts';
import { parseTime } from '../../api/time.ts';
import { humanDuration } from '../../api/duration.ts';
import { deepEqual, setOwn } from '../../sim/plain.ts';
import { nameChecks, objectMetaErrors } from '../registry/common/object-meta.ts';
import type {
  ScaleStrategy,
  Strategy,
  TableColumn,
  TableConvertor,
  UpdateStrategy,
} from '../registry/strategy.ts';
import { textAt, valueAt, type CustomResourceVersion, type PrinterColumn } from './definition.ts';
import { applyDefaults, schemaErrors } from './schema.ts';

type Custom = KubeObject & Record<string, unknown>;

/**
 * How objects of a custom resource behave.
 * Models apiextensions-apiserver/pkg/registry/customresource.customResourceStrategy (v1.36).
 */
export function customStrategy(version: CustomResourceVersion, namespaced: boolean): Strategy<Custom> {
  const schema = version.schema?.openAPIV3Schema ?? {};
  const hasStatus = version.subresources?.status !== undefined;
  const { scale } = version.subresources ?? {};
  const validate = (draft: Custom): ReturnType<typeof schemaErrors> => schemaErrors(draft, schema);
  return {
    defaults: (draft) => applyDefaults(draft, schema),
    prepareForCreate(draft) {
      if (hasStatus) delete draft['status'];
      draft.metadata.generation = 1;
    },
    validateCreate: (draft) => [
      ...objectMetaErrors(draft.metadata, namespaced, nameChecks.subdomain),
      ...validate(draft),
    ],
    prepareForUpdate(draft, old) {
      if (hasStatus) keepMember(draft, old, 'status');
      if (!deepEqual(withoutMetadata(draft), withoutMetadata(old)))
        draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validateUpdate: validate,
    subresources: hasStatus ? { status: statusStrategy(validate) } : {},
    selectableFields: Object.fromEntries(
      (version.selectableFields ?? []).map(({ jsonPath }) => [
        jsonPath.replace(/^\./, ''),
        (object: Custom) => textAt(object, jsonPath),
      ]),
    ),
    table: tableOf(version.additionalPrinterColumns),
    ...(scale && { scale: scaleStrategy(scale) }),
  };
}

function statusStrategy(
  validate: (draft: Custom) => ReturnType<typeof schemaErrors>,
): UpdateStrategy<Custom> {
  return {
    prepareForUpdate(draft, old) {
      for (const name of new Set([...Object.keys(draft), ...Object.keys(old)]))
        if (name !== 'status' && name !== 'metadata') keepMember(draft, old, name);
      draft.metadata = { ...old.metadata, managedFields: draft.metadata.managedFields };
    },
    validateUpdate: validate,
  };
}

function keepMember(draft: Custom, old: Custom, name: string): void {
  if (old[name] === undefined) delete draft[name];
  else setOwn(draft, name, old[name]);
}

function withoutMetadata({ metadata: _metadata, status: _status, ...rest }: Custom): unknown {
  return rest;
}

function scaleStrategy(
  paths: NonNullable<NonNullable<CustomResourceVersion['subresources']>['scale']>,
): ScaleStrategy<Custom> {
  const number = (object: Custom, path: string): number | undefined => {
    const value = valueAt(object, path);
    return typeof value === 'number' ? value : undefined;
  };
  return {
    specReplicas: (object) => number(object, paths.specReplicasPath),
    statusReplicas: (object) => number(object, paths.statusReplicasPath),
    selector: (object) => textAt(object, paths.labelSelectorPath ?? ''),
    setReplicas(draft, replicas) {
      const steps = paths.specReplicasPath.split('.').filter(Boolean);
      const last = steps.pop() ?? '';
      let target: Record<string, unknown> = draft;
      for (const step of steps) {
        if (typeof target[step] !== 'object' || target[step] === null) setOwn(target, step, {});
        target = target[step] as Record<string, unknown>;
      }
      setOwn(target, last, replicas);
    },
  };
}

const nameColumn: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
};

const ageColumn: PrinterColumn = {
  name: 'Age',
  type: 'date',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
  jsonPath: '.metadata.creationTimestamp',
};

/** Models apiextensions-apiserver/pkg/registry/customresource/tableconvertor (v1.36). */
function tableOf(columns: readonly PrinterColumn[] = [ageColumn]): TableConvertor<Custom> {
  return {
    columns: [
      nameColumn,
      ...columns.map(({ name, type, format, description, priority, jsonPath }) => ({
        name,
        type: type as TableColumn['type'],
        format,
        description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
        priority,
      })),
    ],
    cells: (object, nowMs) => [
      object.metadata.name,
      ...columns.map((column) => cell(valueAt(object, column.jsonPath), column.type, nowMs)),
    ],
  };
}

function cell(value: unknown, type: string, nowMs: number): unknown {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'date': {
      const ms = typeof value === 'string' ? parseTime(value) : undefined;
      return ms === undefined ? '<invalid>' : humanDuration(nowMs - ms);
    }
    default:
      return value;
  }
}
