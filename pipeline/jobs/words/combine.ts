import { join } from 'node:path';
import { EnjambreError } from '../../errors.ts';
import { paths } from '../../run-dir/layout.ts';
import type { InputFile, Manifest } from '../../run-dir/manifest.ts';
import { TextFile } from '../../run-dir/text-file.ts';
import type { ChosenPartial } from '../job.ts';
import type { WordsDetails } from './ledger.ts';
import { mergeTerms, narrowPartials, openPartials } from './merge-terms.ts';
import type { WordsOptions } from './options.ts';
import { PartialReader } from './partial.ts';
import { writeReplicaResults } from './replica-results.ts';
import { CSV_HEADER, type FileCounts, fileCsv, fileJson, resultHead, type WordsResult } from './result.ts';
import { TopTerms } from './top-terms.ts';

/** Merges the partials into `terms.csv`, `result.csv` and, last, `result.json`. Holds the counts of files, and no terms but the top. */
export function combineWords(manifest: Manifest, partials: ChosenPartial[], directory: string): void {
  const { input } = manifest;
  const options = manifest.options as WordsOptions;
  const counts = countsOfFiles(input.files, partials);
  const totals = { words: 0, letters: 0, lines: 0, bytes: 0 };
  for (const { words, letters, lines, bytes } of counts) {
    totals.words += words;
    totals.letters += letters;
    totals.lines += lines;
    totals.bytes += bytes;
  }
  const rows = partials.reduce((sum, partial) => sum + partial.totals.rows, 0);
  if (rows !== totals.words) throw lost(`partitions counted ${rows} words, files ${totals.words}`);
  const csv = new TextFile(paths.resultCsv(directory));
  const json = new TextFile(paths.result(directory));
  const allTerms = new TextFile(join(directory, 'terms.csv'));
  json.write(resultHead(input, options, totals, mergedTerms(partials, options, directory, allTerms)));
  csv.write(CSV_HEADER);
  for (const [index, { name }] of input.files.entries()) {
    const own = counts[index] as FileCounts;
    csv.write(fileCsv(name, own));
    json.write(`${index === 0 ? '' : ','}${fileJson(name, own)}`);
  }
  json.write(']}\n');
  for (const file of [allTerms, csv, json]) file.close();
  if (options.assign === 'md5') writeReplicaResults(directory, manifest, counts);
  allTerms.appear();
  csv.appear();
  json.appear();
}

/** Adds up each file's slices. */
function countsOfFiles(files: readonly InputFile[], partials: readonly ChosenPartial[]): FileCounts[] {
  const counts = files.map(({ dataStart }) => ({ words: 0, letters: 0, lines: 0, bytes: dataStart, endsLine: true }));
  for (const { partition, path, totals } of partials) {
    const reader = new PartialReader(path);
    reader.close();
    if (reader.slices.length !== totals.slices.length) throw lost(`partition ${partition} lacks slices`);
    for (const [index, slice] of reader.slices.entries()) {
      const file = counts[totals.slices[index]?.file ?? -1];
      if (file === undefined) throw lost(`partition ${partition} names a file that is not there`);
      file.words += slice.words;
      file.letters += slice.letters;
      file.lines += slice.lineFeeds;
      file.bytes += slice.bytes;
      file.endsLine = slice.endsLine ?? file.endsLine;
    }
  }
  for (const file of counts) if (!file.endsLine) file.lines++;
  return counts;
}

/** Writes all terms but stop words, and gives their sums and the most frequent ones. */
function mergedTerms(
  partials: readonly ChosenPartial[],
  { top, stopWords }: WordsOptions,
  directory: string,
  file: TextFile,
): Pick<WordsResult, 'terms' | 'distinctTerms' | 'top'> {
  const stopped = new Set(stopWords);
  const decoder = new TextDecoder();
  const topTerms = new TopTerms(top);
  let merged = 0;
  let terms = 0;
  let distinctTerms = 0;
  file.write('term,count\n');
  const narrowed = narrowPartials(
    partials.map(({ path }) => path),
    (index) => join(directory, `combine-${index}.${process.pid}.tmp`),
  );
  const readers = openPartials(narrowed.paths);
  try {
    mergeTerms(readers, (bytes, count) => {
      merged += count;
      const term = decoder.decode(bytes);
      if (stopped.has(term)) return;
      terms += count;
      distinctTerms++;
      topTerms.add(bytes, count);
      file.write(`${term},${count}\n`);
    });
  } finally {
    for (const reader of readers) reader.close();
    narrowed.release();
  }
  const counted = partials.reduce((sum, { totals }) => sum + (totals.details as WordsDetails).terms, 0);
  if (merged !== counted) throw lost(`partitions counted ${counted} terms, the merge ${merged}`);
  return { terms, distinctTerms, top: topTerms.list() };
}

function lost(what: string): EnjambreError {
  return new EnjambreError(`The result does not add up: ${what}`, {
    code: 'conservation',
    next: 'this is a fault of the program: please report it, with the run directory',
  });
}
