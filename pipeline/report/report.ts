import { writeDurably } from '../run-dir/durable.ts';
import { paths } from '../run-dir/layout.ts';
import { reportModel } from './model/model.ts';
import { renderReport } from './page/page.ts';
import type { Lang } from './text/formats.ts';

export { type ReportModel, reportModel } from './model/model.ts';
export { renderReport } from './page/page.ts';

export interface ReportOptions {
  lang: Lang;
}

/**
 * Writes `report.html` of a run from its directory alone, finished or not: it is there whole, or the one before it stays.
 *
 * @returns its path
 * @throws EnjambreError `no-run`, `bad-manifest`
 */
export async function writeReport(run: string, { lang }: ReportOptions): Promise<string> {
  const page = await renderReport(reportModel(run), lang);
  writeDurably(paths.report(run), page);
  return paths.report(run);
}

/** The language of a report in an environment: Spanish where the shell speaks it, else English. */
export function langOf(env: Readonly<Record<string, string | undefined>>): Lang {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  const set = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '');
  return /^es(?![a-z])/i.test(set ?? '') ? 'es' : 'en';
}
