import { usageError } from '../errors.ts';
import type { Dialect } from '../run-dir/manifest.ts';
import type { Encoding, EncodingEvidence } from './encoding.ts';
import { byteOrderMarkBytes, decodeText, encodingEvidence, refuseWideEncoding } from './encoding.ts';
import type { ScannedRecord } from './records.ts';
import { scanRecords } from './records.ts';

/** What the user fixed; the rest is detected. */
export interface DialectOverrides {
  /** `,` `;` `|`, a tab, or the word `tab`. */
  delimiter?: string | undefined;
  /** `.` or `,`. */
  decimal?: string | undefined;
  /** `utf-8` or `latin1`. */
  encoding?: string | undefined;
}

export interface DialectContext {
  /** How errors call the file. */
  name?: string;
  /** The sample is the whole file. */
  complete?: boolean;
  /** Evidence from other places of the input. */
  evidence?: readonly EncodingEvidence[];
}

export interface DetectedDialect {
  dialect: Dialect;
  /** One sentence each for delimiter, decimal mark and encoding: what, and why. */
  detected: string[];
}

const delimiters = [',', ';', '\t', '|'];

/** Enough rows to judge by; more would cost time at the start of every run. */
const judgedBytes = 32 * 1024;
const judgedRows = 100;
const noBytes = new Uint8Array();
const noColumns: ReadonlySet<number> = new Set();

/**
 * Delimiter, decimal mark and encoding of a CSV text, from its first bytes (cut anywhere).
 *
 * The delimiter is the one under which most of the sample lies in rows with as many fields as the header; a header of one
 * field is taken as such only if no delimiter splits it well. The decimal mark is a comma only if the delimiter isn't and
 * more numbers are written so. Not UTF-8 means Latin-1.
 *
 * @throws EnjambreError `wide-encoding` for UTF-16; `usage` for an override that is not supported.
 */
export function detectDialect(
  sample: Uint8Array,
  overrides: DialectOverrides = {},
  context: DialectContext = {},
): DetectedDialect {
  const complete = context.complete ?? false;
  refuseWideEncoding(sample, context.name ?? 'the input');
  const markBytes = byteOrderMarkBytes(sample);
  const encoding = chooseEncoding(sample, markBytes, overrides.encoding, { ...context, complete });
  const text = sample.subarray(markBytes, markBytes + judgedBytes);
  const delimiter = chooseDelimiter(text, overrides.delimiter, complete && markBytes + judgedBytes >= sample.length);
  const decimal = chooseDecimal(text, delimiter.value, overrides.decimal);
  return {
    dialect: { delimiter: delimiter.value, decimal: decimal.value, encoding: encoding.value },
    detected: [delimiter.sentence, decimal.sentence, encoding.sentence],
  };
}

interface Choice<T> {
  value: T;
  sentence: string;
}

/** How people call a delimiter. */
export function delimiterName(delimiter: string): string {
  return delimiter === '\t' ? 'tab' : JSON.stringify(delimiter);
}

interface DelimiterTrial {
  value: string;
  records: ScannedRecord[];
  headerFieldCount: number;
  /** Rows with as many fields as the header, the header included. */
  matchingRows: number;
  /** Share of the text that lies in such rows. */
  coverage: number;
}

function chooseDelimiter(text: Uint8Array, override: string | undefined, complete: boolean): Choice<string> {
  if (override !== undefined) {
    const value = /^(tab|\\t)$/i.test(override) ? '\t' : override;
    if (!delimiters.includes(value)) {
      throw usageError(`Cannot use the delimiter ${JSON.stringify(override)}`, "one of --delimiter ',' ';' '|' tab");
    }
    return { value, sentence: `Delimiter ${delimiterName(value)}: as asked.` };
  }
  const trials = delimiters.map((value) => tryDelimiter(text, value, complete));
  const better = (a: DelimiterTrial, b: DelimiterTrial) =>
    b.coverage - a.coverage || b.headerFieldCount - a.headerFieldCount;
  // A long quoted text may go on past the sample: then the rows before it speak.
  const convinces = ({ coverage, matchingRows, records }: DelimiterTrial) =>
    coverage >= 0.5 || matchingRows === records.length;
  const splitting = trials.filter((trial) => trial.headerFieldCount > 1 && convinces(trial)).sort(better)[0];
  // A delimiter that splits neither the header nor the rows: a column of decimal commas must not be read as ragged.
  const whole = trials.filter((trial) => trial.headerFieldCount <= 1).sort(better)[0];
  const best = splitting ?? whole ?? trials.sort(better)[0];
  if (best === undefined) throw new Error('no delimiter to try');
  const { value, records, headerFieldCount, matchingRows } = best;
  const why =
    headerFieldCount > 1
      ? `${headerFieldCount} fields in ${matchingRows} of ${records.length} lines looked at`
      : 'one column, nothing to split';
  return { value, sentence: `Delimiter ${delimiterName(value)}: ${why}.` };
}

