/** What DeviceClasses, ResourceClaims and ResourceSlices have in common. Models pkg/apis/resource/validation (v1.36). */
import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  type FieldError,
} from '../../../api/field-error.ts';
import { byteLength, isDnsLabel, isDnsSubdomain, isLabelValue, regexError } from '../../../api/names.ts';
import { compileDeviceSelector } from '../../../cel/device.ts';
import { CelCompileError } from '../../../cel/source.ts';
import { driverNameErrors } from '../common/driver-name.ts';
import { labelNameErrors } from '../common/object-meta.ts';
import { each } from '../pod/validation/handlers.ts';

const maxSelectors = 32;
const maxSelectorLength = 10 * 1024;
const maxParametersLength = 10 * 1024;
const maxIdLength = 32;
const maxPoolNameLength = 253;
const identifier = '[A-Za-z_][A-Za-z0-9_]*';
const tolerationOperators = ['Equal', 'Exists'];
export const taintEffects: readonly string[] = ['NoExecute', 'NoSchedule', 'None'];

/** Not more than some, and each checked. */
export function listErrors<T>(
  items: readonly T[] | undefined,
  most: number,
  path: string,
  check: (item: T, path: string) => FieldError[],
): FieldError[] {
  const length = items?.length ?? 0;
  return length > most ? [tooMany(path, length, most)] : each(items, path, check);
}

/** The same, and none twice. */
export function setErrors<T>(
  items: readonly T[] | undefined,
  most: number,
  path: string,
  check: (item: T, path: string) => FieldError[],
  keyOf: (item: T) => string,
): FieldError[] {
  const errors = listErrors(items, most, path, check);
  if ((items?.length ?? 0) > most) return errors;
  const keys = new Set<string>();
  (items ?? []).forEach((item, index) => {
    const key = keyOf(item);
    if (keys.has(key)) errors.push(duplicate(`${path}[${index}]`, key));
    keys.add(key);
  });
  return errors;
}

export function labelNameFieldErrors(name: string, path: string): FieldError[] {
  return isDnsLabel(name).map((problem) => invalid(path, name, problem));
}

export interface DeviceSelector {
  readonly cel?: { readonly expression?: string };
}

export function selectorErrors(selectors: readonly DeviceSelector[] | undefined, path: string): FieldError[] {
  return listErrors(selectors, maxSelectors, path, ({ cel }, here) =>
    cel ? expressionErrors(cel.expression ?? '', `${here}.cel.expression`) : [required(`${here}.cel`)],
  );
}

function expressionErrors(expression: string, path: string): FieldError[] {
  if (byteLength(expression) > maxSelectorLength) return [tooLong(path, maxSelectorLength)];
  try {
    compileDeviceSelector(expression);
    return [];
  } catch (error) {
    if (!(error instanceof CelCompileError)) throw error;
    const { message } = error;
    return [
      invalid(path, expression, message.startsWith('ERROR') ? `compilation failed: ${message}` : message),
    ];
  }
}

export interface DeviceConfiguration {
  readonly opaque?: { readonly driver: string; readonly parameters?: unknown };
}

export function configurationErrors({ opaque }: DeviceConfiguration, path: string): FieldError[] {
  if (!opaque) return [required(`${path}.opaque`)];
  return [
    ...driverNameErrors(opaque.driver, `${path}.opaque.driver`),
    ...parametersErrors(opaque.parameters, `${path}.opaque.parameters`),
  ];
}

function parametersErrors(parameters: unknown, path: string): FieldError[] {
  if (parameters === undefined || parameters === null) return [required(path)];
  if (byteLength(JSON.stringify(parameters)) > maxParametersLength)
    return [tooLong(path, maxParametersLength)];
  return typeof parameters === 'object' && !Array.isArray(parameters)
    ? []
    : [invalid(path, '<value omitted>', 'must be a valid JSON object')];
}

/** `model` or `example.com/model`. */
export function attributeNameErrors(name: string, path: string): FieldError[] {
  const [first = '', second] = name.split('/');
  if (second === undefined) return identifierErrors(first, path);
  if (name.split('/').length > 2) return [];
  return [
    ...(first === '' ? [invalid(path, '', 'the domain must not be empty')] : driverNameErrors(first, path)),
    ...(second === '' ? [invalid(path, '', 'the name must not be empty')] : identifierErrors(second, path)),
  ];
}

/** `example.com/model` only. */
export function fullNameErrors(name: string, path: string): FieldError[] {
  return [
    ...attributeNameErrors(name, path),
    ...(name.includes('/')
      ? []
      : [invalid(path, name, 'a fully qualified name must be a domain and a name separated by a slash')]),
  ];
}

function identifierErrors(name: string, path: string): FieldError[] {
  return [
    ...(byteLength(name) > maxIdLength ? [tooLong(path, maxIdLength)] : []),
    ...(new RegExp(`^(?:${identifier})$`).test(name)
      ? []
      : [
          invalid(
            path,
            name,
            regexError(
              "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
              identifier,
              'my_name',
              'MY_NAME',
              'MyName',
            ),
          ),
        ]),
  ];
}

export function poolNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  return [
    ...(byteLength(name) > maxPoolNameLength ? [tooLong(path, maxPoolNameLength)] : []),
    ...name.split('/').flatMap((part) => isDnsSubdomain(part).map((problem) => invalid(path, part, problem))),
  ];
}

export interface DeviceToleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export function tolerationErrors(toleration: DeviceToleration, path: string): FieldError[] {
  const { key, operator = '', value = '', effect } = toleration;
  const errors: FieldError[] = key ? labelNameErrors(key, `${path}.key`) : [];
  if (operator === '') errors.push(required(`${path}.operator`));
  else if (!tolerationOperators.includes(operator))
    errors.push(notSupported(`${path}.operator`, operator, tolerationOperators));
  else if (operator === 'Equal') errors.push(...labelValueErrors(value, `${path}.value`));
  else if (value !== '') errors.push(invalid(`${path}.value`, value, 'must be empty for operator `Exists`'));
  if (effect && !taintEffects.includes(effect))
    errors.push(notSupported(`${path}.effect`, effect, taintEffects));
  return errors;
}

export function labelValueErrors(value: string, path: string): FieldError[] {
  return isLabelValue(value).map((problem) => invalid(path, value, problem));
}
