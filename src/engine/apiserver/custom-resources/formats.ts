/** The formats of texts that values are held to. Models kube-openapi/pkg/validation/strfmt, as far as CRDs know it. */
import { base64Problem } from '../../api/base64.ts';
import { isCidr, isIpv4, isIpv6 } from '../../api/ip.ts';
import { readUrl } from '../../cel/library/url.ts';
import { parseDuration, parseTimestamp } from '../../cel/time.ts';

const hex = '[0-9a-f]';
const uuid = (version: string, variant = hex): RegExp =>
  new RegExp(`^${hex}{8}-?${hex}{4}-?${version}${hex}{3}-?${variant}${hex}{3}-?${hex}{12}$`, 'i');
const hostname =
  /^(?=.{1,255}$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\.?$/;
const longestChecked = 2_048;

function pattern(expression: RegExp): (text: string) => boolean {
  return (text) => text.length <= longestChecked && expression.test(text);
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) => parseTimestamp(text) !== undefined,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && parseTimestamp(`${text}T00:00:00Z`) !== undefined,
  duration: (text) =>
    parseDuration(text) !== undefined ||
    /^\d+ ?(?:[smhdw]|days?|hours?|minutes?|seconds?|weeks?)$/.test(text),
  byte: (text) => base64Problem(text) === undefined,
  uri: (text) => typeof readUrl(text) !== 'string',
  email: pattern(/^[^\s@<>]+@[^\s@<>]+$/),
  hostname: pattern(hostname),
  ipv4: isIpv4,
  ipv6: isIpv6,
  cidr: isCidr,
  mac: pattern(/^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i),
  uuid: pattern(uuid(hex)),
  uuid3: pattern(uuid('3')),
  uuid4: pattern(uuid('4', '[89ab]')),
  uuid5: pattern(uuid('5', '[89ab]')),
  hexcolor: pattern(/^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i),
  'k8s-short-name': pattern(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
  'k8s-long-name': pattern(/^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/),
};

/** Whether a text has a format; one that is not known is no bar. */
export function hasFormat(text: string, format: string): boolean {
  return (Object.hasOwn(formats, format) ? formats[format] : undefined)?.(text) ?? true;
}

export function isTextFormat(format: string): boolean {
  return Object.hasOwn(formats, format);
}
