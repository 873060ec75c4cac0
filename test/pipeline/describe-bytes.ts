import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnjambreError } from '../../pipeline/errors.ts';
import { inspectInput } from '../../pipeline/input/inspect.ts';
import { planPartitions } from '../../pipeline/input/partitions.ts';
import { describe } from '../../pipeline/jobs/describe/describe.ts';
import type { DescribeOptions } from '../../pipeline/jobs/describe/options.ts';
import type { PartitionTotals } from '../../pipeline/jobs/job.ts';
import type { Manifest } from '../../pipeline/run-dir/manifest.ts';
import { confirmedRefusal, findBrokenLink, type Processed } from '../../pipeline/runs/chain.ts';

/** How a test wants the work to be done; none of it may change the result. */
export interface How {
  partitions: number;
  bufferBytes?: number;
  memoryBytes?: number;
  segmentRows?: number;
  /** False: the kernel without vector instructions. */
  simd?: boolean;
}

/** `describe` in this process, from the bytes of files to the text of `result.json`, without the driver's run directory. */
export async function describeBytes(
  files: { name: string; bytes: Uint8Array }[],
  options: DescribeOptions & { delimiter?: string; decimal?: string; encoding?: 'utf-8' | 'latin1' },
  how: How,
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
  try {
    for (const { name, bytes } of files) writeFileSync(join(directory, name), bytes);
    const { delimiter, decimal, encoding, ...describeOptions } = options;
    const overrides = {
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(decimal === undefined ? {} : { decimal }),
      ...(encoding === undefined ? {} : { encoding }),
    };
    const names = files.map(({ name }) => join(directory, name));
    const input = await inspectInput(names, { ...overrides, hash: 'sampled' });
    const partitions = planPartitions(input.files, how.partitions, 2, input.dialect, input.header.length);
    const manifest: Manifest = {
      format: 1,
      run: 'test',
      createdAt: '',
      codeVersion: '',
      job: 'describe',
      options: describeOptions,
      jobIdentity: '',
      input: { ...input, kind: 'csv' },
      partitions,
    };
    const totals = await processAll(manifest, directory, how);
    const partials = partitions.map(({ index }) => ({
      partition: index,
      path: join(directory, String(index), 'partial.bin'),
      totals: totals.get(index) as PartitionTotals,
    }));
    await describe.combine(manifest, partials, directory);
    return readFileSync(join(directory, 'result.json'), 'utf8');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function processAll(manifest: Manifest, directory: string, how: How): Promise<Map<number, PartitionTotals>> {
  const limits = {
    memoryBytes: how.memoryBytes ?? 64 << 20,
    bufferBytes: how.bufferBytes ?? 256 << 10,
    segmentRows: how.segmentRows ?? 2 ** 30,
    ...(how.simd === undefined ? {} : { vectors: how.simd }),
  };
  const totals = new Map<number, PartitionTotals>();
  const processOne = async (partition: Manifest['partitions'][number]) => {
    const own = mkdtempSync(join(directory, 'attempt-'));
    totals.set(
      partition.index,
      await describe.process({ run: directory, manifest, partition, limits, directory: own, onBytes: () => {} }),
    );

    rmSync(join(directory, String(partition.index)), { recursive: true, force: true });
    renameSync(own, join(directory, String(partition.index)));
  };
  for (const partition of manifest.partitions) await processOne(partition);
  for (;;) {
    const broken = findBrokenLink(manifest, totals as Map<number, Processed>);
    if (broken === null) break;
    await processOne(broken.partition);
  }
  const refusal = confirmedRefusal(manifest, totals);
  if (refusal !== null) throw new EnjambreError(refusal.message, { code: refusal.code, next: refusal.next });
  return totals;
}
