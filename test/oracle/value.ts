import type { ByteText, Encoding } from './csv.ts';
import { encode } from './csv.ts';
import type { Fraction } from './fraction.ts';
import { compare, fraction, negate, zero } from './fraction.ts';

/** What a field of a described column turns out to be. */
export type Value = { is: 'number'; number: Fraction } | { is: 'missing' } | { is: 'invalid' };

/** Blanks are space, tab and carriage return; a newline is none. */
export function trimBlanks(text: ByteText): ByteText {
  return text.replace(/^[ \t\r]+/, '').replace(/[ \t\r]+$/, '');
}

/** Only A to Z have a lower case here. */
function lowerCase(text: ByteText): ByteText {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Half a step above the greatest double: from here on a number rounds to infinity. */
const tooLarge = fraction(2n ** 1024n - 2n ** 970n);
/** Half the smallest double: up to here a number rounds to zero. */
const tooSmall = fraction(1n, 2n ** 1075n);

/** The number a text says, exactly; `undefined` if it says none, or one that no finite double but 0 is near to. */
export function readDecimal(text: ByteText, mark: string): Fraction | undefined {
  const markPattern = mark === '.' ? '\\.' : mark;
  const match = new RegExp(
    `^([+-]?)(?:([0-9]+)(?:${markPattern}([0-9]*))?|${markPattern}([0-9]+))(?:[eE]([+-]?[0-9]+))?$`,
  ).exec(text);
  if (match === null) return undefined;
  const whole = match[2] ?? '';
  const decimals = match[3] ?? match[4] ?? '';
  const digits = BigInt(whole + decimals);
  if (digits === 0n) return zero;

  // Written as digits × 10^exponent. 10^400 is far above every double, and the exponent may be too long to compute with.
  const exponent = BigInt((match[5] ?? '0').replace('+', '')) - BigInt(decimals.length);
  const size = BigInt(digits.toString().length) + exponent;
  if (size > 400n || size < -400n) return undefined;
  const magnitude = exponent < 0n ? fraction(digits, 10n ** -exponent) : fraction(digits * 10n ** exponent);
  if (compare(magnitude, tooLarge) >= 0 || compare(magnitude, tooSmall) <= 0) return undefined;
  return match[1] === '-' ? negate(magnitude) : magnitude;
}

/** `content` is `undefined` where the row is too short to have the field. */
export function readValue(
  content: ByteText | undefined,
  missing: readonly string[],
  mark: string,
  encoding: Encoding,
): Value {
  if (content === undefined) return { is: 'missing' };
  let text = trimBlanks(content);
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"')) text = trimBlanks(text.slice(1, -1));
  for (const word of missing) {
    const written = encode(word, encoding);
    if (written !== undefined && lowerCase(written) === lowerCase(text)) return { is: 'missing' };
  }
  const number = readDecimal(text, mark);
  return number === undefined ? { is: 'invalid' } : { is: 'number', number };
}
