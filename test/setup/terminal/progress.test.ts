import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Progress, type ProgressReading, plainText, statusText } from '../../../setup/terminal/progress.ts';
import { StatusLine } from '../../../setup/terminal/status-line.ts';

const test = suite('progress is told as it is');

const reading: ProgressReading = {
  stage: 'processing',
  bytes: 412_000_000,
  totalBytes: 780_000_000,
  rows: 2_640_123,
  done: 3,
  partitions: 1200,
  bytesPerSecond: 92_000_000,
  stageMs: 4000,
};

function follow(redraws: boolean) {
  const written: string[] = [];
  const clock = { ms: 1_000_000 };
  const stream = { write: (text: string) => written.push(text), columns: 200 };
  return { written, clock, progress: new Progress(new StatusLine(stream, redraws), 'Now: ', () => clock.ms) };
}

test('the line of a terminal begins with what matters most', () => {
  assert.is(
    statusText(reading),
    'Processing 52 % · 412 MB of 780 MB · 92.0 MB/s · 4 s left · partitions 3/1,200 · 2,640,123 rows',
  );
  assert.is(statusText({ ...reading, stage: 'combining' }), 'Combining 1,200 partitions …, 4 s so far');
});

test('the line of a log is a sentence', () => {
  assert.is(
    plainText(reading),
    'Processed 412 MB of 780 MB (52 %) at 92.0 MB/s, about 4 s left; 3 of 1,200 partitions done, 2,640,123 rows.',
  );
  assert.is(plainText({ ...reading, stage: 'combining', stageMs: 0 }), 'Combining 1,200 partitions.');
});

test('what is not known is not said', () => {
  assert.not.match(statusText({ ...reading, bytesPerSecond: null, rows: 0 }), /left|\/s|rows/);
  assert.not.match(statusText({ ...reading, bytes: 780_000_000 }), /left/);
  assert.match(statusText({ ...reading, bytes: 779_999_999 }), /99 %/);
  assert.match(plainText({ ...reading, bytes: 0, totalBytes: 0, bytesPerSecond: null }), /\(100 %\);/);
  assert.match(statusText({ ...reading, bytesPerSecond: 92_000 }), /1 h 7 min left/);
});

test('a log gets a line every five seconds, a short run none', () => {
  const { written, clock, progress } = follow(false);
  for (let second = 0; second < 13; second++) {
    progress.update({ ...reading, bytes: second * 10_000_000 });
    clock.ms += 1000;
  }
  assert.is(written.length, 2);
  assert.match(written[0] ?? '', /^Now: Processed 50\.0 MB of 780 MB \(6 %\) at 10\.0 MB\/s, about 1 min 13 s left;/);
  assert.not(written.join('').includes('\r'));
});

test('a terminal is drawn ten times a second at most, and at once for a new stage', () => {
  const { written, clock, progress } = follow(true);
  for (let ms = 0; ms < 1000; ms += 10) {
    progress.update({ ...reading, bytes: ms });
    clock.ms += 10;
  }
  assert.is(written.length, 10);
  progress.update({ ...reading, stage: 'combining' });
  assert.match(written.at(-1) ?? '', /Combining/);
});

test('the rate is that of the last seconds, and a run that stands still has none', () => {
  const { written, clock, progress } = follow(false);
  progress.update({ ...reading, bytes: 0 });
  clock.ms += 1000;
  progress.update({ ...reading, bytes: 400_000_000 });
  for (let tick = 0; tick < 30; tick++) {
    clock.ms += 500;
    progress.tick();
  }
  assert.match(written[0] ?? '', /at 80\.0 MB\/s/);
  assert.match(written.at(-1) ?? '', /\(51 %\);/);
});

test('bytes of a failed attempt that are taken back give no negative rate', () => {
  const { written, clock, progress } = follow(false);
  progress.update(reading);
  clock.ms += 6000;
  progress.update({ ...reading, bytes: 1000 });
  assert.not.match(written.join(''), /at -|left/);
});

test.run();
