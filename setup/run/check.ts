import { basename } from 'node:path';
import { assignedOptions } from '../../pipeline/arguments/own.ts';
import { decodeText, encodingEvidence } from '../../pipeline/csv/encoding.ts';
import { usageError } from '../../pipeline/errors.ts';
import { isGzip } from '../../pipeline/input/gzip.ts';
import { openFile, readBlock } from '../../pipeline/input/open-file.ts';
import { firstBytes } from '../../pipeline/input/text-sample.ts';
import { checkFile } from '../../pipeline/jobs/own/check.ts';
import { guarded } from '../../pipeline/jobs/own/foreign.ts';
import { given } from '../arguments.ts';
import { say } from '../terminal/output.ts';
import { counted, countText } from '../terminal/units.ts';
import { loadForCommand } from './own-command.ts';

/** The sample's rows are among its first bytes. */
const sampleBytes = 1 << 20;

export interface CheckFlags {
  rows?: number;
  set?: string[];
  tolerance?: number;
}

/** `enjambre check JOB FILE`. */
export async function check(job: string, file: string, { rows, set = [], tolerance }: CheckFlags): Promise<void> {
  const loaded = await loadForCommand(job);
  const { definition, code } = loaded;
  const options = assignedOptions(definition.options, set);
  const sample = await sampleOf(file);
  let isPrinting = false;
  // A job is called thousands of times: what it prints would bury what was found.
  const print = () => {
    isPrinting = true;
  };
  const found = await guarded({ file: code.name, doing: 'checked', print }, () =>
    checkFile(loaded, sample, { sampleName: file, options, ...given({ rows, tolerance }) }),
  );
  if (found.rows === 0)
    throw usageError(`${file} has no rows, so that nothing was checked`, 'give a file with some rows');
  say(
    `${code.name} holds: the first ${counted(found.rows, 'row')} of ${file}, ` +
      `cut and joined in ${countText(found.checked)} ways, always gave the same result.`,
  );
  if (isPrinting) say('What the job prints is not shown while it is checked.');
}

/** The first whole lines of a file, also of a gzipped one. */
async function sampleOf(path: string): Promise<string> {
  const { bytes, atEnd } = await startOf(path);
  if (bytes.length === 0) throw usageError(`${path} is empty`, 'give a file with some rows');
  const end = atEnd ? bytes.length : bytes.lastIndexOf(10) + 1;
  if (end === 0) throw usageError(`The first line of ${path} is too long for a sample`, 'give a file of short lines');
  const isLatin1 = encodingEvidence({ bytes, atStart: true, atEnd }) === 'latin1';
  return decodeText(bytes.subarray(0, end), isLatin1 ? 'latin1' : 'utf-8');
}

async function startOf(path: string): Promise<{ bytes: Uint8Array; atEnd: boolean }> {
  const open = openFile(path);
  try {
    const start = readBlock(open, 0, sampleBytes);
    if (!isGzip(start)) return { bytes: start, atEnd: start.length === open.bytes };
    const { bytes, mtimeMs } = open;
    const nothing = { hash: '', dataStart: 0, headerLines: 0 };
    const file = { path, name: basename(path), bytes, mtimeMs, compression: 'gzip', ...nothing } as const;
    const text = await firstBytes(file, sampleBytes);
    return { bytes: text, atEnd: text.length < sampleBytes };
  } finally {
    open.close();
  }
}
