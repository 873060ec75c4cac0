/**
 * Exact rational numbers, written to be believed at a glance rather than to be fast.
 * A fraction is never reduced: two fractions with different texts may be the same number, and `compare` says so.
 */
export interface Fraction {
  readonly numerator: bigint;
  /** Always positive. */
  readonly denominator: bigint;
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };

export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('a fraction has no denominator 0');
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

export function add(a: Fraction, b: Fraction): Fraction {
  // Keeps the larger denominator where it serves for both: the fractions here share theirs, and would grow without end.
  if (a.denominator === b.denominator) return fraction(a.numerator + b.numerator, a.denominator);
  if (a.denominator % b.denominator === 0n) {
    return fraction(a.numerator + b.numerator * (a.denominator / b.denominator), a.denominator);
  }
  if (b.denominator % a.denominator === 0n) return add(b, a);
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function negate(a: Fraction): Fraction {
  return fraction(-a.numerator, a.denominator);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b));
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** `exponent` is a whole number, 0 or more. */
export function power(a: Fraction, exponent: number): Fraction {
  return fraction(a.numerator ** BigInt(exponent), a.denominator ** BigInt(exponent));
}

/** Below 0, 0 or above 0, as `Array.prototype.sort` wants it. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equal(a: Fraction, b: Fraction): boolean {
  return compare(a, b) === 0;
}

export function sum(list: readonly Fraction[]): Fraction {
  return list.reduce(add, zero);
}

/** The greatest whole number that is not above `a`. */
export function floor(a: Fraction): bigint {
  const quotient = a.numerator / a.denominator;
  return a.numerator < 0n && quotient * a.denominator !== a.numerator ? quotient - 1n : quotient;
}
