import {
  DATE_FIELD,
  DESCRIPTION_FIELD,
  field,
  quoted,
  type Spelling,
  sensorDescription,
  VALUE_FIELD,
} from './record.ts';

/** What a piece of mess does to the count of rows that `describe` reports under the default missing list. */
export interface MessEffect {
  missing?: true;
  invalid?: true;
  ragged?: true;
  emptyLine?: true;
}

/** One thing that real exports hold. */
interface MessKind {
  name: string;
  /** How many of 10,000 rows have it; a row has one at most. */
  per10000: number;
  effect: MessEffect;
  /** Changes a record: `fields` are spelled already, `value` is the plain text of the value. */
  apply(fields: string[], value: string, spelling: Spelling): void;
}

const MISSING: MessEffect = { missing: true };
const INVALID: MessEffect = { invalid: true };
const VALID: MessEffect = {};

function valueKind(
  name: string,
  per10000: number,
  effect: MessEffect,
  text: (value: string, spelling: Spelling) => string,
): MessKind {
  return {
    name,
    per10000,
    effect,
    apply: (fields, value, spelling) => {
      fields[VALUE_FIELD] = field(text(value, spelling), spelling.sep);
    },
  };
}

function descriptionKind(name: string, per10000: number, between: (spelling: Spelling) => string): MessKind {
  return {
    name,
    per10000,
    effect: VALID,
    apply: (fields, _value, spelling) => {
      fields[DESCRIPTION_FIELD] = quoted(sensorDescription(between(spelling)));
    },
  };
}

/** `13.4` becomes `1.34e1`: the same number. */
function scientific(value: string, decimal: string): string {
  const sign = value.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = value.slice(sign.length).split(decimal);
  const digits = whole.slice(1) + fraction;
  return `${sign}${whole.charAt(0)}${digits === '' ? '' : decimal + digits}e${whole.length - 1}`;
}

export const MESS_KINDS: readonly MessKind[] = [
  valueKind('empty', 50, MISSING, () => ''),
  valueKind('NaN', 12, MISSING, () => 'NaN'),
  valueKind('N/D', 12, MISSING, () => 'N/D'),
  valueKind('NA', 8, MISSING, () => 'NA'),
  valueKind('null', 8, MISSING, () => 'null'),
  valueKind('n/a?', 5, INVALID, () => 'n/a?'),
  valueKind('wrong mark', 6, INVALID, (_value, { decimal }) => (decimal === '.' ? '12,3' : '12.3')),
  valueKind('--', 6, INVALID, () => '--'),
  valueKind('1.2.3', 5, INVALID, () => '1.2.3'),
  valueKind('ERROR', 6, INVALID, () => 'ERROR'),
  valueKind('padded', 25, VALID, (value) => `  ${value} `),
  valueKind('exponent', 15, VALID, (value, { decimal }) => scientific(value, decimal)),
  valueKind('plus', 15, VALID, (value) => (value.startsWith('-') ? value : `+${value}`)),
  {
    name: 'quoted value',
    per10000: 40,
    effect: VALID,
    apply: (fields, value) => {
      fields[VALUE_FIELD] = quoted(value);
    },
  },
  descriptionKind('separator in text', 20, ({ sep }) => `${sep} `),
  descriptionKind('quotes in text', 15, () => ' "COMPENSADA" '),
  descriptionKind('newline in text', 10, ({ lineEnd }) => lineEnd),
  {
    name: 'too short for a value',
    per10000: 5,
    effect: { ragged: true, missing: true },
    apply: (fields) => {
      fields.length = DATE_FIELD + 1;
    },
  },
  {
    name: 'too short',
    per10000: 5,
    effect: { ragged: true },
    apply: (fields) => {
      fields.length = DESCRIPTION_FIELD;
    },
  },
  {
    name: 'too long',
    per10000: 6,
    effect: { ragged: true },
    apply: (fields) => {
      fields.push('POR REVISAR');
    },
  },
  {
    name: 'empty line before',
    per10000: 6,
    effect: { emptyLine: true },
    apply: (fields, _value, { lineEnd }) => {
      fields[0] = lineEnd + fields[0];
    },
  },
];

/** A bound on the bytes that mess adds to a record. */
export const MESS_BYTES_MAX = 64;

/** The kind of each of 10,000 draws, as its index in `MESS_KINDS` plus one; 0 is a plain row. */
export function messTable(): Uint8Array {
  const table = new Uint8Array(10_000);
  let from = 0;
  for (const [index, { per10000 }] of MESS_KINDS.entries()) {
    table.fill(index + 1, from, from + per10000);
    from += per10000;
  }
  return table;
}
