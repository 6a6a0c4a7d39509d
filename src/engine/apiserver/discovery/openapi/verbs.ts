import type { OptionsStruct } from './options.ts';

/** What a verb of discovery is in a document. */
export interface Verb {
  readonly method: string;
  readonly action: string;
  readonly idVerb: string;
  readonly describe: (kind: string, subresource: string, watchable: boolean) => string;
  readonly options?: OptionsStruct;
  /** Whether an object is sent: the kind's own, a patch, or options. */
  readonly body?: 'object' | 'patch' | 'options';
  readonly created?: boolean;
  readonly accepted?: boolean;
}

const meta = (name: 'Create' | 'Update' | 'Patch' | 'Delete' | 'List'): OptionsStruct =>
  `ApimachineryPkgApisMetaV1${name}Options`;

export const listOptions = meta('List');
export const deleteOptions = meta('Delete');

/** `status of the specified ` or `the specified `. */
const specified = (kind: string, subresource: string): string =>
  subresource === '' ? `the specified ${kind}` : `${subresource} of the specified ${kind}`;

/** `a Pod`, `an Ingress`, `Endpoints`. */
const articled = (kind: string): string =>
  kind === 'Endpoints' ? kind : `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;

/** By their names in discovery. */
export const verbs = {
  list: {
    method: 'get',
    action: 'list',
    idVerb: 'list',
    describe: (kind, _, watchable) => `list ${watchable ? 'or watch ' : ''}objects of kind ${kind}`,
    options: listOptions,
  },
  create: {
    method: 'post',
    action: 'post',
    idVerb: 'create',
    describe: (kind, subresource) =>
      subresource === '' ? `create ${articled(kind)}` : `create ${subresource} of ${articled(kind)}`,
    options: meta('Create'),
    body: 'object',
    created: true,
    accepted: true,
  },
  get: {
    method: 'get',
    action: 'get',
    idVerb: 'read',
    describe: (kind, subresource) => `read ${specified(kind, subresource)}`,
  },
  update: {
    method: 'put',
    action: 'put',
    idVerb: 'replace',
    describe: (kind, subresource) => `replace ${specified(kind, subresource)}`,
    options: meta('Update'),
    body: 'object',
    created: true,
  },
  delete: {
    method: 'delete',
    action: 'delete',
    idVerb: 'delete',
    describe: (kind) => `delete ${articled(kind)}`,
    options: deleteOptions,
    body: 'options',
    accepted: true,
  },
  patch: {
    method: 'patch',
    action: 'patch',
    idVerb: 'patch',
    describe: (kind, subresource) => `partially update ${specified(kind, subresource)}`,
    options: meta('Patch'),
    body: 'patch',
    created: true,
  },
} satisfies Record<string, Verb>;
