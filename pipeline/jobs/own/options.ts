import { closestNames } from '../../csv/closest-name.ts';
import { columnIndex } from '../../csv/header.ts';
import { usageError } from '../../errors.ts';
import type { OptionSpec, OptionSpecs } from './interface.ts';

/** An option's value as it was typed, or as a program gives it. */
export type GivenOption = string | number | boolean | readonly string[] | undefined;

/** Options by their names in the job's file. */
export type GivenOptions = Readonly<Record<string, GivenOption>>;

export type OptionValue = string | number | boolean | readonly string[] | undefined;

/** What a command line needs to know of an option. */
export interface OptionHelp {
  /** As in the job's file: `minValue`. */
  name: string;
  /** As it is typed: `--min-value`. */
  flag: string;
  /** What follows the flag: `<number>`; null for one that is only switched on. */
  argument: string | null;
  /** With what is allowed. */
  description: string;
  /** As text; null without one. */
  default: string | null;
  required: boolean;
  /** May be typed several times. */
  repeatable: boolean;
}

/** `minValue` is typed `--min-value`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Options as a command line shows them. */
export function optionHelp(specs: OptionSpecs = {}): OptionHelp[] {
  return Object.entries(specs).map(([name, spec]) => ({
    name,
    flag: flagOf(name),
    argument: argumentOf(spec),
    description: [spec.description, allowed(spec)].filter((part) => part !== '').join(', '),
    default: defaultText(spec),
    required: spec.required === true,
    repeatable: spec.type === 'columns',
  }));
}

function argumentOf(spec: OptionSpec): string | null {
  if (spec.type === 'boolean') return null;
  if (spec.type === 'string') return '<text>';
  return spec.type === 'columns' ? '<column>' : `<${spec.type}>`;
}

function allowed(spec: OptionSpec): string {
  if (spec.type === 'string') return spec.values === undefined ? '' : spec.values.join(' or ');
  if (spec.type !== 'number' && spec.type !== 'integer') return '';
  const { minimum, maximum } = spec;
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${minimum} or more`;
  return maximum === undefined ? '' : `${maximum} or less`;
}

function defaultText(spec: OptionSpec): string | null {
  if (spec.default === undefined || spec.default === false) return null;
  if (spec.type === 'columns') return spec.default.length === 0 ? null : spec.default.join(', ');
  return String(spec.default);
}

/**
 * The values of a job's options: as given, or their defaults. A flag that was not given is false, columns are none; other
 * options without a default are left out.
 *
 * @param header names of the input's columns, to check those that options name
 * @throws EnjambreError `usage`, naming the option, the value and what is allowed
 */
export function parseOptions(
  specs: OptionSpecs = {},
  given: GivenOptions = {},
  header?: readonly string[],
): Record<string, OptionValue> {
  for (const name of Object.keys(given)) if (given[name] !== undefined) refuseUnknown(specs, name);
  const values: Record<string, OptionValue> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const typed = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = chosen(flagOf(name), spec, typed ?? spec.default);
    if (value === undefined) continue;
    if (header !== undefined) checkColumns(flagOf(name), spec, value, header);
    values[name] = value;
  }
  return values;
}

function refuseUnknown(specs: OptionSpecs, name: string): void {
  if (Object.hasOwn(specs, name)) return;
  const names = Object.keys(specs);
  const [closest] = closestNames(name, names, 1);
  const has = names.length === 0 ? 'no options' : names.map(flagOf).join(', ');
  throw usageError(
    `The job has no option ${flagOf(name)}; it has ${has}`,
    closest === undefined ? 'look at its --help' : `did you mean ${flagOf(closest)}?`,
  );
}

function chosen(flag: string, spec: OptionSpec, given: GivenOption): OptionValue {
  if (given === undefined) {
    if (spec.required === true)
      throw usageError(`The job needs ${flag} (${spec.description})`, `add ${exampleOf(flag, spec)}`);
    return spec.type === 'boolean' ? false : spec.type === 'columns' ? [] : undefined;
  }
  if (spec.type === 'boolean') {
    if (given === true || given === 'true') return true;
    if (given === false || given === 'false') return false;
  } else if (spec.type === 'columns') {
    if (typeof given === 'string') return [given];
    if (Array.isArray(given)) return given as readonly string[];
  } else if (spec.type === 'number' || spec.type === 'integer') {
    const number = typeof given === 'number' ? given : numberOf(given);
    if (isAllowed(spec, number)) return number;
  } else if (typeof given === 'string') {
    if (spec.type !== 'string' || spec.values === undefined || spec.values.includes(given)) return given;
  }
  throw usageError(`${flag} ${JSON.stringify(given)} is not allowed`, `${flag} takes ${takes(spec)}`);
}

function numberOf(given: GivenOption): number {
  const isNumber = typeof given === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given.trim());
  return isNumber ? Number(given) : Number.NaN;
}

function isAllowed(spec: Extract<OptionSpec, { type: 'number' | 'integer' }>, number: number): boolean {
  const { type, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = spec;
  if (!Number.isFinite(number) || (type === 'integer' && !Number.isSafeInteger(number))) return false;
  return number >= minimum && number <= maximum;
}

function takes(spec: OptionSpec): string {
  const range = allowed(spec);
  switch (spec.type) {
    case 'boolean':
      return 'nothing after it';
    case 'column':
    case 'columns':
      return 'the name of a column';
    case 'string':
      return range === '' ? 'a text' : range;
    case 'integer':
      return range === '' ? 'a whole number' : `a whole number, ${range}`;
    case 'number':
      return range === '' ? 'a number' : `a number, ${range}`;
  }
}

function exampleOf(flag: string, spec: OptionSpec): string {
  const argument = argumentOf(spec);
  return argument === null ? flag : `${flag} ${argument}`;
}

function checkColumns(flag: string, spec: OptionSpec, value: OptionValue, header: readonly string[]): void {
  if (spec.type !== 'column' && spec.type !== 'columns') return;
  const names = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
  for (const name of names) columnIndex(header, name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw usageError(`${flag} names ${JSON.stringify(repeated)} twice`, 'name it once');
}
