import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeReport } from '../../pipeline/report/report.ts';
import { writeFiles } from '../pipeline/input/scratch.ts';
import { HOSTILE_NAMES } from '../pipeline/report/charts/examples.ts';
import { drive } from '../pipeline/run/driven.ts';

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
