import { parseFields } from '../../../api/decode.ts';
import type { OpenApiDescriptions } from './descriptions.ts';

/** A parameter of a request, in its query or its path. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'boolean' | 'integer';
  readonly description?: string;
}

/** Which options a query may hold, by the struct that describes them, in the schema's notation. */
const notations = {
  ApimachineryPkgApisMetaV1CreateOptions: 'dryRun:s fieldManager:s fieldValidation:s',
  ApimachineryPkgApisMetaV1UpdateOptions: 'dryRun:s fieldManager:s fieldValidation:s',
  ApimachineryPkgApisMetaV1PatchOptions: 'dryRun:s fieldManager:s fieldValidation:s force:b',
  ApimachineryPkgApisMetaV1DeleteOptions:
    'dryRun:s gracePeriodSeconds:l ignoreStoreReadErrorWithClusterBreakingPotential:b orphanDependents:b propagationPolicy:s',
  ApimachineryPkgApisMetaV1GetOptions: 'resourceVersion:s',
  ApimachineryPkgApisMetaV1ListOptions:
    'allowWatchBookmarks:b continue:s fieldSelector:s labelSelector:s limit:l resourceVersion:s resourceVersionMatch:s sendInitialEvents:b shardSelector:s timeoutSeconds:l watch:b',
  ApiCoreV1PodAttachOptions: 'container:s stderr:b stdin:b stdout:b tty:b',
  ApiCoreV1PodExecOptions: 'command:s container:s stderr:b stdin:b stdout:b tty:b',
  ApiCoreV1PodLogOptions:
    'container:s follow:b insecureSkipTLSVerifyBackend:b limitBytes:l previous:b sinceSeconds:l stream:s tailLines:l timestamps:b',
  ApiCoreV1PodPortForwardOptions: 'ports:l',
  ApiCoreV1NodeProxyOptions: 'path:s',
  ApiCoreV1PodProxyOptions: 'path:s',
  ApiCoreV1ServiceProxyOptions: 'path:s',
};

export type OptionsStruct = keyof typeof notations;

export function isOptionsStruct(struct: string): struct is OptionsStruct {
  return Object.hasOwn(notations, struct);
}

/** The options of a struct as parameters. */
export function optionsOf(struct: OptionsStruct, descriptions: OpenApiDescriptions): Parameter[] {
  const { properties = {} } = descriptions.describe(struct) ?? {};
  return [...parseFields(notations[struct])].map(([name, { is }]) => ({
    name,
    in: 'query',
    type: is === 'int64' ? 'integer' : is === 'boolean' ? 'boolean' : 'string',
    description: properties[name]?.description,
  }));
}

export const namespaceParameter: Parameter = {
  name: 'namespace',
  in: 'path',
  type: 'string',
  description: 'object name and auth scope, such as for teams and projects',
};

export const pathParameter: Parameter = {
  name: 'path',
  in: 'path',
  type: 'string',
  description: 'path to the resource',
};

export const prettyParameter: Parameter = {
  name: 'pretty',
  in: 'query',
  type: 'string',
  description:
    "If 'true', then the output is pretty printed. Defaults to 'false' unless the user-agent indicates a browser or command-line HTTP tool (curl and wget).",
};

export function nameParameter(kind: string): Parameter {
  return { name: 'name', in: 'path', type: 'string', description: `name of the ${kind}` };
}
