import type { LedgerCheck } from '../../jobs/job.ts';
import type { Manifest } from '../../run-dir/manifest.ts';
import type { Ledger } from '../../runs/ledger.ts';

/** A law of conservation with the numbers that show it. Of a law that fails, and of others, what the ledger says is given too. */
export type CheckModel = { holds: boolean; name: string; detail: string } & (
  | { law: 'tiles'; ranges: number; bytes: number }
  | { law: 'processed'; done: number; partitions: number }
  | { law: 'chain'; cuts: number; text: boolean }
  | { law: 'ends'; files: number }
  /** Of text: bytes without marks at the start of files; those of gzip files are proven by checksums. */
  | { law: 'text'; bytes: number; packed: number }
  | { law: 'files'; files: number }
  /** Files that a job wrote beside its result. */
  | { law: 'output'; files: number }
  | { law: 'column'; column: string; count: number; missing: number; invalid: number; rows: number }
  /** Of a law on partitions that are not all processed. */
  | { law: 'chain-not-yet'; text: boolean; done: number; partitions: number }
  | { law: 'ends-not-yet'; done: number; partitions: number }
  | { law: 'other' }
);

/** The ledger's checks, as data that any language can say. */
export function checkModels(manifest: Manifest, ledger: Ledger): CheckModel[] {
  const columns = new Map(ledger.columns.map((column) => [`rows of ${column.column} add up`, column]));
  return ledger.checks.map((check) => {
    const column = columns.get(check.name);
    if (column !== undefined) return { ...check, law: 'column', ...column, rows: ledger.rows };
    return { ...check, ...lawOf(check, manifest, ledger) };
  });
}

function lawOf({ name, detail }: LedgerCheck, manifest: Manifest, ledger: Ledger) {
  const { files, kind } = manifest.input;
  const slices = manifest.partitions.flatMap((partition) => partition.slices);
  const bytes = slices.reduce((sum, { start, end }) => sum + end - start, 0);
  const progress = { done: ledger.partitions.length, partitions: manifest.partitions.length };
  switch (name) {
    case 'partitions tile the input':
      return { law: 'tiles' as const, ranges: slices.length, bytes };
    case 'every partition is processed':
      return { law: 'processed' as const, ...progress };
    case 'quote states chain':
    case 'no word is cut':
      if (/^not known yet/.test(detail)) return { law: 'chain-not-yet' as const, text: kind === 'text', ...progress };
      return { law: 'chain' as const, cuts: Number(/^\d+/.exec(detail)?.[0] ?? 0), text: kind === 'text' };
    case 'every file is read to its end':
      if (detail.endsWith(' yet')) return { law: 'ends-not-yet' as const, ...progress };
      return { law: 'ends' as const, files: files.length };
    case 'every byte of text is counted once': {
      const plain = files.filter(({ compression }) => compression === 'none');
      const textBytes = plain.reduce((sum, file) => sum + file.bytes - file.dataStart, 0);
      return { law: 'text' as const, bytes: textBytes, packed: files.length - plain.length };
    }
    case 'every file is counted':
      return { law: 'files' as const, files: files.length };
    case 'rows that the job wrote are there':
      return { law: 'output' as const, files: Number(/^\d+/.exec(detail)?.[0] ?? 0) };
    default:
      return { law: 'other' as const };
  }
}
