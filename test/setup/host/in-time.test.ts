import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('waiting with a limit neither ends a command early nor holds it up');

const isSource = import.meta.url.endsWith('.ts');
const module = new URL(`../../../setup/host/in-time.${isSource ? 'ts' : 'js'}`, import.meta.url);

/** What a program prints that has nothing else to wait for. */
async function printed(expression: string): Promise<string> {
  const program = `import { inTime } from ${JSON.stringify(module.href)};\nconsole.log(await ${expression});`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { timeout: 20_000 });
  return (await run).stdout.trim();
}

test('what is never fulfilled comes to its end, also where nothing else is alive', async () => {
  assert.is(await printed(`inTime(new Promise(() => {}), 50, 'late')`), 'late');
});

test('what came in time leaves no timer behind', async () => {
  assert.is(await printed(`inTime(Promise.resolve('early'), 60_000, 'late')`), 'early');
});

test('a failure is passed on', async () => {
  assert.is(await printed(`inTime(Promise.reject('no'), 60_000).catch((reason) => reason)`), 'no');
});

test.run();
