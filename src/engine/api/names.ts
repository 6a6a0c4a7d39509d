/**
 * The grammars of names, labels and keys. Each check returns what is wrong with a value, in
 * Kubernetes' words; an empty list means that it is right.
 * Models k8s.io/apimachinery/pkg/util/validation (v1.36).
 */

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const label1035Message =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const qualifiedNameMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelValue = `(${qualifiedName})?`;
const labelValueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const configMapKey = '[-._a-zA-Z0-9]+';
const configMapKeyMessage = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
const envVarName = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const envVarNameMessage =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
const relaxedEnvVarNameMessage =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";
const httpHeaderName = '[-A-Za-z0-9]+';

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const labelPattern = whole(label);
const subdomainPattern = whole(subdomain);
const label1035Pattern = whole(label1035);
const qualifiedNamePattern = whole(qualifiedName);
const labelValuePattern = whole(labelValue);
const configMapKeyPattern = whole(configMapKey);
const envVarNamePattern = whole(envVarName);
const httpHeaderNamePattern = whole(httpHeaderName);

/** The sentence for a broken grammar, with examples. Models validation.RegexError (v1.36). */
export function regexError(message: string, pattern: string, ...examples: string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${pattern}')`;
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${shown}regex used for validation is '${pattern}')`;
}

/** `must be no more than 63 characters`; label keys and values say bytes. */
function maxLengthError(length: number, unit: 'characters' | 'bytes' = 'characters'): string {
  return `must be no more than ${length} ${unit}`;
}

/** `must be between 1 and 65535, inclusive`. */
export function rangeError(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

const emptyError = 'must be non-empty';

/** The length of a text in UTF-8, which is how Go counts. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

type Check = (value: string) => string[];

const subdomainError = regexError(subdomainMessage, subdomain, 'example.com');
const qualifiedNameError = regexError(qualifiedNameMessage, qualifiedName, 'MyName', 'my.name', '123-abc');

const isDnsLabelText: Check = (value) =>
  labelPattern.test(value)
    ? []
    : [
        subdomainPattern.test(value)
          ? 'must not contain dots'
          : regexError(labelMessage, label, 'my-name', '123-abc'),
      ];

/** Models IsDNS1123Label (v1.36). */
export const isDnsLabel: Check = (value) => [
  ...(byteLength(value) > 63 ? [maxLengthError(63)] : []),
  ...isDnsLabelText(value),
];

/** Models IsDNS1123Subdomain (v1.36). */
export const isDnsSubdomain: Check = (value) => [
  ...(byteLength(value) > 253 ? [maxLengthError(253)] : []),
  ...(subdomainPattern.test(value) ? [] : [subdomainError]),
];

/** Models IsDNS1035Label (v1.36). */
export const isDns1035Label: Check = (value) => [
  ...(byteLength(value) > 63 ? [maxLengthError(63)] : []),
  ...(label1035Pattern.test(value) ? [] : [regexError(label1035Message, label1035, 'my-name', 'abc-123')]),
];

/** Models IsWildcardDNS1123Subdomain (v1.36). */
export const isWildcardDnsSubdomain: Check = (value) => {
  const pattern = `\\*\\.${subdomain}`;
  return [
    ...(byteLength(value) > 253 ? [maxLengthError(253)] : []),
    ...(whole(pattern).test(value)
      ? []
      : [
          regexError(
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
            pattern,
            '*.example.com',
          ),
        ]),
  ];
};

/**
 * `example.com/name` or `name`: keys of labels, annotations, taints.
 * Models content.IsLabelKey (v1.36).
 */
export const isQualifiedName: Check = (value) => {
  const parts = value.split('/');
  if (parts.length > 2) {
    return [
      `a valid label key ${qualifiedNameError} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  const prefix = parts.length === 2 ? (parts[0] as string) : undefined;
  const name = parts.at(-1) as string;
  if (prefix !== undefined) {
    if (prefix === '') errors.push(`prefix part ${emptyError}`);
    else {
      if (byteLength(prefix) > 253) errors.push(`prefix part ${maxLengthError(253, 'bytes')}`);
      if (!subdomainPattern.test(prefix)) errors.push(`prefix part ${subdomainError}`);
    }
  }
  if (name === '') errors.push(`name part ${emptyError}`);
  else if (byteLength(name) > 63) errors.push(`name part ${maxLengthError(63, 'bytes')}`);
  if (!qualifiedNamePattern.test(name)) errors.push(`name part ${qualifiedNameError}`);
  return errors;
};

/** Models IsValidLabelValue (v1.36). */
export const isLabelValue: Check = (value) => [
  ...(byteLength(value) > 63 ? [maxLengthError(63, 'bytes')] : []),
  ...(labelValuePattern.test(value)
    ? []
    : [regexError(labelValueMessage, labelValue, 'MyValue', 'my_value', '12345')]),
];

/** Models IsConfigMapKey (v1.36). */
export const isConfigMapKey: Check = (value) => [
  ...(byteLength(value) > 253 ? [maxLengthError(253)] : []),
  ...(configMapKeyPattern.test(value)
    ? []
    : [regexError(configMapKeyMessage, configMapKey, 'key.name', 'KEY_NAME', 'key-name')]),
  ...dotNames(value),
];

/** Models IsEnvVarName (v1.36). */
export const isEnvVarName: Check = (value) => [
  ...(envVarNamePattern.test(value)
    ? []
    : [regexError(envVarNameMessage, envVarName, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1')]),
  ...dotNames(value),
];

/** Models IsRelaxedEnvVarName (v1.36): what v1.36 asks of a container's variables. */
export const isRelaxedEnvVarName: Check = (value) => {
  if (value === '') return [`environment variable name ${emptyError}`];
  return /^[ -<>-~]+$/.test(value) ? [] : [relaxedEnvVarNameMessage];
};

/** Models IsHTTPHeaderName (v1.36). */
export const isHttpHeaderName: Check = (value) =>
  httpHeaderNamePattern.test(value)
    ? []
    : [
        regexError(
          "a valid HTTP header must consist of alphanumeric characters or '-'",
          httpHeaderName,
          'X-Header-Name',
        ),
      ];

/** Models IsValidPortName (v1.36). */
export const isPortName: Check = (value) => {
  const errors: string[] = [];
  if (byteLength(value) > 15) errors.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(value)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
};

/** Models IsValidPortNum (v1.36). */
export function isPortNumber(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : [rangeError(1, 65535)];
}

/** Models path.IsValidPathSegmentName (v1.36): all that RBAC names must obey. */
export const isPathSegmentName: Check = (value) => {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%']
    .filter((illegal) => value.includes(illegal))
    .map((illegal) => `may not contain '${illegal}'`);
};

function dotNames(value: string): string[] {
  if (value === '.') return ["must not be '.'"];
  if (value === '..') return ["must not be '..'"];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}
