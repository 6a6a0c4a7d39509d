import { formatTime } from '../../api/time.ts';
import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { UserInfo } from '../../api/http.ts';
import { invalidError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import type { AccessAttributes, NonResourceAttributes } from '../auth/authorizer.ts';
import { defaultAudience } from '../auth/tokens.ts';
import { decodeBody } from './body.ts';
import type { Scope } from './scope.ts';

interface ResourceAttributes {
  readonly namespace?: string;
  readonly verb?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly name?: string;
}

interface AccessReview extends KubeObject {
  readonly spec?: {
    readonly resourceAttributes?: ResourceAttributes;
    readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
    readonly user?: string;
    readonly groups?: readonly string[];
  };
}

const group = 'authorization.k8s.io';

/** SelfSubjectAccessReview: whether the asker may do something. */
export function reviewOwnAccess(scope: Scope): KubeObject {
  const review = decodeBody(scope, scope.resource) as AccessReview;
  throwInvalid(attributesErrors(review));
  return withDecision(scope, review, scope.user);
}

/** SubjectAccessReview and its form for one namespace: whether somebody may. */
export function reviewAccess(scope: Scope): KubeObject {
  const review = decodeBody(scope, scope.resource) as AccessReview;
  const { user = '', groups = [] } = review.spec ?? {};
  const errors = attributesErrors(review);
  if (user === '' && groups.length === 0)
    errors.push(invalid('spec.user', user, 'at least one of user or group must be specified'));
  const attributes = review.spec?.resourceAttributes;
  if (scope.resource.namespaced && attributes?.namespace !== scope.info.namespace)
    errors.push(
      invalid(
        'spec.resourceAttributes.namespace',
        attributes?.namespace ?? '',
        'must match metadata.namespace',
      ),
    );
  throwInvalid(errors);
  if (scope.resource.namespaced) review.metadata.namespace = scope.info.namespace;
  return withDecision(scope, review, { name: user, groups });
}

/** Models authorization validation.ValidateSelfSubjectAccessReview (v1.36). */
function attributesErrors({ spec }: AccessReview): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec ?? {};
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const { path = '', verb = '' } = nonResourceAttributes;
    return [
      invalid(
        'spec.nonResourceAttributes',
        { Path: path, Verb: verb },
        'cannot be specified in combination with resourceAttributes',
      ),
    ];
  }
  return resourceAttributes === undefined && nonResourceAttributes === undefined
    ? [
        invalid(
          'spec.resourceAttributes',
          null,
          'exactly one of nonResourceAttributes or resourceAttributes must be specified',
        ),
      ]
    : [];
}

function throwInvalid(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidError({ group, kind: '' }, '', errors);
}

function withDecision(scope: Scope, review: AccessReview, user: UserInfo): KubeObject {
  const { allowed, reason } = scope.server.authorizer.authorize(attributesOf(review, user));
  return { ...review, status: { allowed, ...(reason !== '' && { reason }) } } as KubeObject;
}

function attributesOf({ spec }: AccessReview, user: UserInfo): AccessAttributes | NonResourceAttributes {
  const { resourceAttributes, nonResourceAttributes } = spec ?? {};
  if (nonResourceAttributes !== undefined) {
    const { path = '', verb = '' } = nonResourceAttributes;
    return { user, verb, path };
  }
  const { namespace = '', verb = '', resource = '', subresource = '', name = '' } = resourceAttributes ?? {};
  return { user, verb, group: resourceAttributes?.group ?? '', resource, subresource, namespace, name };
}

/** SelfSubjectReview: who the server takes the asker for. */
export function reviewSelf(scope: Scope): KubeObject {
  const review = decodeBody(scope, scope.resource);
  return {
    ...review,
    metadata: { creationTimestamp: formatTime(scope.nowMs) },
    status: { userInfo: userInfoOf(scope.user) },
  } as unknown as KubeObject;
}

function userInfoOf({ name, uid, groups, extra }: UserInfo): object {
  return { username: name, ...(uid && { uid }), groups, ...(extra && { extra }) };
}

interface TokenReview extends KubeObject {
  readonly spec?: { readonly token?: string; readonly audiences?: readonly string[] };
}

/** TokenReview: whose token that is, for one of the audiences at least. */
export function reviewToken(scope: Scope): KubeObject {
  const review = decodeBody(scope, scope.resource) as TokenReview;
  const { token = '', audiences } = review.spec ?? {};
  if (token === '') throw invalidError(scope.resource, '', [required('spec.token')]);
  const meant = (audiences?.length ? audiences : [defaultAudience]).flatMap((audience) => {
    const user = scope.server.tokens.userOf(token, audience);
    return user === undefined ? [] : [{ audience, user }];
  });
  const user = meant[0]?.user;
  const status =
    user === undefined
      ? { user: {}, error: 'invalid bearer token' }
      : { authenticated: true, user: userInfoOf(user), audiences: meant.map(({ audience }) => audience) };
  return { ...review, status } as KubeObject;
}

/** SelfSubjectRulesReview: all that the asker may do in a namespace. */
export function reviewRules(scope: Scope): KubeObject {
  const review = decodeBody(scope, scope.resource) as KubeObject & { spec?: { namespace?: string } };
  const namespace = review.spec?.namespace ?? '';
  if (namespace === '')
    throw invalidError(scope.resource, '', [required('spec.namespace', 'no namespace on request')]);
  const resourceRules: object[] = [];
  const nonResourceRules: object[] = [];
  for (const { rules } of scope.server.authorizer.grants(scope.user, namespace))
    for (const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } of rules)
      if (nonResourceURLs !== undefined) nonResourceRules.push({ verbs, nonResourceURLs });
      else resourceRules.push({ verbs, apiGroups, resources, ...(resourceNames && { resourceNames }) });
  return { ...review, status: { resourceRules, nonResourceRules, incomplete: false } } as KubeObject;
}
