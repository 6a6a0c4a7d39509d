/** Selectors of devices. Models k8s.io/dynamic-resource-allocation/cel (v1.36). */
import { compileCel, type CelEnvironment, type CelExpression } from './expression.ts';
import { celQuantity, quantityType } from './library/quantity.ts';
import { celSemver } from './library/semver.ts';
import { CelCompileError } from './source.ts';
import { anyType, boolType, mapType, stringType, structType, typeText } from './types.ts';
import { fromHost } from './host-values.ts';
import { CelMap, ValueMap, type CelValue } from './values.ts';

/** What evaluating one selector may cost. */
export const deviceSelectorCost = 1_000_000;

const deviceType = structType('kubernetes.DRADevice', () => deviceFields);
const deviceFields = new Map([
  ['driver', stringType],
  ['attributes', mapType(stringType, mapType(stringType, anyType))],
  ['capacity', mapType(stringType, mapType(stringType, quantityType))],
  ['allowMultipleAllocations', boolType],
]);

const environment: CelEnvironment = { variables: new Map([['device', deviceType]]) };

/** Reads a selector, whose result is a boolean or may be one. Throws a CelCompileError. */
export function compileDeviceSelector(source: string): CelExpression {
  const expression = compileCel(source, environment);
  const { kind } = expression.type;
  if (kind !== 'bool' && kind !== 'any')
    throw new CelCompileError(`must evaluate to bool or the unknown type, not ${typeText(expression.type)}`);
  return expression;
}

interface AttributeHost {
  readonly string?: string;
  readonly int?: number;
  readonly bool?: boolean;
  readonly version?: string;
}

interface DeviceHost {
  readonly driver: string;
  readonly attributes: Readonly<Record<string, AttributeHost>>;
  readonly capacity: Readonly<Record<string, { readonly value: string | number }>>;
  readonly allowMultipleAllocations: boolean;
}

/** A device as selectors see it; names without a domain belong to the driver's. */
export function deviceValue({ driver, attributes, capacity, allowMultipleAllocations }: DeviceHost): CelMap {
  const device = new ValueMap();
  device.set('driver', driver);
  device.set('attributes', byDomain(driver, attributes, attributeValue));
  device.set(
    'capacity',
    byDomain(driver, capacity, ({ value }) => celQuantity(String(value))),
  );
  device.set('allowMultipleAllocations', allowMultipleAllocations);
  return device;
}

function attributeValue({ string, int, bool, version }: AttributeHost): CelValue {
  return version === undefined ? fromHost(string ?? int ?? bool ?? null) : celSemver(version);
}

/** A map that answers for domains that it does not have, with an empty map. */
class DomainMap extends CelMap {
  readonly #domains = new ValueMap();

  get size(): number {
    return this.#domains.size;
  }
  get(domain: CelValue): CelValue {
    return this.#domains.get(domain) ?? new ValueMap();
  }
  override has(domain: CelValue): boolean {
    return this.#domains.has(domain);
  }
  keys(): Iterable<CelValue> {
    return this.#domains.keys();
  }
  set(domain: string, name: string, value: CelValue): void {
    const known = this.#domains.get(domain);
    const names = known instanceof ValueMap ? known : new ValueMap();
    if (names !== known) this.#domains.set(domain, names);
    names.set(name, value);
  }
}

function byDomain<T>(
  driver: string,
  entries: Readonly<Record<string, T>>,
  valueOf: (entry: T) => CelValue,
): DomainMap {
  const domains = new DomainMap();
  for (const [qualified, entry] of Object.entries(entries)) {
    const slash = qualified.indexOf('/');
    domains.set(slash < 0 ? driver : qualified.slice(0, slash), qualified.slice(slash + 1), valueOf(entry));
  }
  return domains;
}