function tryDelimiter(text: Uint8Array, value: string, complete: boolean): DelimiterTrial {
  const { records, openQuote } = scanRecords(text, {
    delimiter: value.charCodeAt(0),
    complete,
    limit: judgedRows,
    wanted: noColumns,
  });
  const headerFieldCount = records[0]?.fieldCount ?? 0;
  const matching = records.filter((record) => record.fieldCount === headerFieldCount);
  const matchedBytes = matching.reduce((sum, record) => sum + record.end - record.start, 0);
  // What an open quote swallowed counts against the delimiter; a row that the sample's end cut off doesn't.
  const seenBytes = openQuote ? text.length : (records.at(-1)?.end ?? 0);
  const coverage = seenBytes === 0 ? 0 : matchedBytes / seenBytes;
  return { value, records, headerFieldCount, matchingRows: matching.length, coverage };
}

function chooseDecimal(text: Uint8Array, delimiter: string, override: string | undefined): Choice<string> {
  if (override !== undefined) {
    if (override !== '.' && override !== ',') {
      throw usageError(`Cannot use the decimal mark ${JSON.stringify(override)}`, '--decimal . or --decimal ,');
    }
    return { value: override, sentence: `Decimal mark ${JSON.stringify(override)}: as asked.` };
  }
  if (delimiter === ',') return { value: '.', sentence: 'Decimal mark ".": the comma is the delimiter.' };
  const { records } = scanRecords(text, { delimiter: delimiter.charCodeAt(0), complete: false, limit: judgedRows });
  let points = 0;
  let commas = 0;
  for (const { fields } of records.slice(1)) {
    for (const field of fields) {
      const fraction = /^[ \t"]*[+-]?\d*([.,])\d+([eE][+-]?\d+)?[ \t"\r]*$/.exec(
        decodeText(field ?? noBytes, 'latin1'),
      );
      if (fraction?.[1] === '.') points++;
      else if (fraction !== null) commas++;
    }
  }
  const counted = `${commas} numbers with a comma, ${points} with a point`;
  const value = commas > points ? ',' : '.';
  const why = commas + points === 0 ? 'no number with a fraction seen' : counted;
  return { value, sentence: `Decimal mark ${JSON.stringify(value)}: ${why}.` };
}

function chooseEncoding(
  sample: Uint8Array,
  markBytes: number,
  override: string | undefined,
  context: DialectContext & { complete: boolean },
): Choice<Encoding> {
  if (override !== undefined) {
    if (/^utf-?8$/i.test(override)) return { value: 'utf-8', sentence: 'Encoding UTF-8: as asked.' };
    if (/^(latin-?1|iso-?8859-1)$/i.test(override)) return { value: 'latin1', sentence: 'Encoding Latin-1: as asked.' };
    throw usageError(`Cannot read the encoding ${JSON.stringify(override)}`, '--encoding utf-8 or --encoding latin1');
  }
  if (markBytes > 0) return { value: 'utf-8', sentence: 'Encoding UTF-8: byte order mark.' };
  const own = encodingEvidence({ bytes: sample, atStart: true, atEnd: context.complete });
  const evidence = new Set([own, ...(context.evidence ?? [])]);
  if (evidence.has('latin1')) return { value: 'latin1', sentence: 'Encoding Latin-1: not valid UTF-8.' };
  const why = evidence.has('utf-8') ? 'characters beyond ASCII are valid' : 'only ASCII seen';
  return { value: 'utf-8', sentence: `Encoding UTF-8: ${why}.` };
}
