/** What is wrong with a definition. Models apiextensions validation.ValidateCustomResourceDefinition (v1.36). */
import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../../api/field-error.ts';
import { isDns1035Label, isDnsSubdomain } from '../../api/names.ts';
import { deepEqual } from '../../sim/plain.ts';
import { immutableErrors, objectMetaErrors } from '../registry/common/object-meta.ts';
import { clientConfigErrors, reviewVersionErrors } from '../registry/webhook-configuration/validation.ts';
import type { CustomResourceDefinition, CustomResourceVersion, PrinterColumn } from './definition.ts';
import { schemaAt } from './field-path.ts';
import { internalVersion } from './internal-form.ts';
import type { Schema } from './schema.ts';
import { versionSchemaErrors } from './schema-validation.ts';

type Spec = Partial<CustomResourceDefinition['spec']>;

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const mostSelectableFields = 8;
const longestWarning = 256;

export function definitionErrors(definition: CustomResourceDefinition): FieldError[] {
  const spec = definition.spec as Spec;
  const wanted = `${spec.names?.plural ?? ''}.${spec.group ?? ''}`;
  const checkName = (name: string): string[] => [
    ...isDnsSubdomain(name),
    ...(name === wanted ? [] : ['must be spec.names.plural+"."+spec.group']),
  ];
  return [
    ...objectMetaErrors(definition.metadata, false, checkName),
    ...specErrors(spec),
    ...storedVersionErrors(definition),
    ...approvalErrors(definition),
    ...preservationErrors(spec),
  ];
}

export function definitionUpdateErrors(
  definition: CustomResourceDefinition,
  old: CustomResourceDefinition,
): FieldError[] {
  const { spec } = definition;
  const isEstablished = (old.status?.conditions ?? []).some(({ type }) => type === 'Established');
  return [
    ...specErrors(spec),
    ...(isEstablished
      ? [
          ...immutableErrors(spec.scope, old.spec.scope, 'spec.scope'),
          ...immutableErrors(spec.names.kind, old.spec.names.kind, 'spec.names.kind'),
        ]
      : []),
    ...immutableErrors(spec.group, old.spec.group, 'spec.group'),
    ...immutableErrors(spec.names.plural, old.spec.names.plural, 'spec.names.plural'),
    ...storedVersionErrors(definition),
    ...preservationErrors(spec),
  ];
}

/** What all versions say alike is said once, and errors about it name that place. */
function shared<K extends 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields'>(
  versions: readonly CustomResourceVersion[],
  member: K,
): CustomResourceVersion[K] | undefined {
  const [first, ...others] = versions;
  const value = first?.[member];
  return value !== undefined && others.every((other) => deepEqual(other[member], value)) ? value : undefined;
}

function specErrors(spec: Spec): FieldError[] {
  const { versions = [], conversion } = spec;
  return [
    ...groupErrors(spec.group),
    ...(spec.scope
      ? spec.scope === 'Cluster' || spec.scope === 'Namespaced'
        ? []
        : [notSupported('spec.scope', spec.scope, ['Cluster', 'Namespaced'])]
      : [required('spec.scope')]),
    ...versionsErrors(versions),
    ...requiredNameErrors(spec.names),
    ...nameErrors(spec.names),
    ...sharedErrors(versions),
    ...conversionErrors(conversion),
  ];
}

function groupErrors(group: string | undefined): FieldError[] {
  if (!group) return [required('spec.group')];
  const problems = isDnsSubdomain(group);
  if (problems.length > 0) return [invalid('spec.group', group, problems.join(','))];
  return group.includes('.')
    ? []
    : [invalid('spec.group', group, 'should be a domain with at least one dot')];
}

