/** The objects that a binding hands to its policy. Models generic.CollectParams (v1.36). */
import { matchesLabels, selectorFrom } from '../../../api/labels.ts';
import type { KubeObject } from '../../../api/types.ts';
import type { ParamKind, ParamRef } from '../../registry/admission-policy/types.ts';
import { toVersion } from '../../rest/scope.ts';
import type { AdmissionRequest } from '../admission.ts';

/** A binding that cannot be used as it is. */
export class BindingError extends Error {}

/** One evaluation for each; undefined stands for none. Throws a BindingError. */
export function paramsOf(
  kind: ParamKind | undefined,
  ref: ParamRef | undefined,
  { server, namespace }: AdmissionRequest,
): readonly (KubeObject | undefined)[] {
  if (kind === undefined || ref === undefined) return [undefined];
  const { apiVersion = '', kind: name = '' } = kind;
  const resource = server.registry.findKind(apiVersion, name);
  if (resource === undefined)
    throw new BindingError(`paramKind kind \`&ParamKind{APIVersion:${apiVersion},Kind:${name},}\` not known`);
  const where = resource.namespaced ? ref.namespace || namespace : '';
  if (resource.namespaced && where === '')
    throw new BindingError(
      'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
    );
  if (!resource.namespaced && ref.namespace)
    throw new BindingError('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
  const { storage } = server;
  const selector = ref.selector === undefined ? undefined : selectorFrom(ref.selector);
  const found =
    selector === undefined
      ? [storage.get(resource.storedAs, where, ref.name ?? '')].filter((object) => object !== undefined)
      : storage
          .list(resource.storedAs, where === '' ? undefined : where)
          .filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  if (found.length === 0 && ref.parameterNotFoundAction === 'Deny')
    throw new BindingError('no params found for policy binding with `Deny` parameterNotFoundAction');
  return found.map((object) => toVersion(resource, object));
}
