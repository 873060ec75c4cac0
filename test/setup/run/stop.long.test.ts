import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ended, inFolder, runCommand, startCommand } from '../command.ts';

const test = suite('Ctrl-C leaves a run that can be finished');

/** So many that syncing them to the disk takes long enough. */
const partitions = 200;
const describe = ['run', 'describe', 'data.csv', '--column', 'ValorObservado', '--workers', '1', '--no-report'];

/** Not `child.kill`: after it, Deno gives the signal for the exit code of a process that ended by itself. */
function interrupt({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(pid, 'SIGINT');
}

/** Starts a run and waits until some of its partitions are done. */
async function underWay(folder: string, out: string) {
  const child = startCommand([...describe, '--partitions', `${partitions}`, '--out', out], { cwd: folder });
  const end = ended(child);
  while (!existsSync(join(folder, out, 'partials', '10.json'))) {
    if (child.exitCode !== null) throw new Error(`it ended too early: ${JSON.stringify(await end)}`);
    await setTimeout(5);
  }
  return { child, end };
}

test('one stops it with exit code 130, and resume gives the bytes of a run that was left alone', () =>
  inFolder(async (cwd) => {
    await runCommand(['sample', '--rows', '5000', '--mess', '-o', 'data.csv'], { cwd });
    const { child, end } = await underWay(cwd, 'stopped');
    interrupt(child);
    const stopped = await end;
    assert.is(stopped.code, 130, stopped.stderr);
    assert.is(stopped.stdout, '');
    assert.match(stopped.stderr, /^Stopped\. Next: .* resume stopped$/m);
    assert.not(existsSync(join(cwd, 'stopped', 'result.json')));
    assert.match((await runCommand(['runs', '.'], { cwd })).stdout, /unfinished: \d+ of 200 partitions/);
    const resumed = await runCommand(['resume', 'stopped', '--json'], { cwd });
    assert.is(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stderr, /Going on: [\d,]+ of 200 partitions are done already/);
    const alone = await runCommand([...describe, '--partitions', '1', '--out', 'alone', '--json'], { cwd });
    assert.is(resumed.stdout, alone.stdout);
    assert.is(resumed.stdout, readFileSync(join(cwd, 'stopped', 'result.json'), 'utf8'));
  }));

test('a second one ends it at once, and resume still works', () =>
  inFolder(async (cwd) => {
    await runCommand(['sample', '--rows', '5000', '-o', 'data.csv'], { cwd });
    const { child, end } = await underWay(cwd, 'killed');
    interrupt(child);
    interrupt(child);
    interrupt(child);
    const { code } = await end;
    // Ended by the signal, or, if the first one was quick, by itself.
    assert.ok(code === null || code === 130, String(code));
    assert.not(existsSync(join(cwd, 'killed', 'result.json')));
    assert.is((await runCommand(['resume', 'killed'], { cwd })).code, 0);
  }));

test.run();
