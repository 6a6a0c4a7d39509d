/** Named formats. Models k8s.io/apiserver/pkg/cel/library/format.go (v1.36). */
import { base64Problem } from '../../api/base64.ts';
import { goQuote } from '../../api/go-text.ts';
import {
  isDns1035Label,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  isQualifiedName,
} from '../../api/names.ts';
import { matches, type Declaration } from '../functions.ts';
import { parseTimestamp } from '../time.ts';
import { opaqueType } from '../types.ts';
import { CelOpaque, CelOptional, ValueList } from '../values.ts';
import { readUrl } from './url.ts';

const formatType = opaqueType('kubernetes.NamedFormat');

type Problems = (text: string) => readonly string[];

class CelFormat extends CelOpaque {
  readonly type = formatType;
  readonly problems: Problems;

  constructor(problems: Problems) {
    super();
    this.problems = problems;
  }

  equals(other: CelOpaque): boolean {
    return other === this;
  }
}

function must(test: (text: string) => boolean, complaint: string): Problems {
  return (text) => (test(text) ? [] : [complaint]);
}

/** A name that something is put behind may end in a dash. */
function prefix(check: Problems): Problems {
  return (text) => check(text.replace(/-+$/, 'a'));
}

const isUuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

const formats: Readonly<Record<string, CelFormat>> = Object.fromEntries(
  Object.entries<Problems>({
    dns1123Label: isDnsLabel,
    dns1123Subdomain: isDnsSubdomain,
    dns1035Label: isDns1035Label,
    qualifiedName: isQualifiedName,
    dns1123LabelPrefix: prefix(isDnsLabel),
    dns1123SubdomainPrefix: prefix(isDnsSubdomain),
    dns1035LabelPrefix: prefix(isDns1035Label),
    labelValue: isLabelValue,
    uri: (text) => {
      const problem = readUrl(text);
      return typeof problem === 'string' ? [`parse ${goQuote(text)}: ${problem}`] : [];
    },
    uuid: must((text) => isUuid.test(text), 'does not match the UUID format'),
    byte: must((text) => text !== '' && base64Problem(text) === undefined, 'invalid base64'),
    date: must(
      (text) => /^\d{4}-\d\d-\d\d$/.test(text) && parseTimestamp(`${text}T00:00:00Z`) !== undefined,
      'invalid date',
    ),
    datetime: must((text) => parseTimestamp(text) !== undefined, 'invalid datetime'),
  }).map(([name, problems]) => [name, new CelFormat(problems)]),
);

function validate(format: CelFormat, text: string): CelOptional {
  const problems = format.problems(text);
  return problems.length === 0 ? new CelOptional() : new CelOptional(new ValueList(problems));
}

export const namedFormats: readonly Declaration[] = [
  ...Object.entries(formats).map(([name, format]): Declaration => [
    `format.${name}(): kubernetes.NamedFormat`,
    () => format,
  ]),
  [
    'format.named(string): optional<kubernetes.NamedFormat>',
    (name: string) => new CelOptional(Object.hasOwn(formats, name) ? formats[name] : undefined),
  ],
  [
    '(kubernetes.NamedFormat).validate(string): optional<list<string>>',
    validate,
    ([, text]) => matches([text as string, ' '.repeat(60)], null),
  ],
];
