/** What is wrong with webhooks. Models pkg/apis/admissionregistration/validation (v1.36). */
import { at, child, duplicate, invalid, required, type FieldError } from '../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import { isDns1035Label, isDnsSubdomain, isPortNumber } from '../../../api/names.ts';
import type { LabelSelector } from '../../../api/types.ts';
import {
  choiceErrors,
  failurePolicies,
  matchPolicyErrors,
  operationRuleErrors,
} from '../admission-policy/match-resources.ts';
import type { NamedExpression, OperationRule } from '../admission-policy/types.ts';
import { matchConditionErrors } from '../admission-policy/validation.ts';

interface ServiceReference {
  readonly name?: string;
  readonly namespace?: string;
  readonly path?: string;
  readonly port?: number;
}

interface ClientConfig {
  readonly url?: string;
  readonly service?: ServiceReference;
}

export interface Webhook {
  readonly name?: string;
  readonly failurePolicy?: string;
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly timeoutSeconds?: number;
  readonly sideEffects?: string;
  readonly reinvocationPolicy?: string;
  readonly admissionReviewVersions?: readonly string[];
  readonly rules?: readonly OperationRule[];
  readonly matchConditions?: readonly NamedExpression[];
  readonly clientConfig?: ClientConfig;
}

const noSideEffects = ['None', 'NoneOnDryRun'];
const reviewVersions = ['v1', 'v1beta1'];
const longestTimeoutSeconds = 30;

export function webhooksErrors(webhooks: readonly Webhook[]): FieldError[] {
  return webhooks.flatMap((webhook, index) => {
    const path = at('webhooks', index);
    const { name = '' } = webhook;
    const isRepeated = name !== '' && webhooks.findIndex((other) => other.name === name) < index;
    return [
      ...webhookErrors(webhook, path),
      ...reviewVersionErrors(webhook.admissionReviewVersions ?? [], child(path, 'admissionReviewVersions')),
      ...(isRepeated ? [duplicate(child(path, 'name'), name)] : []),
    ];
  });
}

function webhookErrors(webhook: Webhook, path: string): FieldError[] {
  const { sideEffects, timeoutSeconds = 1 } = webhook;
  const effects = child(path, 'sideEffects');
  return [
    ...qualifiedNameErrors(webhook.name ?? '', child(path, 'name')),
    ...(webhook.rules ?? []).flatMap((rule, index) =>
      operationRuleErrors(rule, at(child(path, 'rules'), index)),
    ),
    ...choiceErrors(webhook.failurePolicy, child(path, 'failurePolicy'), failurePolicies),
    ...matchPolicyErrors(webhook.matchPolicy, child(path, 'matchPolicy')),
    ...(sideEffects === undefined
      ? [required(effects, `must specify one of ${noSideEffects.join(', ')}`)]
      : choiceErrors(sideEffects, effects, noSideEffects)),
    ...(timeoutSeconds > longestTimeoutSeconds || timeoutSeconds < 1
      ? [
          invalid(
            child(path, 'timeoutSeconds'),
            timeoutSeconds,
            `the timeout value must be between 1 and ${longestTimeoutSeconds} seconds`,
          ),
        ]
      : []),
    ...labelSelectorErrors(webhook.namespaceSelector, child(path, 'namespaceSelector')),
    ...labelSelectorErrors(webhook.objectSelector, child(path, 'objectSelector')),
    ...choiceErrors(webhook.reinvocationPolicy, child(path, 'reinvocationPolicy'), ['IfNeeded', 'Never']),
    ...clientConfigErrors(webhook.clientConfig ?? {}, child(path, 'clientConfig')),
    ...matchConditionErrors(webhook.matchConditions, child(path, 'matchConditions'), false),
  ];
}

/** Models validation.IsFullyQualifiedName (v1.36). */
function qualifiedNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  const problems = isDnsSubdomain(name);
  if (problems.length > 0) return [invalid(path, name, problems.join(','))];
  return name.split('.').length < 3
    ? [invalid(path, name, 'should be a domain with at least three segments separated by dots')]
    : [];
}

/** Where the server is that is called. Models k8s.io/apiserver/pkg/util/webhook (v1.36). */
export function clientConfigErrors({ url, service }: ClientConfig, path: string): FieldError[] {
  if ((url === undefined) === (service === undefined))
    return [required(path, 'exactly one of url or service is required')];
  return url === undefined
    ? serviceErrors(service ?? {}, child(path, 'service'))
    : urlErrors(url, child(path, 'url'));
}

function urlErrors(url: string, path: string): FieldError[] {
  const form = '; desired format: https://host[/path]';
  const [, scheme = '', authority = '', , query = '', fragment = ''] =
    /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const sign = authority.lastIndexOf('@');
  const errors: FieldError[] = [];
  if (scheme.toLowerCase() !== 'https')
    errors.push(invalid(path, scheme.toLowerCase(), `'https' is the only allowed URL scheme${form}`));
  if (authority.slice(sign + 1) === '') errors.push(invalid(path, '', `host must be specified${form}`));
  if (sign >= 0)
    errors.push(invalid(path, authority.slice(0, sign), 'user information is not permitted in the URL'));
  if (fragment !== '') errors.push(invalid(path, fragment, 'fragments are not permitted in the URL'));
  if (query !== '') errors.push(invalid(path, query, 'query parameters are not permitted in the URL'));
  return errors;
}

function serviceErrors(
  { name, namespace, path: urlPath = '', port = 443 }: ServiceReference,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!name) errors.push(required(child(path, 'name')));
  if (!namespace) errors.push(required(child(path, 'namespace')));
  const portProblems = isPortNumber(port);
  if (portProblems.length > 0)
    errors.push(invalid(child(path, 'port'), port, `port is not valid: ${portProblems.join(', ')}`));
  return [...errors, ...urlPathErrors(urlPath, child(path, 'path'))];
}

function urlPathErrors(urlPath: string, path: string): FieldError[] {
  if (urlPath === '' || urlPath === '/') return [];
  if (urlPath === '//') return [invalid(path, urlPath, 'segment[0] may not be empty')];
  const errors = urlPath.startsWith('/') ? [] : [invalid(path, urlPath, "must start with a '/'")];
  const segments = urlPath.slice(1).replace(/\/$/, '').split('/');
  segments.forEach((segment, index) => {
    const problems =
      segment === '' ? [' may not be empty'] : isDnsSubdomain(segment).map((text) => `: ${text}`);
    errors.push(...problems.map((problem) => invalid(path, urlPath, `segment[${index}]${problem}`)));
  });
  return errors;
}

/** Of the reviews that a webhook understands, one must be known here. */
export function reviewVersionErrors(versions: readonly string[], path: string): FieldError[] {
  if (versions.length === 0) return [required(path, `must specify one of ${reviewVersions.join(', ')}`)];
  const errors = versions.flatMap((version, index) => {
    const here = at(path, index);
    if (versions.indexOf(version) < index) return [invalid(here, version, 'duplicate version')];
    return isDns1035Label(version).map((problem) => invalid(here, version, problem));
  });
  if (!versions.some((version) => reviewVersions.includes(version)))
    errors.push(invalid(path, versions, `must include at least one of ${reviewVersions.join(', ')}`));
  return errors;
}
