import process from 'node:process';
import { say, sayNext } from '../terminal/output.ts';
import { shortPath } from './naming.ts';

/** Writes `report.html` of a run that has ended. The result is there already: a report that fails is a warning. */
export async function makeReport(directory: string, { lang }: { lang?: 'en' | 'es' }): Promise<void> {
  try {
    const { langOf, writeReport } = await import('../../pipeline/report/report.ts');
    const path = await writeReport(directory, { lang: lang ?? langOf(process.env) });
    say(`Report: ${shortPath(path)}`);
  } catch (error) {
    say(`Warning: the report could not be written: ${(error as Error).message}.`);
    sayNext(`enjambre report ${shortPath(directory)}`);
  }
}
