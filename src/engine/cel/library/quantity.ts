/** Quantities. Models k8s.io/apiserver/pkg/cel/library/quantity.go (v1.36). */
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  QuantityError,
  quantityValue,
  subtractQuantities,
  wholeQuantity,
  type Quantity,
} from '../../api/quantity.ts';
import { traverses, type Declaration } from '../functions.ts';
import { opaqueType } from '../types.ts';
import { CelError, CelOpaque } from '../values.ts';

export const quantityType = opaqueType('kubernetes.Quantity');

/** An amount, such as of a device's capacity. */
export class CelQuantity extends CelOpaque {
  readonly type = quantityType;
  readonly quantity: Quantity;

  constructor(quantity: Quantity) {
    super();
    this.quantity = quantity;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelQuantity && compareQuantities(this.quantity, other.quantity) === 0;
  }
}

/** The value of a quantity's text. Throws a CelError for what is none. */
export function celQuantity(text: string): CelQuantity {
  try {
    return new CelQuantity(parseQuantity(text));
  } catch (error) {
    if (error instanceof QuantityError) throw new CelError(error.message);
    throw error;
  }
}

function isQuantity(text: string): boolean {
  try {
    parseQuantity(text);
    return true;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}

const nano = 1_000_000_000n;

function isInteger({ quantity }: CelQuantity): boolean {
  const value = quantity.nanos / nano;
  return quantity.nanos % nano === 0n && BigInt.asIntN(64, value) === value;
}

function asInteger(value: CelQuantity): bigint {
  if (!isInteger(value)) throw new CelError('cannot convert value to integer');
  return quantityValue(value.quantity);
}

function order(a: CelQuantity, b: CelQuantity): number {
  return compareQuantities(a.quantity, b.quantity);
}

function whole(value: bigint): Quantity {
  return wholeQuantity(value, 'DecimalSI');
}

const name = quantityType.name;

export const quantities: readonly Declaration[] = [
  ['quantity(string): kubernetes.Quantity', celQuantity, traverses(0)],
  ['isQuantity(string): bool', isQuantity, traverses(0)],
  [
    `sign(${name}): int`,
    ({ quantity }: CelQuantity) => (quantity.nanos > 0n ? 1n : quantity.nanos < 0n ? -1n : 0n),
  ],
  [`(${name}).isGreaterThan(${name}): bool`, (a: CelQuantity, b: CelQuantity) => order(a, b) > 0],
  [`(${name}).isLessThan(${name}): bool`, (a: CelQuantity, b: CelQuantity) => order(a, b) < 0],
  [`(${name}).compareTo(${name}): int`, (a: CelQuantity, b: CelQuantity) => BigInt(order(a, b))],
  [`(${name}).asApproximateFloat(): double`, ({ quantity }: CelQuantity) => Number(quantity.nanos) / 1e9],
  [`(${name}).asInteger(): int`, asInteger],
  [`(${name}).isInteger(): bool`, isInteger],
  [
    `(${name}).add(${name}): ${name}`,
    (a: CelQuantity, b: CelQuantity) => new CelQuantity(addQuantities(a.quantity, b.quantity)),
  ],
  [
    `(${name}).add(int): ${name}`,
    (a: CelQuantity, b: bigint) => new CelQuantity(addQuantities(a.quantity, whole(b))),
  ],
  [
    `(${name}).sub(${name}): ${name}`,
    (a: CelQuantity, b: CelQuantity) => new CelQuantity(subtractQuantities(a.quantity, b.quantity)),
  ],
  [
    `(${name}).sub(int): ${name}`,
    (a: CelQuantity, b: bigint) => new CelQuantity(subtractQuantities(a.quantity, whole(b))),
  ],
];
