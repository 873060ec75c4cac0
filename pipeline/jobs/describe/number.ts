import { pow10 } from '../../exact/decimal.ts';

/** The number that a text says: mantissa·10^-scale, with any number of digits. */
export interface Decimal {
  mantissa: bigint;
  scale: number;
}

const GRAMMAR = {
  '.': /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/,
  ',': /^([+-]?)(?:(\d+)(?:,(\d*))?|,(\d+))(?:[eE]([+-]?\d+))?$/,
};

/** A number with the digits that it is written with, zeros at the end too: `1.50` is 150·10^-2. Null for other texts. */
export function writtenDecimal(text: string, mark: string): Decimal | null {
  const match = (mark === ',' ? GRAMMAR[','] : GRAMMAR['.']).exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', bareFraction = '', exponent = '0'] = match;
  const decimals = fraction + bareFraction;
  const size = BigInt(whole + decimals);
  return { mantissa: sign === '-' ? -size : size, scale: decimals.length - Number(exponent) };
}

/** Half of the step above the largest double: from here on, a value rounds to infinity. */
const OVERFLOW = 2n ** 1024n - 2n ** 970n;

/**
 * Reads a decimal number. Null for any other text, and for what is beyond double's range: a magnitude that rounds to
 * infinity, or to zero without being zero.
 */
export function readDecimal(text: string, mark: string): Decimal | null {
  const match = (mark === ',' ? GRAMMAR[','] : GRAMMAR['.']).exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', bareFraction = '', exponentText = '0'] = match;
  const decimals = fraction + bareFraction;
  const digits = (whole + decimals).replace(/^0+/, '');
  if (digits === '') return { mantissa: 0n, scale: 0 };
  const significant = digits.replace(/0+$/, '');
  const exponent = Number(exponentText);
  // Number of digits before the decimal mark, once the number is written out: it bounds the magnitude.
  const magnitude = digits.length - decimals.length + exponent;
  if (!(magnitude > -330 && magnitude < 315)) return null;
  const scale = decimals.length - exponent - (digits.length - significant.length);
  const size = BigInt(significant);
  if (magnitude > 305 || magnitude < -320) {
    if (!isInRange(size, scale)) return null;
  }
  return { mantissa: sign === '-' ? -size : size, scale };
}

function isInRange(size: bigint, scale: number): boolean {
  const num = scale < 0 ? size * pow10(-scale) : size;
  const den = scale > 0 ? pow10(scale) : 1n;
  return num < OVERFLOW * den && num << 1075n > den;
}
