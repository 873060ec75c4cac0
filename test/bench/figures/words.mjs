import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, here } from '../environment.mjs';
import { writeTexts } from '../generate/texts.mjs';
import { interleaved } from '../measure.mjs';
import { gigabytesPerSecond, judged, mebibytes, seconds } from '../table.mjs';

/** @typedef {import('../environment.mjs').Context} Context */
/** @typedef {{ name: string, folder: string, files: number, bytes: number }} Texts */

/** Words and terms of many files, against Python and `wc`. @param {Context} context */
export async function* words(context) {
  const size = context.quick ? 0.1 : 1;
  // Five times as fast as Python, and at most three times as long as `wc -w`, which counts less.
  const bars = { Python: 5, 'wc -w, LC_ALL=C.UTF-8': 0.33 };
  yield await compare(context, 'of about 100 KB', 2000 * size, 100_000, bars);
  yield await compare(context, 'of about 2 KB', 20_000 * size, 2000, { Python: 5 });
}

/**
 * @param {Context} context
 * @param {string} name
 * @param {number} files
 * @param {number} fileBytes
 * @param {Record<string, number>} bars least times of others, by that of ours
 */
async function compare(context, name, files, fileBytes, bars) {
  const folder = join(context.dataFolder, `texts-${files}-${fileBytes}`);
  context.log(`  ${files} files ${name}`);
  if (!existsSync(folder)) writeTexts(folder, files, fileBytes);
  const repetitions = context.quick ? 3 : 5;
  const wc = (/** @type {string} */ locale) => ({
    name: `wc -w, LC_ALL=${locale}`,
    command: () => [
      'sh',
      '-c',
      `find "$0" -type f -print0 | LC_ALL=${locale} wc -w --files0-from=- | tail -n 1`,
      folder,
    ],
  });
  const contenders = [
    enjambre(context, folder, context.workers),
    enjambre(context, folder, 1),
    { name: 'Python', command: () => [context.python, '-I', join(here, 'peers/words_peer.py'), folder] },
    wc('C.UTF-8'),
    wc('C'),
  ];
  const series = interleaved(context, contenders, repetitions);
  const [ours, , python] = series;
  if (ours === undefined || python === undefined) throw new BenchError('a contender is missing');
  const bytes = requireSameCounts(ours.stdout, python.stdout);
  if (!context.keep) rmSync(folder, { recursive: true });
  const rows = series.map((measured, index) => {
    const { name = '' } = contenders[index] ?? {};
    const bar = bars[name];
    const megabytesPerSecond = 1000 * gigabytesPerSecond(bytes, measured);
    const verdict = judged(measured.medianMs / ours.medianMs, bar === undefined ? undefined : { atLeast: bar });
    return [name, seconds(measured), megabytesPerSecond.toFixed(0), mebibytes(measured), ...verdict];
  });
  return {
    title: `Words of ${files.toLocaleString('en')} files ${name}, ${(bytes / 1e6).toFixed(0)} MB`,
    columns: ['command', 'time, s', 'MB/s', 'peak MiB', 'time by ours', 'bar', ''],
    rows,
    note: 'Ours and Python count words, letters, lines, bytes and all terms, and agreed; `wc -w` counts words.',
  };
}

let made = 0;

/**
 * @param {Context} context
 * @param {string} folder
 * @param {number} workers
 */
function enjambre(context, folder, workers) {
  let out = '';
  return {
    name: `enjambre, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    command() {
      out = join(context.runsFolder, `words-${made++}`);
      const run = [context.node, context.command, 'run', 'words', folder];
      return [...run, '--workers', String(workers), '--json', '--no-report', '--out', out];
    },
    cleanup: () => rmSync(out, { recursive: true, force: true }),
  };
}

/**
 * @param {string} ours
 * @param {string} theirs
 * @returns {number} bytes of all files
 */
function requireSameCounts(ours, theirs) {
  const shown = ({ files, words, letters, lines, bytes, distinctTerms, top }) =>
    JSON.stringify({ files, words, letters, lines, bytes, distinctTerms, top });
  const own = JSON.parse(ours);
  const mine = shown({ ...own, top: own.top.map(({ term, count }) => [term, count]) });
  const peer = shown(JSON.parse(theirs));
  if (mine !== peer) throw new BenchError(`enjambre and Python disagree\n${mine}\n${peer}`);
  return own.bytes;
}
