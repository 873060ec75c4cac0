import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspectText } from '../../../../pipeline/input/inspect-text.ts';
import type { ChosenPartial, PartitionTotals } from '../../../../pipeline/jobs/job.ts';
import { resolveWords, type WordsOptions } from '../../../../pipeline/jobs/words/options.ts';
import type { WordsResult } from '../../../../pipeline/jobs/words/result.ts';
import { words } from '../../../../pipeline/jobs/words/words.ts';
import type { Encoding, InputFile, Manifest, Partition, Slice } from '../../../../pipeline/run-dir/manifest.ts';
import { findBrokenLink } from '../../../../pipeline/runs/chain.ts';
import type { TextFileBytes } from '../../../oracle/words.ts';

/** How a test wants the work to be done; none of it may change the result. */
export interface How {
  partitions: number;
  /** Instead: cuts of the only file at these places, whatever stands there. */
  cuts?: number[];
  bufferBytes?: number;
  memoryBytes?: number;
}

export interface Counted {
  json: string;
  result: WordsResult;
  csv: string;
  terms: string;
  checks: { name: string; holds: boolean; detail: string }[];
  /** How often tables of terms were written out. */
  runs: number;
}

/** `words` in this process, from the bytes of files to the result files, without the driver's run directory. */
export async function countBytes(
  files: TextFileBytes[],
  asked: Partial<WordsOptions> & { encoding?: Encoding },
  how: How,
): Promise<Counted> {
  const directory = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
  try {
    const { encoding, ...options } = asked;
    const paths = files.map(({ name }) => join(directory, 'input', name));
    for (const [index, { bytes }] of files.entries()) {
      mkdirSync(dirname(paths[index] as string), { recursive: true });
      writeFileSync(paths[index] as string, bytes);
    }
    const input = await inspectText(paths, { hash: 'sampled', ...(encoding === undefined ? {} : { encoding }) });
    const resolved = resolveWords(options);
    const manifest: Manifest = {
      format: 1,
      run: 'test',
      createdAt: '',
      codeVersion: '',
      job: 'words',
      options: resolved,
      jobIdentity: '',
      input: { ...input, kind: 'text' },
      partitions:
        how.cuts === undefined
          ? await words.partition({ ...input, kind: 'text' }, resolved, how.partitions, 2)
          : partitionsAt(how.cuts, input.files[0] as InputFile),
    };
    const partials = await processAll(manifest, directory, how);
    await words.combine(manifest, partials, directory);
    const read = (name: string) => readFileSync(join(directory, name), 'utf8');
    const json = read('result.json');
    return {
      json,
      result: JSON.parse(json) as WordsResult,
      csv: read('result.csv'),
      terms: read('terms.csv'),
      checks: words.ledger(manifest, partials).checks ?? [],
      runs: partials.reduce((sum, { totals }) => sum + (totals.details as { runs: number }).runs, 0),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function partitionsAt(cuts: number[], { dataStart, bytes }: InputFile): Partition[] {
  const places = [...new Set(cuts.filter((at) => at > dataStart && at < bytes))].sort((a, b) => a - b);
  const edges = [dataStart, ...places, bytes];
  return edges.slice(0, -1).map((start, index): Partition => {
    const slice: Slice = { file: 0, start, end: edges[index + 1] as number, certain: index === 0 };
    return { index, slices: [slice] };
  });
}

async function processAll(manifest: Manifest, directory: string, how: How): Promise<ChosenPartial[]> {
  const limits = {
    memoryBytes: how.memoryBytes ?? 64 << 20,
    bufferBytes: how.bufferBytes ?? 256 << 10,
    segmentRows: 2 ** 30,
  };
  const totals = new Map<number, PartitionTotals>();
  const processOne = async (partition: Partition) => {
    const own = mkdtempSync(join(directory, 'attempt-'));
    const task = { run: directory, manifest, partition, limits, directory: own, onBytes: () => {} };
    totals.set(partition.index, await words.process(task));
    rmSync(join(directory, String(partition.index)), { recursive: true, force: true });
    renameSync(own, join(directory, String(partition.index)));
  };
  for (const partition of manifest.partitions) await processOne(partition);
  for (let broken = findBrokenLink(manifest, totals); broken !== null; broken = findBrokenLink(manifest, totals)) {
    await processOne(broken.partition);
  }
  return manifest.partitions.map(({ index }) => ({
    partition: index,
    path: join(directory, String(index), 'partial.bin'),
    totals: totals.get(index) as PartitionTotals,
  }));
}