function versionsErrors(versions: readonly CustomResourceVersion[]): FieldError[] {
  const path = 'spec.versions';
  const errors: FieldError[] = [];
  const commonSchema = shared(versions, 'schema');
  if (commonSchema?.openAPIV3Schema === undefined)
    versions.forEach(({ schema }, index) => {
      if (schema?.openAPIV3Schema === undefined)
        errors.push(required(child(at(path, index), 'schema', 'openAPIV3Schema')));
    });
  versions.forEach((version, index) => errors.push(...versionErrors(version, versions, at(path, index))));
  const names = versions.map(({ name }) => name);
  const shown =
    versions.length === 0
      ? null
      : versions.map((version) => internalVersion(version, commonSchema !== undefined));
  if (new Set(names).size < names.length)
    errors.push(invalid(path, shown, 'must contain unique version names'));
  if (versions.filter(({ storage }) => storage).length !== 1)
    errors.push(invalid(path, shown, 'must have exactly one version marked as storage version'));
  const [first = ''] = names;
  const problems = first === '' ? [] : isDns1035Label(first);
  if (problems.length > 0) errors.push(invalid('spec.version', first, problems.join(',')));
  return errors;
}

function versionErrors(
  version: CustomResourceVersion,
  versions: readonly CustomResourceVersion[],
  path: string,
): FieldError[] {
  const { name, schema, subresources, additionalPrinterColumns, selectableFields } = version;
  const errors: FieldError[] = [];
  const problems = isDns1035Label(name);
  if (problems.length > 0) errors.push(invalid(child(path, 'name'), name, problems.join(',')));
  errors.push(...warningErrors(version, child(path, 'deprecationWarning')));
  const hasStatus = subresources?.status !== undefined;
  if (shared(versions, 'schema') === undefined && schema?.openAPIV3Schema !== undefined)
    errors.push(
      ...versionSchemaErrors(schema.openAPIV3Schema, child(path, 'schema', 'openAPIV3Schema'), hasStatus),
    );
  if (shared(versions, 'subresources') === undefined)
    errors.push(...scaleErrors(subresources, child(path, 'subresources')));
  if (shared(versions, 'additionalPrinterColumns') === undefined)
    errors.push(...columnsErrors(additionalPrinterColumns, child(path, 'additionalPrinterColumns')));
  if (shared(versions, 'selectableFields') === undefined)
    errors.push(
      ...selectableErrors(selectableFields, schema?.openAPIV3Schema, child(path, 'selectableFields')),
    );
  return errors;
}

function sharedErrors(versions: readonly CustomResourceVersion[]): FieldError[] {
  const schema = shared(versions, 'schema')?.openAPIV3Schema;
  const hasStatus = versions.some(({ subresources }) => subresources?.status !== undefined);
  return [
    ...(schema === undefined
      ? []
      : versionSchemaErrors(schema, 'spec.validation.openAPIV3Schema', hasStatus)),
    ...scaleErrors(shared(versions, 'subresources'), 'spec.subresources'),
    ...columnsErrors(shared(versions, 'additionalPrinterColumns'), 'spec.additionalPrinterColumns'),
    ...selectableErrors(
      shared(versions, 'selectableFields'),
      versions[0]?.schema?.openAPIV3Schema,
      'spec.selectableFields',
    ),
  ];
}

function warningErrors(
  { deprecated, deprecationWarning }: CustomResourceVersion,
  path: string,
): FieldError[] {
  if (deprecationWarning === undefined) return [];
  const problem = (detail: string): FieldError => invalid(path, deprecationWarning, detail);
  if (deprecated !== true) return [problem('can only be set for deprecated versions')];
  const errors: FieldError[] = [];
  if (deprecationWarning.length > longestWarning) errors.push(problem('must be <= 256 characters long'));
  if (deprecationWarning === '') errors.push(problem('must not be an empty string'));
  const odd = deprecationWarning.search(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u);
  if (odd >= 0)
    errors.push(
      problem(`must only contain printable UTF-8 characters; non-printable character found at index ${odd}`),
    );
  return errors;
}

function requiredNameErrors(names: Spec['names']): FieldError[] {
  return (['plural', 'singular', 'kind', 'listKind'] as const)
    .filter((name) => !names?.[name])
    .map((name) => required(child('spec.names', name)));
}

