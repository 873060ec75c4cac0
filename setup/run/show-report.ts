import { spawn } from 'node:child_process';
import process from 'node:process';
import { langOf, writeReport } from '../../pipeline/report/report.ts';
import { findRun } from '../../pipeline/runs/list.ts';
import { print, say } from '../terminal/output.ts';
import { shortPath } from './naming.ts';

const patienceMs = 2000;

export interface ReportFlags {
  lang?: 'en' | 'es';
  open?: boolean;
  json?: boolean;
}

/** `enjambre report RUN`. */
export async function showReport(name: string, { lang, open = false, json = false }: ReportFlags): Promise<void> {
  const path = await writeReport(findRun(name), { lang: lang ?? langOf(process.env) });
  if (json) print([JSON.stringify({ report: path })]);
  else say(`Report: ${shortPath(path)}`);
  if (open && !(await opened(path))) say('No browser could be started here: open that file in one.');
}

/** Hands a file to the desktop; false where there is none. */
function opened(path: string): Promise<boolean> {
  const [program, ...args] = opener(path);
  return new Promise((resolve) => {
    const child = spawn(program as string, args, { detached: true, stdio: 'ignore' });
    const end = (worked: boolean) => {
      clearTimeout(timer);
      child.unref();
      resolve(worked);
    };
    // The desktop's program may stay as long as the browser does: what has not failed by then has worked.
    const timer = setTimeout(() => end(true), patienceMs);
    child.on('error', () => end(false));
    child.on('exit', (exitCode) => end(exitCode === 0));
  });
}

function opener(path: string): string[] {
  if (process.platform === 'darwin') return ['open', path];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '', path];
  return ['xdg-open', path];
}
