/** The digits of pi, `count` of them after the point. By Machin's formula, in whole numbers. */
export function digitsOfPi(count: number): string {
  const guard = 10;
  const one = 10n ** BigInt(count + guard);
  const arctangentOfInverse = (x: bigint): bigint => {
    let power = one / x;
    let sum = power;
    for (let n = 3n, sign = -1n; power !== 0n; n += 2n, sign = -sign) {
      power /= x * x;
      sum += (sign * power) / n;
    }
    return sum;
  };
  const pi = 4n * (4n * arctangentOfInverse(5n) - arctangentOfInverse(239n));
  const text = (pi / 10n ** BigInt(guard)).toString();
  return `${text.slice(0, 1)}.${text.slice(1)}`;
}