function nameErrors(names: Spec['names'] | undefined): FieldError[] {
  if (names === undefined) return [];
  const { kind, listKind = '' } = names;
  const label = (value: string | undefined, path: string): FieldError[] => {
    const problems = value ? isDns1035Label(value) : [];
    return problems.length > 0 ? [invalid(path, value, problems.join(','))] : [];
  };
  const mixed = (value: string, path: string): FieldError[] => {
    const problems = value === '' ? [] : isDns1035Label(value.toLowerCase());
    const detail = `may have mixed case, but should otherwise match: ${problems.join(',')}`;
    return problems.length > 0 ? [invalid(path, value, detail)] : [];
  };
  return [
    ...label(names.plural, 'spec.names.plural'),
    ...label(names.singular, 'spec.names.singular'),
    ...mixed(kind, 'spec.names.kind'),
    ...mixed(listKind, 'spec.names.listKind'),
    ...(names.shortNames ?? []).flatMap((name, index) => label(name, at('spec.names.shortNames', index))),
    ...(kind !== '' && kind === listKind
      ? [invalid('spec.names.listKind', listKind, 'kind and listKind may not be the same')]
      : []),
    ...(names.categories ?? []).flatMap((name, index) => label(name, at('spec.names.categories', index))),
  ];
}

function simplePathErrors(jsonPath: string, path: string): FieldError[] {
  return jsonPath.startsWith('.')
    ? []
    : [invalid(path, jsonPath, 'must be a simple json path starting with .')];
}

function columnsErrors(columns: readonly Partial<PrinterColumn>[] = [], path: string): FieldError[] {
  const oneOf = `must be one of ${columnTypes.join(',')}`;
  return columns.flatMap(({ name, type, format, jsonPath }, index) => {
    const here = at(path, index);
    const errors: FieldError[] = [];
    if (!name) errors.push(required(child(here, 'name')));
    if (!type) errors.push(required(child(here, 'type'), oneOf));
    else if (!columnTypes.includes(type)) errors.push(invalid(child(here, 'type'), type, oneOf));
    if (format && !columnFormats.includes(format))
      errors.push(invalid(child(here, 'format'), format, `must be one of ${columnFormats.join(',')}`));
    if (!jsonPath) errors.push(required(child(here, 'JSONPath')));
    else errors.push(...simplePathErrors(jsonPath, child(here, 'JSONPath')));
    return errors;
  });
}

function scaleErrors(subresources: CustomResourceVersion['subresources'], path: string): FieldError[] {
  const scale: Partial<NonNullable<NonNullable<CustomResourceVersion['subresources']>['scale']>> | undefined =
    subresources?.scale;
  if (scale === undefined) return [];
  const under = (name: 'specReplicasPath' | 'statusReplicasPath', root: string): FieldError[] => {
    const here = child(path, 'scale', name);
    const value = scale[name];
    if (!value) return [required(here)];
    const errors = simplePathErrors(value, here);
    if (errors.length > 0 || value.startsWith(`${root}.`)) return errors;
    return [invalid(here, value, `should be a json path under ${root}`)];
  };
  const errors = [...under('specReplicasPath', '.spec'), ...under('statusReplicasPath', '.status')];
  const { labelSelectorPath } = scale;
  if (labelSelectorPath) {
    const here = child(path, 'scale', 'labelSelectorPath');
    const simple = simplePathErrors(labelSelectorPath, here);
    errors.push(...simple);
    if (simple.length === 0 && !/^\.(?:spec|status)\./.test(labelSelectorPath))
      errors.push(invalid(here, labelSelectorPath, 'should be a json path under either .spec or .status'));
  }
  return errors;
}

