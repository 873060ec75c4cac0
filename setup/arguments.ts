import { usageError } from '../pipeline/errors.ts';
import type { GroupKey } from '../pipeline/jobs/describe/options.ts';
import type { Dialect } from '../pipeline/run-dir/manifest.ts';

// How the words of a command line become numbers and lists. Every refusal names the option and what was typed.

/** A parser of whole numbers from `least` to `most`; `1e6` counts. */
export function wholeNumber(option: string, least = 1, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+(e\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `, ${least} or more` : ` from ${least} to ${most}`;
    throw usageError(`Cannot use ${option} ${JSON.stringify(text)}`, `give ${option} a whole number${range}`);
  };
}

/** A number from 0 to 1. */
export function share(option: string): (text: string) => number {
  return (text) => {
    const value = /^[\d.]+(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (value >= 0 && value <= 1) return value;
    throw usageError(`Cannot use ${option} ${JSON.stringify(text)}`, `give ${option} a number from 0 to 1, as 1e-9`);
  };
}

/** Mebibytes as bytes. */
export function mebibytes(option: string, least: number, most: number): (text: string) => number {
  const parse = wholeNumber(option, least, most);
  return (text) => parse(text) * 2 ** 20;
}

/** `10,25.5,50` as texts, since percentiles are exact decimals. */
export function percentileList(option: string): (text: string) => string[] {
  return (text) => {
    const list = commaList(text);
    const wrong = list.find((percentile) => !/^(\d+\.?\d*|\.\d+)$/.test(percentile) || Number(percentile) > 100);
    if (wrong === undefined) return list;
    const what = list.length === 1 ? '' : `: ${JSON.stringify(wrong)} is no percentage`;
    throw usageError(
      `Cannot use ${option} ${JSON.stringify(text)}${what}`,
      `give ${option} numbers from 0 to 100 with commas between, as 5,50,99.9`,
    );
  };
}

/** `1,3,7` as numbers of partitions. */
export function wholeNumberList(option: string, most: number): (text: string) => number[] {
  const parse = wholeNumber(option, 1, most);
  return (text) => commaList(text).map(parse);
}

/** What stands between commas, without blanks around it; the empty text is a list of one empty text. */
export function commaList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

/** Adds to the values of an option that can be given more than once. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** Parsers for the options that add keys, which share one list: its order is that of the command line. */
export function keyCollector(): (unit: GroupKey['unit']) => (column: string) => GroupKey[] {
  const keys: GroupKey[] = [];
  return (unit) => (column) => {
    keys.push({ column, unit });
    return keys;
  };
}

/** A tab may be typed as `tab` or `\t`. */
export function delimiterText(text: string): string {
  return /^(tab|\\t)$/i.test(text) ? '\t' : text;
}

/** A parser of words from a list. */
export function oneOf<T extends string>(option: string, allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((word) => word === text.toLowerCase());
    if (found !== undefined) return found;
    throw usageError(
      `Cannot use ${option} ${JSON.stringify(text)}`,
      `give ${option} ${allowed.map((word) => `"${word}"`).join(' or ')}`,
    );
  };
}

/** `utf8` and `ISO-8859-1` are other names for what is read. */
export function encodingName(option: string): (text: string) => Dialect['encoding'] {
  const parse = oneOf(option, ['utf-8', 'latin1']);
  return (text) => parse(text.replace(/^utf8$/i, 'utf-8').replace(/^(latin-1|iso-?8859-1)$/i, 'latin1'));
}

/** A language of the report; `es-CO` and `ES` are Spanish. */
export function languageName(option: string): (text: string) => 'en' | 'es' {
  const parse = oneOf(option, ['en', 'es']);
  return (text) => parse(text.replace(/[-_.].*/s, ''));
}

/** Engines of the design; those that are not built yet are refused as such. */
export function engineName(text: string): 'local' | 'auto' {
  if (text === 'local' || text === 'auto') return text;
  const planned = text === 'swarm' || text === 'spark';
  const message = planned ? `The engine "${text}" is not built yet` : `There is no engine ${JSON.stringify(text)}`;
  throw usageError(message, 'leave --engine out: the cores of this machine are used');
}

/** The object without the members that are undefined, as options that were not given are. */
export function given<T extends object>(object: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
