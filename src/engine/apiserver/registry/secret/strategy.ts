import { at, invalid, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import { JsonSyntaxError, readJson } from '../../../api/json.ts';
import { isConfigMapKey } from '../../../api/names.ts';
import type { Secret } from '../../../api/types.ts';
import { base64Size, decodeBase64Text, encodeBase64Text } from '../../../api/base64.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { fixedWhenImmutable } from '../config-map/strategy.ts';
import { setTextDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { secretTable } from './table.ts';

const maxSize = 1024 * 1024;
const accountAnnotation = 'kubernetes.io/service-account.name';
const redacted = '<secret contents redacted>';

/** Keys that a type of secret must have: all of each list's, or any of the last. */
const neededKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
const jsonKeys = new Set(['.dockercfg', '.dockerconfigjson']);

/** The rules of Secrets. Models pkg/registry/core/secret (v1.36). */
export const secretStrategy: Strategy<Secret> = {
  defaults(draft) {
    setTextDefault(draft, 'type', 'Opaque');
    if (draft.stringData === undefined) return;
    const texts = Object.entries(draft.stringData).map(
      ([key, text]) => [key, encodeBase64Text(text)] as const,
    );
    if (texts.length > 0) draft.data = { ...draft.data, ...Object.fromEntries(texts) };
    delete draft.stringData;
  },
  validateCreate: (draft) => [...objectMetaErrors(draft.metadata, true), ...secretErrors(draft)],
  prepareForUpdate(draft, old) {
    // What has no type keeps the one that it had.
    if (!draft.type && old.type !== undefined) draft.type = old.type;
  },
  validateUpdate: (draft, old) => [
    ...immutableErrors(draft.type, old.type, 'type'),
    ...fixedWhenImmutable(draft, old, ['data']),
    ...objectMetaErrors(draft.metadata, true),
    ...secretErrors(draft),
  ],
  warningsOnCreate: ({ type, data }) =>
    type === 'kubernetes.io/tls' && !decodeBase64Text(data?.['tls.crt'] ?? '').includes('-----BEGIN ')
      ? ['tls: failed to find any PEM data in certificate input']
      : [],
  selectableFields: { type: ({ type }) => type ?? '' },
  table: secretTable,
};

/** Models ValidateSecret (v1.36). */
function secretErrors({ metadata, type = '', data = {} }: Secret): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const key of Object.keys(data).toSorted()) {
    for (const problem of isConfigMapKey(key)) errors.push(invalid(at('data', key), key, problem));
    size += base64Size(data[key] ?? '');
  }
  if (size > maxSize) errors.push(tooLong('data', maxSize));
  if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.[accountAnnotation]) {
    errors.push(required(at('metadata.annotations', accountAnnotation)));
  }
  if (
    type === 'kubernetes.io/basic-auth' &&
    data['username'] === undefined &&
    data['password'] === undefined
  ) {
    errors.push(required(at('data', 'username')), required(at('data', 'password')));
  }
  const needed = Object.hasOwn(neededKeys, type) ? (neededKeys[type] ?? []) : [];
  for (const key of needed) {
    const content = data[key];
    if (content === undefined) errors.push(required(at('data', key)));
    else if (jsonKeys.has(key)) errors.push(...jsonErrors(decodeBase64Text(content), at('data', key)));
  }
  return errors;
}

function jsonErrors(text: string, path: string): FieldError[] {
  try {
    readJson(text);
    return [];
  } catch (error) {
    if (error instanceof JsonSyntaxError) return [invalid(path, redacted, error.message)];
    throw error;
  }
}
