import type { GroupKey } from '../../pipeline/jobs/describe/options.ts';
import type { ByteText, Encoding } from './csv.ts';
import { decode } from './csv.ts';
import { trimBlanks } from './value.ts';

/** One part of a group's key: bytes as in the input. */
export type KeyPart = ByteText | null;

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `YYYY-MM-DD` for a text that starts with `MM/DD/YYYY` or `YYYY-MM-DD` (one-digit months and days too), else null. */
export function dayOf(text: ByteText): string | null {
  const american = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})([^0-9]|$)/.exec(text);
  const iso = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([^0-9]|$)/.exec(text);
  const [year, month, day] = american ? [american[3], american[1], american[2]] : iso ? iso.slice(1, 4) : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  if (Number(month) < 1 || Number(month) > 12) return null;
  if (Number(day) < 1 || Number(day) > daysOfMonth(Number(year), Number(month))) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `content` is `undefined` where the row is too short to have the field. */
export function keyPart(content: ByteText | undefined, unit: GroupKey['unit']): KeyPart {
  if (content === undefined) return null;
  if (unit === 'value') return content;
  const day = dayOf(trimBlanks(content));
  return day === null || unit === 'day' ? day : day.slice(0, 'YYYY-MM'.length);
}

export function keyText(part: KeyPart, encoding: Encoding): string | null {
  return part === null ? null : decode(part, encoding);
}

/**
 * null first, then by bytes, part by part. Latin-1 needs no transcoding for this: its bytes are in the order of their code
 * points, and so are the bytes of UTF-8.
 */
export function compareKeys(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i] ?? null;
    if (left === right) continue;
    if (left === null) return -1;
    if (right === null) return 1;
    return left < right ? -1 : 1;
  }
  return 0;
}
