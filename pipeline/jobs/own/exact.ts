import { pow10, scaledRatioToDouble, scaledToDouble } from '../../exact/decimal.ts';
import { sqrtRatioToDouble } from '../../exact/round.ts';
import { readDecimal } from '../describe/number.ts';
import type { Decimal, Exact } from './interface.ts';

/** A number as a text says it, by the rules of the run; its scale is 0 or greater. Null for other texts. */
export function parseDecimal(text: string, mark: string): Decimal | null {
  const read = readDecimal(text, mark);
  if (read === null) return null;
  const { mantissa, scale } = read;
  return scale < 0 ? { value: mantissa * pow10(-scale), scale: 0 } : { value: mantissa, scale };
}

function atScale({ value, scale }: Decimal, wanted: number): bigint {
  return scale === wanted ? value : value * pow10(wanted - scale);
}

function of(number: number | bigint): Decimal {
  const decimal = typeof number === 'bigint' ? { value: number, scale: 0 } : parseDecimal(String(number), '.');
  if (decimal === null) throw new RangeError(`exact.of(${number}): there is no such decimal number`);
  return decimal;
}

function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { value: atScale(a, scale) + atScale(b, scale), scale };
}

function sub(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { value: atScale(a, scale) - atScale(b, scale), scale };
}

function mul(a: Decimal, b: Decimal): Decimal {
  return { value: a.value * b.value, scale: a.scale + b.scale };
}

function compare(a: Decimal, b: Decimal): number {
  const { value } = sub(a, b);
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

function ratio(a: Decimal, b: Decimal): number | null {
  if (b.value === 0n) return null;
  const sign = b.value < 0n ? -1n : 1n;
  return scaledRatioToDouble(sign * a.value, sign * b.value, a.scale - b.scale);
}

function sqrtRatio(a: Decimal, b: Decimal): number | null {
  if (b.value === 0n || (a.value !== 0n && a.value < 0n !== b.value < 0n)) return null;
  const scale = Math.max(a.scale, b.scale);
  const sign = b.value < 0n ? -1n : 1n;
  return sqrtRatioToDouble(sign * atScale(a, scale), sign * atScale(b, scale));
}

function toText({ value, scale }: Decimal): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The arithmetic that jobs are given. */
export const exact: Exact = Object.freeze({
  zero: Object.freeze({ value: 0n, scale: 0 }),
  parse: (text: string) => parseDecimal(text.trim(), '.'),
  of,
  add,
  sub,
  mul,
  compare,
  toNumber: ({ value, scale }: Decimal) => scaledToDouble(value, scale),
  ratio,
  sqrtRatio,
  toText,
});
