import type { KubeObject } from '../../api/types.ts';
import type { ServedResource } from '../registry/resource-registry.ts';
import type { TableColumn, TableConvertor } from '../registry/strategy.ts';
import type { ListBody } from './respond.ts';

type MetaVersion = 'v1' | 'v1beta1';

export interface TableOptions {
  readonly nowMs: number;
  /** `None`, `Metadata` (also when empty) or `Object`. */
  readonly includeObject: string;
  /** Whether the columns are repeated; they are not after the first event of a watch. */
  readonly columns?: boolean;
}

/** Columns of a kind that has none of its own. Models rest.NewDefaultTableConvertor (v1.36). */
const plainTable: TableConvertor = {
  columns: [
    {
      name: 'Name',
      type: 'string',
      format: 'name',
      description:
        'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
    },
    {
      name: 'Created At',
      type: 'date',
      description:
        'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
    },
  ],
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
};

export function asTable(
  resource: ServedResource,
  objects: readonly KubeObject[],
  metadata: ListBody['metadata'],
  options: TableOptions,
  version: MetaVersion,
): unknown {
  const convertor = (resource.strategy.table as TableConvertor | undefined) ?? plainTable;
  const columnDefinitions = options.columns === false ? null : convertor.columns.map(columnDefinition);
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions,
    rows: objects.map((object) => tableRow(convertor, object, options, version)),
  };
}

function columnDefinition({ name, type, format = '', description, priority = 0 }: TableColumn): unknown {
  return { name, type, format, description, priority };
}

function tableRow(
  convertor: TableConvertor,
  object: KubeObject,
  options: TableOptions,
  version: MetaVersion,
): unknown {
  const conditions = convertor.conditions?.(object) ?? [];
  return {
    cells: convertor.cells(object, options.nowMs),
    ...(conditions.length > 0 ? { conditions } : {}),
    object: rowObject(object, options.includeObject, version),
  };
}

function rowObject(object: KubeObject, include: string, version: MetaVersion): unknown {
  if (include === 'None') return null;
  return include === 'Object' ? object : asPartial(unversioned(object), version);
}

/**
 * Annotations that only an object's version has; tables are made of what is behind all versions.
 */
const versionAnnotations = ['deprecated.daemonset.template.generation'];

function unversioned(object: KubeObject): KubeObject {
  const { annotations } = object.metadata;
  if (annotations === undefined || !versionAnnotations.some((name) => Object.hasOwn(annotations, name)))
    return object;
  const rest = Object.fromEntries(
    Object.entries(annotations).filter(([name]) => !versionAnnotations.includes(name)),
  );
  const { annotations: _annotations, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: Object.keys(rest).length === 0 ? metadata : { ...metadata, annotations: rest },
  };
}

/** The object's metadata alone. */
export function asPartial(object: KubeObject, version: MetaVersion): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}

export function partialList(list: ListBody, version: MetaVersion): unknown {
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: list.metadata,
    items: list.items.map(({ metadata }) => ({ metadata })),
  };
}
