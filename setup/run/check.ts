import { assignedOptions } from '../../pipeline/arguments/own.ts';
import { decodeText, encodingEvidence } from '../../pipeline/csv/encoding.ts';
import { usageError } from '../../pipeline/errors.ts';
import { openFile, readBlock } from '../../pipeline/input/open-file.ts';
import { checkJob } from '../../pipeline/jobs/own/check.ts';
import { loadOwnJob } from '../../pipeline/jobs/own/load.ts';
import { given } from '../arguments.ts';
import { say } from '../terminal/output.ts';
import { counted, countText } from '../terminal/units.ts';

/** The sample's rows are among its first bytes. */
const sampleBytes = 1 << 20;

export interface CheckFlags {
  rows?: number;
  set?: string[];
  tolerance?: number;
}

/** `enjambre check JOB FILE`. */
export async function check(job: string, file: string, { rows, set = [], tolerance }: CheckFlags): Promise<void> {
  const { definition, code } = await loadOwnJob(job);
  const options = assignedOptions(definition.options, set);
  const found = checkJob(definition, sampleOf(file), { options, ...given({ rows, tolerance }) });
  say(
    `${code.name} holds: the first ${counted(found.rows, 'row')} of ${file}, ` +
      `cut and joined in ${countText(found.checked)} ways, always gave the same result.`,
  );
}

/** The first whole lines of a file. */
function sampleOf(path: string): string {
  const open = openFile(path);
  try {
    const bytes = readBlock(open, 0, sampleBytes);
    const atEnd = bytes.length === open.bytes;
    const end = atEnd ? bytes.length : bytes.lastIndexOf(10) + 1;
    if (end === 0) throw usageError(`The first line of ${path} is too long for a sample`, 'give a file of short lines');
    const isLatin1 = encodingEvidence({ bytes, atStart: true, atEnd }) === 'latin1';
    return decodeText(bytes.subarray(0, end), isLatin1 ? 'latin1' : 'utf-8');
  } finally {
    open.close();
  }
}
