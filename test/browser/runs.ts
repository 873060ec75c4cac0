import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeReport } from '../../pipeline/report/report.ts';
import { writeFiles } from '../pipeline/input/scratch.ts';
import { besideExact } from '../pipeline/jobs/own/beside-exact.ts';
import { runFile } from '../pipeline/jobs/own/frame-runs.ts';
import { driveWords } from '../pipeline/jobs/words/driven-words.ts';
import { HOSTILE_NAMES } from '../pipeline/report/charts/examples.ts';
import { drive } from '../pipeline/run/driven.ts';
import { fromRoot } from '../root.ts';

/** Names that no page may take for anything but text. */
export const HOSTILE_COLUMN = '<script>alert("column")</script>\u202e';
const HOSTILE_VALUE = '<img src=x onerror=alert(2)>';

/** Numbers that look random and are the same at every run. */
function* numbers(): Generator<number, never> {
  for (let seed = 1; ; ) {
    seed = (seed * 48_271) % 2_147_483_647;
    yield seed / 2_147_483_647;
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

const SAMPLE = fromRoot('docs/sample.csv');

/** The run of README's first command; its directory. */
export async function sampleRun(folder: string): Promise<string> {
  const out = join(folder, 'sample');
  await drive({ inputs: [SAMPLE], describe: { columns: ['ValorObservado'] }, partitions: 4, out });
  return out;
}

/** A run of `words`, on files with hostile names and with words longer than a page; its directory. */
export async function wordsRun(folder: string): Promise<string> {
  const names = ['<img src=x onerror=alert(3)>.txt', 'a.txt', `${'n'.repeat(200)}.txt`];
  const text = `${'<b>swarm</b> enjambre السد 🐝 '.repeat(40)}${'x'.repeat(5000)} ${'y'.repeat(300)}\n`;
  const files = Object.fromEntries(names.map((name, index) => [join('texts', name), text.repeat(index + 1)]));
  writeFiles(folder, files);
  const out = join(folder, 'words');
  await driveWords({ inputs: [join(folder, 'texts')], partitions: 2, words: { top: 30 }, out });
  return out;
}

const COUNT_OF_STATIONS = `
export default {
  empty: () => new Map(),
  add(counts, row) {
    const station = row.text('station');
    counts.set(station, (counts.get(station) ?? 0) + 1);
  },
  merge(a, b) {
    for (const [station, count] of b) a.set(station, count + (a.get(station) ?? 0));
    return a;
  },
  result: (counts) => [...counts].sort().map(([station, count]) => ({ '<b>station</b>': station, count })),
};
`;

/** A run of a fold, which counts hostile stations; its directory. */
export async function foldRun(folder: string): Promise<string> {
  const lines = HOSTILE_NAMES.flatMap((name, index) => Array.from({ length: index + 1 }, () => `${quoted(name)}\n`));
  writeFiles(folder, { 'stations.csv': `station\n${lines.join('')}`, 'count <i>.ts': COUNT_OF_STATIONS });
  const { directory } = await runFile(join(folder, 'fold'), join(folder, 'count <i>.ts'), [
    join(folder, 'stations.csv'),
  ]);
  return directory;
}

/** A run of a frame job that counts and writes rows too; its directory. */
export async function frameRun(folder: string): Promise<string> {
  const job = fromRoot('docs/examples/etl.ts');
  const { directory } = await runFile(join(folder, 'frame'), job, [SAMPLE], { partitions: 3 });
  return directory;
}

/** A run of `describe-frames` on the sample, with the exact one inside it; its directory. */
export function describeFramesRun(folder: string): Promise<string> {
  return besideExact(join(folder, 'describe-frames'), [SAMPLE], { partitions: 4, workers: 2 });
}

/** A run by station and month, whose stations, column and invalid values are hostile; its directory. */
export async function hostileRun(folder: string): Promise<string> {
  const random = numbers();
  const lines = Array.from({ length: 1200 }, (_, index) => {
    const station = HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? '';
    const value = index % 50 === 0 ? HOSTILE_VALUE : index % 30 === 0 ? '' : (20 + 9 * random.next().value).toFixed(2);
    return `${quoted(station)},${value},2024-${String(1 + (index % 5)).padStart(2, '0')}-15\n`;
  });
  const input = join(folder, 'hostile<b>.csv');
  writeFiles(folder, { 'hostile<b>.csv': `station,${quoted(HOSTILE_COLUMN)},day\n${lines.join('')}` });
  const by = [
    { column: 'station', unit: 'value' as const },
    { column: 'day', unit: 'month' as const },
  ];
  const out = join(folder, 'hostile');
  await drive({ inputs: [input], describe: { columns: [HOSTILE_COLUMN], by }, partitions: 3, out });
  return out;
}

/** A run with this many groups of 4 rows each; its directory. */
export async function runOfGroups(folder: string, groupCount: number): Promise<string> {
  const random = numbers();
  const lines = Array.from({ length: 4 * groupCount }, (_, index) => {
    return `STATION ${index % groupCount},${(20 + 9 * random.next().value).toFixed(1)}\n`;
  });
  const name = `groups-${groupCount}`;
  writeFiles(folder, { [`${name}.csv`]: `station,value\n${lines.join('')}` });
  const by = [{ column: 'station', unit: 'value' as const }];
  const out = join(folder, name);
  await drive({ inputs: [join(folder, `${name}.csv`)], describe: { columns: ['value'], by }, partitions: 3, out });
  return out;
}

/** The text of a run's report. */
export async function reportOf(run: string, lang: 'en' | 'es'): Promise<string> {
  return readFileSync(await writeReport(run, { lang }), 'utf8');
}
