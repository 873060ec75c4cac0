import type { DialectOverrides } from '../csv/dialect.ts';
import { detectDialect } from '../csv/dialect.ts';
import type { EncodingEvidence } from '../csv/encoding.ts';
import { decodeText, encodingEvidence, refuseWideEncoding } from '../csv/encoding.ts';
import type { Header } from '../csv/header.ts';
import { maxHeaderBytes, parseHeader } from '../csv/header.ts';
import { scanRecords } from '../csv/records.ts';
import { EnjambreError } from '../errors.ts';
import type { JobInput } from '../jobs/job.ts';
import type { Dialect, InputFile, InputFinding } from '../run-dir/manifest.ts';
import { shellWord } from '../shell-word.ts';
import type { HashKind } from './identity.ts';
import { combinedIdentity } from './identity.ts';
import { openFile } from './open-file.ts';
import { expandInputs } from './paths.ts';
import { evidenceOf, firstBytes, identified } from './text-sample.ts';

export interface InspectOptions extends DialectOverrides {
  hash: HashKind;
}

/** What is known about an input before a job is planned on it. */
export interface InputInspection extends JobInput {
  /** Sentences for people: how delimiter, decimal mark and encoding were found. */
  detected: string[];
  /** What the manifest keeps of that, for the report. */
  findings: InputFinding[];
  /** Digest over the files' names, sizes and hashes. */
  identity: string;
}

const sampleBytes = 64 * 1024;
const sampledRows = 200;

/**
 * Finds the input files and looks at each: identity, compression, header; and at the first for the dialect, which the
 * others share, as they must share its header.
 *
 * @param words file names, folders, patterns
 * @throws EnjambreError of `expandInputs`, `openFile`, `detectDialect` and `parseHeader`; `header-differs`; `mixed-encodings`.
 */
export async function inspectInput(words: readonly string[], options: InspectOptions): Promise<InputInspection> {
  const seen: SeenFile[] = [];
  for (const path of expandInputs(words)) seen.push(await lookAt(path, options.hash));
  const [first] = seen;
  if (first === undefined) throw new Error('no input file');
  if (options.encoding === undefined) refuseMixedEncodings(seen);
  const { dialect, detected } = detectDialect(first.start, options, {
    name: first.file.name,
    complete: first.complete,
    evidence: seen.map(({ evidence }) => evidence),
  });
  const header = await readHeader(first, dialect);
  const files: InputFile[] = [];
  for (const one of seen) {
    const own = one === first ? header : await readHeader(one, dialect);
    if (one !== first) refuseOtherHeader(first.file.name, header.names, one.file.name, own.names);
    files.push({ ...one.file, dataStart: own.dataStart, headerLines: own.lines });
  }
  const sampleRows = () => rowsOf(first, header.dataStart, dialect);
  return {
    files,
    header: header.names,
    dialect,
    detected,
    findings: [],
    identity: combinedIdentity(files),
    sampleRows,
  };
}

interface SeenFile {
  /** `dataStart` is not known yet. */
  file: InputFile;
  /** The first bytes of the text. */
  start: Uint8Array;
  /** `start` is the whole text. */
  complete: boolean;
  evidence: EncodingEvidence;
}

async function lookAt(path: string, hashKind: HashKind): Promise<SeenFile> {
  const open = openFile(path);
  try {
    const { file, blocks } = await identified(open, hashKind);
    const { bytes } = open;
    const start = blocks[0]?.bytes ?? new Uint8Array();
    if (file.compression === 'gzip') {
      const text = await firstBytes(file, sampleBytes);
      const complete = text.length < sampleBytes;
      refuseWideEncoding(text, file.name);
      const evidence = encodingEvidence({ bytes: text, atStart: true, atEnd: complete });
      return { file, start: text, complete, evidence };
    }
    refuseWideEncoding(start, file.name);
    return { file, start, complete: start.length === bytes, evidence: evidenceOf(blocks, bytes) };
  } finally {
    open.close();
  }
}

async function readHeader(seen: SeenFile, dialect: Dialect): Promise<Header> {
  const { file, start, complete } = seen;
  const header = parseHeader(start, dialect, file.name, complete);
  if (header !== undefined) return header;
  const longer = await firstBytes(file, maxHeaderBytes + 1);
  const whole = parseHeader(longer, dialect, file.name, longer.length <= maxHeaderBytes);
  if (whole === undefined) throw new Error('a header is found or refused');
  return whole;
}

function rowsOf(seen: SeenFile, dataStart: number, dialect: Dialect): string[][] {
  const { records } = scanRecords(seen.start.subarray(dataStart), {
    delimiter: dialect.delimiter.charCodeAt(0),
    complete: seen.complete,
    limit: sampledRows,
  });
  return records.map(({ fields }) => fields.map((field) => decodeText(field ?? new Uint8Array(), dialect.encoding)));
}

function refuseOtherHeader(firstName: string, first: string[], name: string, own: string[]): void {
  const column = Math.max(
    first.findIndex((field, index) => own[index] !== field),
    own.length > first.length && first.every((field, index) => own[index] === field) ? first.length : -1,
  );
  if (column < 0) return;
  const say = (field: string | undefined) => (field === undefined ? 'nothing' : JSON.stringify(field));
  throw new EnjambreError(
    `The header of ${JSON.stringify(name)} differs: column ${column + 1} is ${say(own[column])}, ` +
      `but ${say(first[column])} in ${JSON.stringify(firstName)}`,
    { code: 'header-differs', next: 'run files with different columns one by one' },
  );
}

function refuseMixedEncodings(seen: readonly SeenFile[]): void {
  const latin1 = seen.find(({ evidence }) => evidence === 'latin1');
  const utf8 = seen.find(({ evidence }) => evidence === 'utf-8');
  if (latin1 === undefined || utf8 === undefined) return;
  throw new EnjambreError(
    `The files differ in encoding: ${JSON.stringify(utf8.file.name)} is UTF-8, ${JSON.stringify(latin1.file.name)} is not`,
    { code: 'mixed-encodings', next: `iconv -f LATIN1 -t UTF-8 ${shellWord(latin1.file.path)} > utf8.csv` },
  );
}
