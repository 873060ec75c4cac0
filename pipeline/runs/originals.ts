import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DescribeResult, parseDescribeResult } from '../frame/describe-result.ts';
import { writeOriginalNames } from '../frame/original-names.ts';
import { describeGroups } from '../jobs/describe/combine.ts';
import type { DescribeOptions } from '../jobs/describe/options.ts';
import { groupJson } from '../jobs/describe/result.ts';
import { paths } from '../run-dir/layout.ts';
import type { Manifest } from '../run-dir/manifest.ts';
import { chosenPartial, readCommit } from './attempts.ts';

/** Writes a finished run's results, each partition's and the whole's, under the names of the original system. */
export function writeOriginals(run: string, manifest: Manifest): Promise<string[]> {
  const options = manifest.options as DescribeOptions;
  const parts = manifest.partitions.flatMap(({ index }): DescribeResult[] => {
    const summary = readCommit(run, manifest, index);
    if (summary === null) return [];
    const groups = [...describeGroups(manifest, [chosenPartial(run, summary)], run)].map(
      ({ key, rows, columns }) =>
        JSON.parse(groupJson(key, rows, columns, options)) as DescribeResult['groups'][number],
    );
    return [{ job: 'describe', options, groups }];
  });
  const path = paths.result(run);
  const whole = parseDescribeResult(readFileSync(path, 'utf8'), path);
  return writeOriginalNames(join(run, 'original'), parts, whole);
}
