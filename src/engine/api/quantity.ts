/** resource.Quantity: exact decimal and binary amounts such as `500m`, `1.5Gi`, `1e3`. */

/** How an amount was written, which decides its canonical form. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** An exact amount, counted in billionths; finer amounts round away from zero when parsed. */
export interface Quantity {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

/** What a manifest may hold where a quantity is expected. */
export type QuantityText = string | number;

/** A text that is no quantity; the message is Kubernetes'. */
export class QuantityError extends Error {
  override name = 'QuantityError';
}

export const quantityFormatWrong =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const numericWrong = 'unable to parse numeric part of quantity';
const suffixWrong = "unable to parse quantity's suffix";

const nano = 1_000_000_000n;
const milliNanos = 1_000_000n;
const maxInt64 = 2n ** 63n - 1n;

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binaryExponents: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const decimalSuffixes = new Map(Object.entries(decimalExponents).map(([suffix, power]) => [power, suffix]));
const binarySuffixes = ['', ...Object.keys(binaryExponents)];

/** Simplified: exponents beyond this are held at it, so that a short text cannot ask for a huge number. */
const largestExponent = 1000;

/** sign, whole digits, fraction digits, suffix. The suffix is checked in a second step. */
const quantityPattern = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

/** A function of quantity texts that remembers its answers; clusters repeat few texts very often. */
function remembered<T>(compute: (text: QuantityText) => T): (text: QuantityText) => T {
  const answers = new Map<QuantityText, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = compute(text);
    if (answers.size >= 4096) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}

/**
 * The amount that `text` means. Throws a QuantityError.
 * Models k8s.io/apimachinery/pkg/api/resource.ParseQuantity (v1.36).
 */
export const parseQuantity = remembered(readQuantity);

function readQuantity(text: QuantityText): Quantity {
  const source = String(text);
  if (source === '') throw new QuantityError(quantityFormatWrong);
  const match = quantityPattern.exec(source);
  if (match === null) throw new QuantityError(quantityFormatWrong);
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  const { base, exponent, format } = interpretSuffix(suffix);
  if (whole === '' && fraction === '' && !/^[+-]?$/.test(source)) throw new QuantityError(numericWrong);

  let nanos = BigInt(whole + fraction || '0') * nano;
  // Where the fraction and the suffix put the point, in powers of ten.
  const power = (base === 10 ? exponent : 0) - fraction.length;
  if (base === 2) nanos <<= BigInt(exponent);
  nanos = power >= 0 ? nanos * 10n ** BigInt(power) : divideUp(nanos, 10n ** BigInt(-power));
  let result = format;
  if (format === 'BinarySI') {
    if (nanos > maxInt64 * nano) nanos = maxInt64 * nano;
    if (nanos > 0n && nanos < nano) result = 'DecimalSI';
  }
  return { nanos: sign === '-' ? -nanos : nanos, format: result };
}

function interpretSuffix(suffix: string): { base: 2 | 10; exponent: number; format: QuantityFormat } {
  if (Object.hasOwn(decimalExponents, suffix)) {
    return { base: 10, exponent: decimalExponents[suffix] as number, format: 'DecimalSI' };
  }
  if (Object.hasOwn(binaryExponents, suffix)) {
    return { base: 2, exponent: binaryExponents[suffix] as number, format: 'BinarySI' };
  }
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) throw new QuantityError(suffixWrong);
  const exponent = Number(suffix.slice(1));
  const held = Math.max(-largestExponent, Math.min(largestExponent, exponent));
  return { base: 10, exponent: held, format: 'DecimalExponent' };
}

/** `a / b`, rounded away from zero; `b` is positive. */
function divideUp(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  if (quotient * b === a) return quotient;
  return a > 0n ? quotient + 1n : quotient - 1n;
}

/**
 * The canonical text of an amount: `1000m` is `1`, `1024Mi` is `1Gi`.
 * Models Quantity.CanonicalizeBytes (v1.36).
 */
export function formatQuantity(quantity: Quantity): string {
  const { nanos } = quantity;
  if (nanos === 0n) return '0';
  const small = nanos > -1024n * nano && nanos < 1024n * nano;
  if (quantity.format === 'BinarySI' && !small && nanos % nano === 0n) return formatBinary(nanos / nano);
  let mantissa = nanos;
  let exponent = -9;
  while (mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (quantity.format === 'DecimalExponent')
    return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  return `${mantissa}${decimalSuffixes.get(exponent) ?? ''}`;
}

function formatBinary(value: bigint): string {
  let mantissa = value;
  let step = 0;
  while (mantissa % 1024n === 0n && step < binarySuffixes.length - 1) {
    mantissa /= 1024n;
    step++;
  }
  return `${mantissa}${binarySuffixes[step]}`;
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** The sum, in the format of `a` unless `a` is zero. Models Quantity.Add (v1.36). */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** The difference, in the format of `a` unless `a` is zero. Models Quantity.Sub (v1.36). */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** The amount rounded away from zero to whole units, as a bigint. Models Quantity.Value (v1.36), without its int64 bounds. */
export function quantityValue(quantity: Quantity): bigint {
  return divideUp(quantity.nanos, nano);
}

/** The amount rounded away from zero to thousandths. Models Quantity.MilliValue (v1.36), without its int64 bounds. */
export function quantityMilliValue(quantity: Quantity): bigint {
  return divideUp(quantity.nanos, milliNanos);
}

/** A quantity of whole units. */
export function wholeQuantity(value: number | bigint, format: QuantityFormat): Quantity {
  return { nanos: BigInt(value) * nano, format };
}

/** A quantity of thousandths. */
export function milliQuantity(value: number | bigint, format: QuantityFormat): Quantity {
  return { nanos: BigInt(value) * milliNanos, format };
}

/** Thousandths that `text` means (of a CPU core, usually), rounded up; exact below 2^53. Throws a QuantityError. */
export const cpuMillis = remembered((text) => Number(quantityMilliValue(parseQuantity(text))));

/** Whole units that `text` means (bytes, usually), rounded up; exact below 2^53. Throws a QuantityError. */
export const wholeValue = remembered((text) => Number(quantityValue(parseQuantity(text))));

/** `text` in canonical form. Throws a QuantityError. */
/** The amount in thousandths, or in whole units, with its fraction: what is added up is rounded only then. */
export const exactCpuMillis = remembered((text) => inUnits(parseQuantity(text), milliNanos));
export const exactValue = remembered((text) => inUnits(parseQuantity(text), nano));

function inUnits({ nanos }: Quantity, unit: bigint): number {
  return nanos % unit === 0n ? Number(nanos / unit) : Number(nanos) / Number(unit);
}

export const canonicalQuantity = remembered((text) => formatQuantity(parseQuantity(text)));

/**
 * `text` in canonical form, rounded up to thousandths, as every resource list is stored.
 * Models SetDefaults_ResourceList (v1.36). Throws a QuantityError.
 */
export const storedQuantity = remembered((text) => {
  const { nanos, format } = parseQuantity(text);
  return formatQuantity({ nanos: divideUp(nanos, milliNanos) * milliNanos, format });
});
