import type { Manifest } from '../../run-dir/manifest.ts';
import type { ChosenPartial, JobLedger, LedgerCheck } from '../job.ts';

/** What a partition of `words` tells beside its partial. */
export interface WordsDetails {
  letters: number;
  /** Bytes of text that were counted, without byte order marks; of those, bytes of files that are not compressed. */
  bytes: number;
  plainBytes: number;
  /** Occurrences of terms, and distinct ones in this partition. */
  terms: number;
  distinctTerms: number;
  /** How many times the worker's table of terms was written out. */
  runs: number;
}

/** Laws that only this job knows: every byte was counted, and every file has its line. */
export function wordsLedger(manifest: Manifest, partials: ChosenPartial[]): JobLedger {
  return { columns: [], examples: [], checks: [bytesAddUp(manifest, partials), filesAreThere(manifest, partials)] };
}

function bytesAddUp({ input }: Manifest, partials: ChosenPartial[]): LedgerCheck {
  const counted = partials.reduce((sum, { totals }) => sum + (totals.details as WordsDetails).plainBytes, 0);
  const plain = input.files.filter(({ compression }) => compression === 'none');
  const expected = plain.reduce((sum, { bytes, dataStart }) => sum + bytes - dataStart, 0);
  const packed = input.files.length - plain.length;
  const beside = packed === 0 ? '' : `; ${packed} gzip ${packed === 1 ? 'file' : 'files'} by checksum`;
  return {
    law: 'text',
    bytes: expected,
    packed,
    name: 'every byte of text is counted once',
    holds: counted === expected,
    detail: `${counted} of ${expected} bytes${beside}`,
  };
}

function filesAreThere({ input }: Manifest, partials: ChosenPartial[]): LedgerCheck {
  const seen = new Set(partials.flatMap(({ totals }) => totals.slices.map(({ file }) => file)));
  const missing = input.files.find((_, index) => !seen.has(index));
  return {
    law: 'files',
    files: input.files.length,
    name: 'every file is counted',
    holds: missing === undefined,
    detail: `${seen.size} of ${input.files.length}${missing === undefined ? '' : `: ${JSON.stringify(missing.name)} is missing`}`,
  };
}
