import { builtInTypes, type Operation, type PathItem } from './operations.ts';
import { capitalised, groupTag, groupWord, metaSchemaName, schemaName, versionPath } from './names.ts';
import type { Parameter } from './options.ts';

const json = 'application/json';

function discoveryPath(path: string, id: string, tag: string, description: string, schema: string): PathItem {
  return {
    path,
    operations: [
      {
        method: 'get',
        id,
        tag,
        description,
        consumes: builtInTypes,
        produces: builtInTypes,
        parameters: [],
        responses: { 200: { description: 'OK', schema } },
      },
    ],
  };
}

/** `/api/` and `/apis/`. */
export const rootPaths: Readonly<Record<'api' | 'apis', PathItem>> = {
  api: discoveryPath(
    '/api/',
    'getCoreAPIVersions',
    'core',
    'get available API versions',
    metaSchemaName('APIVersions'),
  ),
  apis: discoveryPath(
    '/apis/',
    'getAPIVersions',
    'apis',
    'get available API versions',
    metaSchemaName('APIGroupList'),
  ),
};

/** `/apis/apps/`. */
export function groupPath(group: string): PathItem {
  const id = `get${groupWord(group)}APIGroup`;
  return discoveryPath(
    `/apis/${group}/`,
    id,
    groupTag(group),
    'get information of a group',
    metaSchemaName('APIGroup'),
  );
}

/** `/apis/apps/v1/`. */
export function versionDiscoveryPath(group: string, version: string): PathItem {
  const path = versionPath(group === '' ? version : `${group}/${version}`);
  const id = `get${groupWord(group)}${capitalised(version)}APIResources`;
  return discoveryPath(
    `${path}/`,
    id,
    `${groupTag(group)}_${version}`,
    'get available resources',
    metaSchemaName('APIResourceList'),
  );
}

function plainPath(path: string, operation: Pick<Operation, 'id' | 'tag' | 'description' | 'produces'>) {
  return {
    path,
    operations: [{ method: 'get', parameters: [], responses: { 200: { description: 'OK' } }, ...operation }],
  };
}

/** Paths that are no API's, by the names of their documents. */
export const otherPaths: Readonly<Record<string, PathItem>> = {
  '.well-known/openid-configuration': plainPath('/.well-known/openid-configuration/', {
    id: 'getServiceAccountIssuerOpenIDConfiguration',
    tag: 'WellKnown',
    description: "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'",
    produces: [json],
  }),
  'openid/v1/jwks': plainPath('/openid/v1/jwks/', {
    id: 'getServiceAccountIssuerOpenIDKeyset',
    tag: 'openid',
    description:
      'get service account issuer OpenID JSON Web Key Set (contains public token verification keys)',
    produces: ['application/jwk-set+json'],
  }),
  version: {
    path: '/version/',
    operations: [
      {
        method: 'get',
        id: 'getCodeVersion',
        tag: 'version',
        description: 'get the version information for this server',
        consumes: [json],
        produces: [json],
        parameters: [],
        responses: { 200: { description: 'OK', schema: schemaName('ApimachineryPkgVersionInfo') } },
      },
    ],
  },
};

/** Parameters that all operations of a path share, and those of each one alone; in order of their names. */
export function sharedParameters({ operations }: PathItem): {
  readonly shared: readonly Parameter[];
  readonly own: (operation: Operation) => readonly Parameter[];
} {
  const [first, ...others] = operations;
  const isShared = ({ name, in: place, description }: Parameter): boolean =>
    others.every(({ parameters }) =>
      parameters.some(
        (parameter) =>
          parameter.name === name && parameter.in === place && parameter.description === description,
      ),
    );
  const shared = (first?.parameters ?? []).filter(isShared);
  const names = new Set(shared.map(({ name, in: place }) => `${place} ${name}`));
  return {
    shared: shared.toSorted(byName),
    own: ({ parameters }) =>
      parameters.filter(({ name, in: place }) => !names.has(`${place} ${name}`)).toSorted(byName),
  };
}

function byName(a: Parameter, b: Parameter): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.in < b.in ? -1 : Number(a.in > b.in);
}
