import { formatTime } from '../../api/time.ts';
import type { ApiResponse } from '../../api/http.ts';
import { DecodeError, decodeKind, structOfKind } from '../../api/decode.ts';
import { badRequestError, failure, notFoundError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { parseYaml, strictYamlProblem, YamlError } from '../../api/yaml.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { deepCopy } from '../../sim/plain.ts';
import { applyConfiguration } from '../managed-fields/apply.ts';
import { customTypedProblem } from '../custom-resources/typed-problem.ts';
import { typedProblem } from '../managed-fields/typed-problem.ts';
import { bodyText, decodeCustomObject, fieldValidation, isTrusted } from './body.ts';
import { createObject, ensureNamespace } from './create.ts';
import { managerOf, resetFieldsOf } from './field-manager.ts';
import { negotiate } from '../negotiation.ts';
import { respondObject } from './respond.ts';
import { findObject, type Scope } from './scope.ts';
import { checkPatched, updateObject } from './update.ts';
import type { WriteOptions } from './write-options.ts';

/** Server-side apply: creates the object or merges into it. Models handlers.applyPatcher (v1.36). */
export function applyResource(scope: Scope, { dryRun, force }: WriteOptions): ApiResponse {
  const { info, resource } = scope;
  const representation = negotiate(scope.request, info.query);
  const { configuration, problem } = readConfiguration(scope);
  checkTyped(scope, configuration);
  const old = findObject(scope);
  if (old === undefined && info.subresource !== '') throw notFoundError(resource, info.name ?? '');
  const live = old ?? ({ apiVersion: resource.apiVersion, kind: resource.kind, metadata: {} } as KubeObject);
  const draft = decoded(
    scope,
    applyConfiguration(live, configuration, {
      manager: managerOf(scope, 'Apply'),
      force,
      now: formatTime(scope.nowMs),
      resetFields: resetFieldsOf(scope),
    }),
  );
  if (problem !== undefined) reportYamlProblem(scope, problem);
  resource.strategy.defaults?.(draft);
  const applying = { ...scope, dryRun };
  if (old === undefined) {
    ensureNamespace(scope, draft);
    checkName(scope, draft);
    delete draft.metadata.resourceVersion;
    return respondObject(scope, representation, 201, createObject(applying, draft));
  }
  checkPatched(scope, draft, old);
  return respondObject(scope, representation, 200, updateObject(applying, draft, old));
}

/** The configuration, and what strict reading minds in its YAML. */
function readConfiguration(scope: Scope): { configuration: KubeObject; problem?: string } {
  const { resource } = scope;
  const { value, problem } = isTrusted(scope) ? { value: scope.request.body } : parse(bodyText(scope));
  const given = isMap(value) ? value : {};
  const apiVersion = textOf(given['apiVersion']);
  const kind = textOf(given['kind']);
  if (apiVersion !== resource.apiVersion || kind !== resource.kind) {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    throw badRequestError(`invalid object type: ${group}/${version}, Kind=${kind}`);
  }
  const configuration = deepCopy(given) as unknown as KubeObject;
  configuration.metadata ??= {} as KubeObject['metadata'];
  if (configuration.metadata.managedFields !== undefined)
    throw badRequestError('metadata.managedFields must be nil');
  return problem === undefined ? { configuration } : { configuration, problem };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function reportYamlProblem(scope: Scope, problem: string): void {
  const mode = fieldValidation(scope);
  if (mode === 'Strict') throw badRequestError(`error strict decoding YAML: ${problem}`);
  if (mode === 'Warn') scope.warnings.push(problem);
}

function parse(text: string): { value: unknown; problem?: string | undefined } {
  try {
    const [document] = parseYaml(text);
    return { value: document?.value, problem: document && strictYamlProblem(document) };
  } catch (error) {
    if (error instanceof YamlError)
      throw badRequestError(`error decoding YAML: error converting YAML to JSON: ${error.message}`);
    throw error;
  }
}

/** Refuses a configuration that the kind's schema does not allow. */
function checkTyped({ resource }: Scope, configuration: KubeObject): void {
  const struct = structOfKind(resource.apiVersion, resource.kind);
  const problem =
    resource.schema !== undefined
      ? customTypedProblem(resource.schema, configuration)
      : struct === undefined
        ? undefined
        : typedProblem(struct, configuration);
  if (problem === undefined) return;
  const { namespace = '', name } = configuration.metadata as { namespace?: string; name?: string };
  const subject = `${namespace}/${name ?? ''}; ${resource.group}/${resource.version}, Kind=${resource.kind}`;
  throw failure(500, '', `failed to create typed patch object (${subject}): ${problem}`);
}

/** The merged object as a draft of its kind. */
function decoded({ resource }: Scope, merged: KubeObject): KubeObject {
  try {
    const { object } =
      resource.schema === undefined
        ? decodeKind(resource.apiVersion, resource.kind, merged)
        : decodeCustomObject(resource.schema, merged);
    return object as unknown as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) throw failure(500, '', error.message);
    throw error;
  }
}

function checkName({ info }: Scope, { metadata }: KubeObject): void {
  if (!metadata.name)
    throw badRequestError(
      `the name of the object (${info.name} based on URL) was undeterminable: name must be provided`,
    );
  if (metadata.name !== info.name)
    throw badRequestError(
      `the name of the object (${metadata.name}) does not match the name on the URL (${info.name})`,
    );
}
