import { child, type FieldError } from '../../api/field-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { goJson } from '../../api/go-text.ts';
import { parseTime } from '../../api/time.ts';
import { humanDuration } from '../../api/duration.ts';
import { deepCopy, deepEqual, setOwn } from '../../sim/plain.ts';
import { nameChecks, objectMetaErrors } from '../registry/common/object-meta.ts';
import type {
  ScaleStrategy,
  Strategy,
  TableColumn,
  TableConvertor,
  UpdateStrategy,
} from '../registry/strategy.ts';
import type { CustomResourceDefinition, CustomResourceVersion, PrinterColumn } from './definition.ts';
import { embeddedErrors } from './embedded-resources.ts';
import { textAt, valueAt } from './json-path.ts';
import { listTypeErrors } from './list-types.ts';
import { ruleErrors } from './rules.ts';
import { applyDefaults, prune, type Schema } from './schema.ts';
import { schemaErrors } from './value-validation.ts';

type Custom = KubeObject & Record<string, unknown>;

/**
 * How objects of a version of a custom resource behave.
 * Models apiextensions-apiserver/pkg/registry/customresource.customResourceStrategy (v1.36).
 */
export function customStrategy(
  { spec }: CustomResourceDefinition,
  version: CustomResourceVersion,
): Strategy<Custom> {
  const namespaced = spec.scope === 'Namespaced';
  const schema = version.schema?.openAPIV3Schema ?? {};
  const hasStatus = version.subresources?.status !== undefined;
  const { scale } = version.subresources ?? {};
  return {
    defaults: (draft) => applyDefaults(draft, schema),
    prepareForCreate(draft) {
      if (hasStatus) delete draft['status'];
      draft.metadata.generation = 1;
    },
    validateCreate: (draft) => [
      ...objectMetaErrors(draft.metadata, namespaced, nameChecks.subdomain),
      ...contentErrors(draft, schema),
    ],
    prepareForUpdate(draft, old) {
      if (hasStatus) keepMember(draft, old, 'status');
      if (!deepEqual(withoutMetadata(draft, hasStatus), withoutMetadata(old, hasStatus)))
        draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validateUpdate: (draft, old) => contentErrors(draft, schema, old),
    subresources: hasStatus ? { status: statusStrategy(schema) } : {},
    selectableFields: Object.fromEntries(
      (version.selectableFields ?? []).map(({ jsonPath }) => [
        jsonPath.replace(/^\./, ''),
        (object: Custom) => textAt(object, jsonPath),
      ]),
    ),
    table: tableOf(version.additionalPrinterColumns),
    ...(scale && { scale: scaleStrategy(scale) }),
    ...((spec.versions.length > 1 || hasDefaults(schema)) && { conversion: conversionOf(spec, version) }),
  };
}

/** What is wrong with everything but the metadata. Rules are asked once the rest is right. */
function contentErrors(draft: Custom, schema: Schema, old?: Custom): FieldError[] {
  const { metadata: _metadata, ...content } = draft;
  const before = old === undefined ? undefined : withoutMetadata(old, false);
  const errors = [
    ...schemaErrors(content, schemaOfContent(schema), '', before),
    ...embeddedErrors(content, schema),
    ...listTypeErrors(content, schema),
  ];
  return errors.length > 0 ? errors : ruleErrors(draft, schema, old);
}

/** Objects have metadata, which is checked elsewhere. */
function schemaOfContent(schema: Schema): Schema {
  if (!schema.required?.includes('metadata')) return schema;
  return { ...schema, required: schema.required.filter((name) => name !== 'metadata') };
}

function hasDefaults({ default: value, properties = {}, items, additionalProperties }: Schema): boolean {
  if (value !== undefined) return true;
  const within = [items, additionalProperties, ...Object.values(properties)];
  return within.some((schema) => typeof schema === 'object' && hasDefaults(schema));
}

/**
 * Versions differ in their schemas alone: what is kept has the storage version's defaults, and each
 * version shows what it knows of it. Models conversion.nopConverter and unstructuredDefaulter (v1.36).
 */
function conversionOf(
  { group, names, versions }: CustomResourceDefinition['spec'],
  version: CustomResourceVersion,
): Strategy<Custom>['conversion'] {
  const storage = versions.find((other) => other.storage) ?? version;
  const as = (object: KubeObject, { name, schema }: CustomResourceVersion): Custom => {
    const copy = { ...deepCopy(object), apiVersion: `${group}/${name}` } as Custom;
    prune(copy, schema?.openAPIV3Schema ?? {});
    return copy;
  };
  return {
    storedAs: `${names.plural}.${group}`,
    toStored(object) {
      const stored = as(object, storage);
      applyDefaults(stored, storage.schema?.openAPIV3Schema ?? {});
      return stored;
    },
    // What was stored before a field had a default gets it when it is read.
    fromStored(stored) {
      const kept = as(stored, storage);
      applyDefaults(kept, storage.schema?.openAPIV3Schema ?? {});
      return storage === version ? kept : as(kept, version);
    },
  };
}

function statusStrategy(schema: Schema): UpdateStrategy<Custom> {
  const statusSchema = schema.properties?.['status'];
  return {
    prepareForUpdate(draft, old) {
      for (const name of new Set([...Object.keys(draft), ...Object.keys(old)]))
        if (name !== 'status' && name !== 'metadata') keepMember(draft, old, name);
      draft.metadata = { ...old.metadata, managedFields: draft.metadata.managedFields };
    },
    validateUpdate(draft, old) {
      if (statusSchema === undefined || draft['status'] === undefined) return [];
      const errors = schemaErrors(draft['status'], statusSchema, '', old['status']);
      if (errors.length === 0) return ruleErrors(draft, schema, old);
      return errors.map((error) => ({ ...error, field: child('status', error.field) }));
    },
  };
}

function keepMember(draft: Custom, old: Custom, name: string): void {
  if (old[name] === undefined) delete draft[name];
  else setOwn(draft, name, old[name]);
}

function withoutMetadata(object: Custom, alsoStatus: boolean): unknown {
  const { metadata: _metadata, ...content } = object;
  if (!alsoStatus) return content;
  const { status: _status, ...rest } = content;
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
    specReplicasPath: paths.specReplicasPath,
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

/** Models tableconvertor.cellForJSONValue and what JSON paths print as texts (v1.36). */
function cell(value: unknown, type: string, nowMs: number): unknown {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'string':
      if (typeof value === 'boolean') return value ? 'True' : 'False';
      return typeof value === 'object' ? goJson(sorted(value)) : String(value);
    case 'date': {
      if (typeof value !== 'string') return null;
      const ms = parseTime(value);
      return ms === undefined ? '<invalid>' : humanDuration(nowMs - ms);
    }
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
    case 'boolean':
      return typeof value === type ? value : null;
    default:
      return null;
  }
}

/** Go writes the members of maps in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
