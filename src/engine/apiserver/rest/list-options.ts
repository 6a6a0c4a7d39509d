import { forbidden, invalid, notSupported, type FieldError } from '../../api/field-error.ts';
import {
  FieldSelectorError,
  matchesFields,
  parseFieldSelector,
  type FieldSelector,
} from '../../api/fields.ts';
import { matchesLabels, parseLabelSelector, SelectorError, type Selector } from '../../api/labels.ts';
import { goQuote } from '../../api/go-text.ts';
import { badRequestError, failure, invalidError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import type { Query } from '../query.ts';
import type { ServedResource } from '../registry/resource-registry.ts';

/** internalversion.ListOptions, with its selectors ready to use. */
export interface ListOptions {
  readonly watch: boolean;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly limit: number;
  readonly continueToken: string;
  readonly timeoutSeconds?: number;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents?: boolean;
  readonly selection: Selection;
}

/** Which objects a list or watch is about, beyond their namespace. */
export interface Selection {
  /** The one name and the one node that can match, where the selector says so. */
  readonly name?: string;
  readonly nodeName?: string;
  /** What else must hold; undefined where nothing more is asked. */
  readonly matches?: (object: KubeObject) => boolean;
  /** Whether anything is asked at all. */
  readonly selects: boolean;
}

const everything: Selection = { selects: false };

/** Reads and checks the options of a list or watch. */
export function listOptions(resource: ServedResource, query: Query): ListOptions {
  const options: ListOptions = {
    watch: query.flag('watch'),
    resourceVersion: query.get('resourceVersion') ?? '',
    resourceVersionMatch: query.get('resourceVersionMatch') ?? '',
    limit: integerParameter(query, 'limit') ?? 0,
    continueToken: query.get('continue') ?? '',
    timeoutSeconds: integerParameter(query, 'timeoutSeconds'),
    allowWatchBookmarks: query.flag('allowWatchBookmarks'),
    sendInitialEvents:
      query.get('sendInitialEvents') === undefined ? undefined : query.flag('sendInitialEvents'),
    selection: selectionOf(resource, query.get('labelSelector') ?? '', query.get('fieldSelector') ?? ''),
  };
  const errors = options.watch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0) throw invalidError({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  return options;
}

function integerParameter(query: Query, name: string): number | undefined {
  const text = query.get(name);
  if (text === undefined || text === '') return undefined;
  if (!/^[+-]?[0-9]+$/.test(text))
    throw badRequestError(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`);
  return Number(text);
}

const matchField = 'resourceVersionMatch';
const exact = 'Exact';
const notOlderThan = 'NotOlderThan';

/** Models internalversion/validation.ValidateListOptions (v1.36). */
function listErrors(options: ListOptions): FieldError[] {
  const { resourceVersionMatch: match, resourceVersion, continueToken } = options;
  const errors: FieldError[] = [];
  if (match !== '') {
    if (resourceVersion === '')
      errors.push(
        forbidden(matchField, 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
      );
    if (continueToken !== '')
      errors.push(forbidden(matchField, 'resourceVersionMatch is forbidden when continue is provided'));
    if (match !== exact && match !== notOlderThan)
      errors.push(notSupported(matchField, match, [exact, notOlderThan, '']));
    if (match === exact && resourceVersion === '0')
      errors.push(forbidden(matchField, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  if (options.sendInitialEvents !== undefined)
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return errors;
}

function watchErrors(options: ListOptions): FieldError[] {
  const { resourceVersionMatch: match, sendInitialEvents, continueToken } = options;
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined && match !== notOlderThan)
    errors.push(
      forbidden(matchField, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
    );
  if (match === '') return errors;
  if (sendInitialEvents === undefined)
    errors.push(
      forbidden(
        matchField,
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      ),
    );
  if (match !== notOlderThan) errors.push(notSupported(matchField, match, [notOlderThan]));
  if (continueToken !== '')
    errors.push(forbidden(matchField, 'resourceVersionMatch is forbidden when continue is provided'));
  return errors;
}

/** The text of a version that is no number, as its refusal. */
function versionProblem(resourceVersion: string): string | undefined {
  if (/^[0-9]+$/.test(resourceVersion)) return undefined;
  const error = invalid(
    'resourceVersion',
    resourceVersion,
    `strconv.ParseUint: parsing ${goQuote(resourceVersion)}: invalid syntax`,
  );
  return `${error.field}: ${error.body}`;
}

/** Throws for a version that is no number, as lists answer it. */
export function checkListVersion(resourceVersion: string): void {
  const problem = versionProblem(resourceVersion);
  if (problem !== undefined) throw badRequestError(`invalid resource version: ${problem}`);
}

/** As watches answer it: their error has no reason. */
export function checkWatchVersion(resourceVersion: string): void {
  const problem = versionProblem(resourceVersion);
  if (problem !== undefined) throw failure(500, '', problem);
}

function selectionOf(resource: ServedResource, labelText: string, fieldText: string): Selection {
  if (labelText === '' && fieldText === '') return everything;
  const labels = parseLabels(labelText);
  const fields = parseFields(resource, fieldText);
  const value = (field: string): string | undefined =>
    fields.find((requirement) => requirement.field === field && requirement.operator === '=')?.value;
  const name = value('metadata.name');
  const nodeName = resource.storedAs === 'pods' ? value('spec.nodeName') : undefined;
  const rest = fields.filter(
    ({ field, operator }) =>
      operator !== '=' ||
      !((field === 'metadata.name' && name !== '') || (field === 'spec.nodeName' && nodeName !== undefined)),
  );
  const byLabels = labels.requirements.length > 0;
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(byLabels || rest.length > 0
      ? { matches: matcher(resource, byLabels ? labels : undefined, rest) }
      : {}),
    selects: byLabels || fields.length > 0,
  };
}

function matcher(
  resource: ServedResource,
  labels: Selector | undefined,
  fields: FieldSelector,
): (object: KubeObject) => boolean {
  return (object) =>
    (labels === undefined || matchesLabels(labels, object.metadata.labels)) &&
    (fields.length === 0 || matchesFields(fields, (field) => fieldValue(resource, object, field)));
}

function fieldValue(resource: ServedResource, object: KubeObject, field: string): string {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return resource.strategy.selectableFields?.[field]?.(object) ?? '';
}

function parseLabels(text: string): Selector {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequestError(error.message);
    throw error;
  }
}

function parseFields(resource: ServedResource, text: string): FieldSelector {
  if (text === '') return [];
  try {
    const selector = parseFieldSelector(text);
    for (const { field } of selector) checkField(resource, field);
    return selector;
  } catch (error) {
    if (error instanceof FieldSelectorError) throw badRequestError(error.message);
    throw error;
  }
}

function checkField(resource: ServedResource, field: string): void {
  const { selectableFields } = resource.strategy;
  if (field === 'metadata.name') return;
  if (field === 'metadata.namespace' && (resource.namespaced || selectableFields === undefined)) return;
  if (selectableFields !== undefined && Object.hasOwn(selectableFields, field)) return;
  throw badRequestError(
    selectableFields === undefined && !resource.custom
      ? `${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${field}`,
  );
}
