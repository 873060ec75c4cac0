import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { awaitSerial } from './serial.ts';

const test = suite("a board's serial line tells when it has booted, and when it never will");

let folder = '';
let log = '';

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was taken for booted');
}

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
  log = join(folder, 'console.log');
});
test.after.each(() => rmSync(folder, { recursive: true }));

test('a text is waited for, even before the log exists', async () => {
  setTimeout(() => writeFileSync(log, 'Booting\r\n'), 10);
  setTimeout(() => appendFileSync(log, 'lab: ready\r\n'), 30);
  await awaitSerial(log, 'lab: ready', { name: 'manager', timeoutMs: 5000 });
});

test('a dead kernel is told at once, with its last lines', async () => {
  for (const death of [
    '[   20.1] traps: PANIC: double fault, error_code: 0x0',
    '[    3.0] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)',
    'You are in emergency mode. After logging in, type "journalctl -xb"',
    'lab: failed',
  ]) {
    const early = Array.from({ length: 40 }, (_, index) => `line ${index}\r\n`).join('');
    writeFileSync(log, `${early}${death}\r\n`);
    const started = Date.now();
    const message = await refusal(awaitSerial(log, 'lab: ready', { name: 'worker1', timeoutMs: 30_000 }));
    assert.ok(Date.now() - started < 5000);
    assert.match(message, /^worker1 does not come up \(/);
    assert.match(message, `${death}\nNext: less ${log}`);
    assert.not.match(message, 'line 20\n');
  }
});

test('the text wins over a death that comes after it', async () => {
  writeFileSync(log, 'lab: ready\nKernel panic - not syncing: later\n');
  await awaitSerial(log, 'lab: ready', { name: 'manager', timeoutMs: 100 });
});

test.run();
