import { invalid, required, type FieldError } from '../../../api/field-error.ts';
import { isDnsSubdomain, isPathSegmentName } from '../../../api/names.ts';
import type { IPAddress } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { ipProblems } from '../common/addresses.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { ipAddressTable } from './table.ts';

type ParentReference = NonNullable<IPAddress['spec']['parentRef']>;

const path = 'spec.parentRef';

/** The rules of IPAddresses. Models pkg/registry/networking/ipaddress (v1.36). */
export const ipAddressStrategy: Strategy<IPAddress> = {
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, false, ipProblems),
    ...parentErrors(spec.parentRef),
  ],
  validateUpdate: ({ spec }, old) =>
    deepEqual(spec.parentRef, old.spec.parentRef)
      ? []
      : [invalid(path, shownParent(spec.parentRef), 'field is immutable')],
  table: ipAddressTable,
};

function shownParent(parent: ParentReference | undefined): unknown {
  if (!parent) return null;
  const { group = '', resource, namespace = '', name } = parent;
  return { Group: group, Resource: resource, Namespace: namespace, Name: name };
}

function parentErrors(parent: ParentReference | undefined): FieldError[] {
  if (!parent) return [required(path)];
  const segment = (name: 'resource' | 'name' | 'namespace', needed: boolean): FieldError[] => {
    const value = parent[name];
    if (!value) return needed ? [required(`${path}.${name}`)] : [];
    return isPathSegmentName(value).map((problem) => invalid(`${path}.${name}`, value, problem));
  };
  const { group } = parent;
  return [
    ...(group ? isDnsSubdomain(group).map((problem) => invalid(`${path}.group`, group, problem)) : []),
    ...segment('resource', true),
    ...segment('name', true),
    ...segment('namespace', false),
  ];
}