function selectableErrors(
  fields: readonly { readonly jsonPath?: string }[] = [],
  schema: Schema | undefined,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  fields.forEach(({ jsonPath = '' }, index) => {
    const here = child(at(path, index), 'jsonPath');
    if (jsonPath === '') {
      errors.push(required(here));
      return;
    }
    const found = schemaAt(schema ?? {}, jsonPath, false);
    if ('problem' in found) {
      errors.push(invalid(here, jsonPath, `is an invalid path: ${found.problem}`));
      return;
    }
    if (found.steps[0] === 'metadata')
      errors.push(invalid(here, jsonPath, 'must not point to fields in metadata'));
    if (!['string', 'boolean', 'integer'].includes(found.schema?.type ?? ''))
      errors.push(
        invalid(
          here,
          jsonPath,
          'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
        ),
      );
    const steps = found.steps.join('.');
    if (seen.has(steps)) errors.push(duplicate(here, jsonPath));
    seen.add(steps);
  });
  if (seen.size > mostSelectableFields) errors.push(tooMany(path, seen.size, mostSelectableFields));
  return errors;
}

function conversionErrors(conversion: Spec['conversion']): FieldError[] {
  if (conversion === undefined) return [];
  const { strategy, webhook } = conversion;
  const clientPath = 'spec.conversion.webhookClientConfig';
  const versionsPath = 'spec.conversion.conversionReviewVersions';
  const errors: FieldError[] = [];
  if (!strategy) errors.push(required('spec.conversion.strategy'));
  else if (strategy !== 'None' && strategy !== 'Webhook')
    errors.push(notSupported('spec.conversion.strategy', strategy, ['None', 'Webhook']));
  const versions = webhook?.conversionReviewVersions ?? [];
  if (strategy === 'Webhook') {
    if (webhook?.clientConfig === undefined)
      errors.push(required(clientPath, 'required when strategy is set to Webhook'));
    else errors.push(...clientConfigErrors(webhook.clientConfig, clientPath));
    errors.push(
      ...(versions.length === 0 ? [required(versionsPath)] : reviewVersionErrors(versions, versionsPath)),
    );
  } else {
    const detail = 'should not be set when strategy is not set to Webhook';
    if (webhook?.clientConfig !== undefined) errors.push(forbidden(clientPath, detail));
    if (versions.length > 0) errors.push(forbidden(versionsPath, detail));
  }
  return errors;
}

/** Which versions objects are stored in, or may be. */
export function storedVersions({ spec, status }: CustomResourceDefinition): readonly string[] {
  const known = status?.storedVersions ?? [];
  const storage = spec.versions?.find((version) => version.storage)?.name;
  return storage === undefined || known.includes(storage) ? known : [...known, storage];
}

function storedVersionErrors(definition: CustomResourceDefinition): FieldError[] {
  const path = 'status.storedVersions';
  const stored = storedVersions(definition);
  if (stored.length === 0) return [invalid(path, null, 'must have at least one stored version')];
  const versions = (definition.spec as Spec).versions ?? [];
  const errors = versions
    .filter(({ name, storage }) => storage && !stored.includes(name))
    .map(({ name }) => invalid(path, stored, `must have the storage version ${name}`));
  stored.forEach((name, index) => {
    if (!versions.some((version) => version.name === name))
      errors.push(
        invalid(
          at(path, index),
          name,
          `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`,
        ),
      );
  });
  return errors;
}

const approval = 'api-approved.kubernetes.io';

/** Kubernetes' own groups need an approval. Models validateAPIApproval (v1.36). */
function approvalErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(spec.group ?? '')) return [];
  const path = at('metadata.annotations', approval);
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  const value = metadata.annotations?.[approval] ?? '';
  if (value === '')
    return [required(path, `protected groups must have approval annotation "${approval}", ${see}`)];
  if (value.startsWith('unapproved') || /^[a-z]+:\/\/[^/]+/i.test(value)) return [];
  return [
    invalid(
      path,
      value,
      `protected groups must have approval annotation "${approval}" with either a URL or a reason starting with "unapproved", ${see}`,
    ),
  ];
}

function preservationErrors({ preserveUnknownFields }: Spec): FieldError[] {
  return preserveUnknownFields === true
    ? [
        invalid(
          'spec.preserveUnknownFields',
          true,
          'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
        ),
      ]
    : [];
}
