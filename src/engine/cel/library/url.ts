/** Addresses of the web. Models k8s.io/apiserver/pkg/cel/library/urls.go (v1.36) and Go's net/url. */
import { goQuote } from '../../api/go-text.ts';
import { traverses, type Declaration } from '../functions.ts';
import { opaqueType } from '../types.ts';
import { CelError, CelOpaque, ValueList, ValueMap } from '../values.ts';

const urlType = opaqueType('kubernetes.URL');

interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

class CelUrl extends CelOpaque {
  readonly type = urlType;
  readonly text: string;
  readonly parts: UrlParts;

  constructor(text: string, parts: UrlParts) {
    super();
    this.text = text;
    this.parts = parts;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelUrl && other.text === this.text;
  }
}

/** The parts of an absolute URL or an absolute path, or what is wrong. Models url.ParseRequestURI. */
export function readUrl(text: string): UrlParts | string {
  if (text === '') return 'empty url';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'net/url: invalid control character in URL';
  const [, scheme, afterScheme] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/.exec(text) ?? [];
  if (scheme === undefined && text.startsWith(':')) return 'missing protocol scheme';
  const rest = afterScheme ?? text;
  const mark = rest.indexOf('?');
  const [body, query] = mark < 0 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)];
  if (!body.startsWith('/')) return 'invalid URI for request';
  const wrongEscape = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(body)?.[0];
  if (wrongEscape !== undefined) return `invalid URL escape ${goQuote(wrongEscape)}`;
  const [, authority, path = ''] = (scheme === undefined ? null : /^\/\/([^/]*)(.*)$/.exec(body)) ?? [];
  if (authority === undefined) return { scheme: scheme ?? '', host: '', path: body, query };
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const port = /^(?:\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(host)?.[1];
  if (port !== undefined && !/^\d*$/.test(port)) return `invalid port ${goQuote(`:${port}`)} after host`;
  if (/[ "<>\\^`{|}]/.test(host))
    return `invalid character ${goQuote(/[ "<>\\^`{|}]/.exec(host)?.[0] ?? '')} in host name`;
  return { scheme: scheme?.toLowerCase() ?? '', host, path, query };
}

function parse(text: string): CelUrl {
  const parts = readUrl(text);
  if (typeof parts === 'string')
    throw new CelError(`URL parse error during conversion from string: parse ${goQuote(text)}: ${parts}`);
  return new CelUrl(text, parts);
}

function hostParts({ parts }: CelUrl): { readonly name: string; readonly port: string } {
  const [, bracketed, plain = '', port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(parts.host) ?? [];
  return { name: bracketed ?? plain, port };
}

function queryOf({ parts }: CelUrl): ValueMap {
  const values = new Map<string, string[]>();
  for (const pair of parts.query.split('&').filter((part) => part !== '' && !part.includes(';'))) {
    const equal = pair.indexOf('=');
    const name = decode(equal < 0 ? pair : pair.slice(0, equal));
    const value = decode(equal < 0 ? '' : pair.slice(equal + 1));
    if (name === undefined || value === undefined) continue;
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const map = new ValueMap();
  for (const [name, list] of values) map.set(name, new ValueList(list));
  return map;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

export const urls: readonly Declaration[] = [
  ['url(string): kubernetes.URL', parse, traverses(0)],
  ['isURL(string): bool', (text: string) => typeof readUrl(text) !== 'string', traverses(0)],
  ['(kubernetes.URL).getScheme(): string', ({ parts }: CelUrl) => parts.scheme],
  ['(kubernetes.URL).getHost(): string', ({ parts }: CelUrl) => parts.host],
  ['(kubernetes.URL).getHostname(): string', (url: CelUrl) => hostParts(url).name],
  ['(kubernetes.URL).getPort(): string', (url: CelUrl) => hostParts(url).port],
  [
    '(kubernetes.URL).getEscapedPath(): string',
    ({ parts }: CelUrl) => encodeURI(parts.path).replaceAll('%25', '%'),
  ],
  ['(kubernetes.URL).getQuery(): map<string, list<string>>', queryOf],
];
