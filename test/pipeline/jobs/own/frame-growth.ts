import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../../../root.ts';
import { scratchFolder } from '../../input/scratch.ts';
import { type FrameCut, type FrameRun, runFile } from './frame-runs.ts';

const root = scratchFolder();
let runs = 0;

/** The sample, over and over: a file with that many times its rows. */
export function repeated(times: number): string {
  const [header = '', ...lines] = readFileSync(fromRoot('docs/sample.csv'), 'utf8').split(/(?<=\n)/);
  const path = join(root, `${times}.csv`);
  const fd = openSync(path, 'w');
  const body = `${lines.join('').trimEnd()}\n`;
  writeSync(fd, header);
  for (let index = 0; index < times; index++) writeSync(fd, body);
  closeSync(fd);
  return path;
}

/** Most memory that this process has held at a time during a run, in MiB, above what it held before. */
export async function growth(job: string, input: string, cut: FrameCut): Promise<{ run: FrameRun; mebibytes: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  const run = await runFile(join(root, `run-${runs++}`), job, [input], { ...cut, driven: true });
  clearInterval(watch);
  return { run, mebibytes: (most - before) / 2 ** 20 };
}
