import { closestNames } from '../../csv/closest-name.ts';
import type { OptionSpecs } from './interface.ts';
import { flagOf, parseOptions } from './options.ts';
import { jobInvalid } from './transpile.ts';

/** Flags of the command itself, which a job's options may not be called. */
const RESERVED = new Set(
  ['partitions', 'workers', 'attempts', 'memory', 'engine', 'hash', 'out', 'json', 'delimiter', 'decimal', 'encoding']
    .concat([
      'missing',
      'chunk-rows',
      'lang',
      'report',
      'no-report',
      'help',
      'strict',
      'compare-naive',
      'version',
      'set',
    ])
    .map((name) => `--${name}`),
);

/** What describes an option of any type, and what else one of some type. */
const SHARED_MEMBERS = ['type', 'description', 'default', 'required'];
const MORE_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  string: ['values'],
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  boolean: [],
  column: [],
  columns: [],
};

/**
 * Checks the options that a job's file describes.
 *
 * @param name how messages call the file
 * @throws EnjambreError `job-invalid`
 */
export function checkSpecs(options: unknown, name: string): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw jobInvalid(`\`options\` in ${name} is ${typeName(options)}, and must be an object`, `mend ${name}`);
  }
  for (const [option, spec] of Object.entries(options as Record<string, unknown>)) {
    const bad = nameFault(option) ?? specFault(option, spec);
    if (bad === null) continue;
    const [what, next] = typeof bad === 'string' ? [bad, `mend ${name}`] : bad;
    throw jobInvalid(`The option \`${option}\` in ${name} ${what}`, next);
  }
}

/** What is wrong, and perhaps what to do about it. */
type SpecFault = string | [what: string, next: string] | null;

function nameFault(option: string): SpecFault {
  if (!/^[a-z][A-Za-z0-9]*$/.test(option)) return 'must be named as minValue is: letters and digits';
  if (/^no[A-Z]/.test(option)) return 'must be named without "no": a flag is off unless it is given';
  if (RESERVED.has(flagOf(option))) return `needs another name: ${flagOf(option)} is a flag of enjambre run`;
  return null;
}

function specFault(option: string, spec: unknown): SpecFault {
  if (typeof spec !== 'object' || spec === null) return 'must be an object';
  const { type, description, default: value } = spec as Record<string, unknown>;
  if (typeof type !== 'string' || !Object.hasOwn(MORE_MEMBERS, type))
    return `has the type ${JSON.stringify(type)}, and not one of ${Object.keys(MORE_MEMBERS).join(', ')}`;
  if (typeof description !== 'string') return 'has no description';
  const fault = memberFault(type, spec as Record<string, unknown>);
  if (fault !== null || value === undefined) return fault;
  const own = `has the default ${JSON.stringify(value)}, which it does not allow itself`;
  if (!isOfType(type, value)) return own;
  try {
    parseOptions({ [option]: spec } as OptionSpecs, { [option]: value as string });
  } catch {
    return own;
  }
  return null;
}

function memberFault(type: string, spec: Record<string, unknown>): SpecFault {
  const known = [...SHARED_MEMBERS, ...(MORE_MEMBERS[type] ?? [])];
  for (const member of Object.keys(spec)) {
    if (known.includes(member) || spec[member] === undefined) continue;
    const all = [...new Set([...known, ...Object.values(MORE_MEMBERS).flat()])];
    const meant = known.find((name) => name.startsWith(member)) ?? closestNames(member, known, 1)[0];
    const what = all.includes(member) ? `which an option of type ${type} cannot have` : 'which no option knows';
    const next = meant === undefined ? `its members are ${known.join(', ')}` : `did you mean \`${meant}\`?`;
    return [`has \`${member}\`, ${what}`, next];
  }
  const { required, values, minimum, maximum } = spec;
  if (required !== undefined && typeof required !== 'boolean') return 'has a `required` that is not true or false';
  if (type === 'boolean' && required === true) return 'is a flag, and cannot be required: it is off unless it is given';
  if (type === 'boolean' && spec.default === true)
    return [
      'is a flag with the default true: it could not be switched off',
      'turn its meaning round: off is the default',
    ];
  if (values !== undefined && !isTexts(values)) return 'has `values` that are no list of texts';
  if (values?.length === 0) return 'has no `values`, so that it allows nothing';
  for (const [member, bound] of Object.entries({ minimum, maximum })) {
    if (bound !== undefined && (typeof bound !== 'number' || Number.isNaN(bound)))
      return `has a \`${member}\` that is no number`;
  }
  if (Number(minimum ?? -Infinity) > Number(maximum ?? Infinity)) return 'has a `minimum` above its `maximum`';
  return null;
}

/** A default is what the job gets, and not a text that is still to be read. */
function isOfType(type: string, value: unknown): boolean {
  if (type === 'columns') return isTexts(value);
  if (type === 'number' || type === 'integer') return typeof value === 'number';
  return typeof value === (type === 'boolean' ? 'boolean' : 'string');
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** For messages: `a list`, `an object`. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}
