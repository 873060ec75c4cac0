import { EnjambreError, usageError } from '../errors.ts';
import type { Dialect } from '../run-dir/manifest.ts';
import { closestNames, listNames } from './closest-name.ts';
import { byteOrderMarkBytes, decodeText } from './encoding.ts';
import { RecordScanner } from './records.ts';

/** A header longer than this is refused: the file is something else. */
export const maxHeaderBytes = 1024 * 1024;

export interface Header {
  /** Decoded, without surrounding blanks. */
  names: string[];
  /** Offset of the first byte after the header's terminator. */
  dataStart: number;
  /** Line feeds before `dataStart`. */
  lines: number;
}

/**
 * The first record of a file (lines that are empty are no records). `start` holds the file's first bytes; `complete` says
 * that it is the whole file. Returns undefined if the header goes on after `start`: read more, at most `maxHeaderBytes`.
 *
 * @throws EnjambreError `empty-input`, `unclosed-quote`, `header-too-long`.
 */
export function parseHeader(start: Uint8Array, dialect: Dialect, name: string, complete: boolean): Header | undefined {
  const text = start.subarray(byteOrderMarkBytes(start), maxHeaderBytes + 1);
  let header: Header | undefined;
  const scanner = new RecordScanner({
    delimiter: dialect.delimiter.charCodeAt(0),
    offset: byteOrderMarkBytes(start),
    line: 1,
    maxFieldBytes: maxHeaderBytes + 1,
    name,
    onRecord: (record) => {
      const names = record.fields.map((field) => trimBlanks(decodeText(field ?? new Uint8Array(), dialect.encoding)));
      const lines = start.subarray(0, record.end).filter((byte) => byte === 10).length;
      header = { names, dataStart: record.end, lines };
      return false;
    },
  });
  scanner.feed(text);
  if (header === undefined && complete && start.length <= maxHeaderBytes) {
    scanner.end();
    if (header === undefined) throw emptyInput(name);
  }
  if (header === undefined && start.length > maxHeaderBytes) throw headerTooLong(scanner, name);
  return header;
}

/**
 * The place of a column, from 0.
 *
 * @throws EnjambreError `usage` if no column has the name (says which exist), or more than one has it.
 */
export function columnIndex(header: readonly string[], name: string): number {
  const index = header.indexOf(name);
  if (index < 0) {
    const [closest] = closestNames(name, header, 1);
    const next = closest === undefined ? 'name one of these columns' : `did you mean ${JSON.stringify(closest)}?`;
    throw usageError(`There is no column ${JSON.stringify(name)}; the input has ${listNames(header)}`, next);
  }
  if (header.indexOf(name, index + 1) >= 0) {
    const places = header.flatMap((other, place) => (other === name ? [place + 1] : []));
    throw usageError(
      `The column name ${JSON.stringify(name)} is ambiguous: columns ${places.join(' and ')} have it`,
      "give them different names in the file's first line, or choose another column",
    );
  }
  return index;
}

/** Without the blanks that count as such in numbers and names: space, tab and carriage return. */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}

function emptyInput(name: string): EnjambreError {
  return new EnjambreError(`Cannot read ${JSON.stringify(name)}: it is empty, without even a header line`, {
    code: 'empty-input',
    next: 'give a CSV file whose first line names the columns',
  });
}

function headerTooLong(scanner: RecordScanner, name: string): EnjambreError {
  const why = scanner.insideQuotes ? 'a quote opened in it is not closed' : 'it has no line end';
  return new EnjambreError(`Cannot read ${JSON.stringify(name)}: the header is longer than 1 MiB, ${why}`, {
    code: 'header-too-long',
    next: 'give a CSV file whose first line names the columns',
  });
}
