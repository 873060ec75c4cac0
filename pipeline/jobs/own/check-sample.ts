import { Buffer } from 'node:buffer';
import { detectDialect } from '../../csv/dialect.ts';
import { decodeText } from '../../csv/encoding.ts';
import { parseHeader } from '../../csv/header.ts';
import { csvLine } from '../../csv/line.ts';
import { type ScannedRecord, scanRecords } from '../../csv/records.ts';
import { usageError } from '../../errors.ts';
import type { Dialect } from '../../run-dir/manifest.ts';
import type { Sample } from './check-interface.ts';

/** A row or a line, as the smallest thing that a sample is cut into. */
export interface Item {
  /** Where it stands, from 1: lines of a text, or rows that are objects. */
  line: number;
  /** As it stands in the sample, without its line end. */
  text: string;
  bytes: Uint8Array;
  /** Of rows. */
  record: ScannedRecord | null;
}

export interface SampleItems {
  header: string[];
  /** What `line` counts. */
  unit: 'line' | 'row';
  dialect: Dialect;
  items: Item[];
  /** The header as a line. */
  headerText: string;
}

/** A sample's lines. */
export function linesOf(sample: Sample): SampleItems {
  if (typeof sample !== 'string' && !(sample instanceof Uint8Array)) {
    throw usageError('A fold with addBytes is checked with text', 'give the sample as text or bytes');
  }
  const bytes = Buffer.from(sample as string);
  const items: Item[] = [];
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(10, at);
    const end = feed < 0 ? bytes.length : feed + 1;
    items.push({ line: items.length + 1, ...shown(bytes.subarray(at, end), 'utf-8'), record: null });
    at = end;
  }
  const dialect = { delimiter: ',', decimal: '.', encoding: 'utf-8' } as const;
  return { header: [], unit: 'line', dialect, items, headerText: '' };
}

/** A sample's rows. */
export function rowsOf(
  sample: Sample,
  how: { delimiter?: string | undefined; decimal?: string | undefined },
): SampleItems {
  const isRows = typeof sample !== 'string' && !(sample instanceof Uint8Array);
  const bytes = isRows ? Buffer.from(csvOf(sample)) : Buffer.from(sample as string);
  const written = isRows ? { delimiter: ',', decimal: '.', encoding: 'utf-8' } : how;
  const { dialect } = detectDialect(bytes, written, { name: 'the sample', complete: true });
  const header = parseHeader(bytes, dialect, 'the sample', true);
  if (header === undefined) throw usageError('The header of the sample is longer than 1 MiB', 'give a smaller sample');
  const rest = bytes.subarray(header.dataStart);
  const { records, openQuote } = scanRecords(rest, { delimiter: dialect.delimiter.charCodeAt(0), complete: true });
  if (openQuote) throw usageError('A quoted field of the sample opens and is never closed', 'close the quote');
  let line = header.lines + 1;
  let counted = 0;
  const items = records.map((record, index) => {
    line += feedsIn(rest.subarray(counted, record.start));
    counted = record.start;
    return {
      line: isRows ? index + 1 : line,
      ...shown(rest.subarray(record.start, record.end), dialect.encoding),
      record,
    };
  });
  const headerText = shown(bytes.subarray(0, header.dataStart), dialect.encoding).text;
  return { header: header.names, unit: isRows ? 'row' : 'line', dialect, items, headerText };
}

function shown(bytes: Uint8Array, encoding: Dialect['encoding']): { text: string; bytes: Uint8Array } {
  return { text: decodeText(bytes, encoding).replace(/\r?\n$/, ''), bytes };
}

function feedsIn(bytes: Uint8Array): number {
  return bytes.filter((byte) => byte === 10).length;
}

function csvOf(rows: Exclude<Sample, string | Uint8Array>): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csvLine(columns) + rows.map((row) => csvLine(columns.map((column) => row[column]))).join('');
}
