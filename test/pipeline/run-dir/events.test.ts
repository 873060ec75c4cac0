import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EventLog, type RunEvent, readEvents } from '../../../pipeline/run-dir/events.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';

keepFilesInMemory();
const test = suite('events are read as they happened, whatever became of their writer');
const folder = scratchFolder();

const event = (at: number): RunEvent => ({ at, type: 'recut', partition: at });

function log(name: string, ...events: RunEvent[]): string {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  const open = new EventLog(directory);
  for (const one of events) open.append(one);
  open.close();
  return directory;
}

test('one a line, each there as soon as it happened', () => {
  const directory = join(folder, 'lines');
  mkdirSync(directory);
  assert.equal(readEvents(directory), []);
  const open = new EventLog(directory);
  open.append(event(1));
  assert.equal(readEvents(directory), [event(1)]);
  open.append({ at: 2, type: 'failed', partition: 0, attempt: 1, reason: 'a\nb "c" \u2028' });
  open.close();
  assert.is(readFileSync(paths.events(directory), 'utf8').trimEnd().split('\n').length, 2);
  assert.equal(
    readEvents(directory).map(({ type }) => type),
    ['recut', 'failed'],
  );
});

test('another driver goes on where the one before stopped', () => {
  log('on', event(1), event(2));
  assert.equal(readEvents(log('on', event(3))), [event(1), event(2), event(3)]);
});

test('a line that was cut off is left out', () => {
  const directory = log('cut', event(1));
  appendFileSync(paths.events(directory), '{"at":2,"type":"rec');
  assert.equal(readEvents(directory), [event(1)]);
});

test('what happens after a line that was cut off is not lost', () => {
  const directory = log('after', event(1));
  appendFileSync(paths.events(directory), '{"at":2,"type":"rec');
  log('after', event(3));
  assert.equal(readEvents(directory), [event(1), event(3)]);
});

test.run();
