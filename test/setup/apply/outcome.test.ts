import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { type NodeOutcome, outcomeOf, type StepOutcome } from '../../../setup/apply/observer.ts';
import { applyJson, summaryLines } from '../../../setup/apply/outcome.ts';
import { plainObserver, silentObserver } from '../../../setup/apply/tell.ts';
import type { Node } from '../../../setup/inventory/inventory.ts';
import { inventory } from '../steps/defaults.ts';
import { commandOf, runStep } from './fake-step.ts';

const test = suite('what apply did is told in few lines, and in full as JSON');

const step = runStep('share-mount');
const changed: StepOutcome = { ...outcomeOf(step, 'changed', 'mounted'), done: ['Run a', 'Run b'], seconds: 1.5 };
const unchanged = outcomeOf(step, 'unchanged', 'it is mounted');
const error = new EnjambreError('Cannot mount "/mnt/shared" on worker1: the server refused\u001b[2J', {
  code: 'command-failed',
  next: 'look at the server',
});

const good = (node: string, ...steps: StepOutcome[]): NodeOutcome => ({ node, error: undefined, steps });
const bad = (node: string, ...steps: StepOutcome[]): NodeOutcome => ({ node, error, steps });

/** What is written to standard error meanwhile. */
function told(work: () => void): string[] {
  const { write } = process.stderr;
  let text = '';
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += chunk;
    return true;
  };
  try {
    work();
  } finally {
    process.stderr.write = write;
  }
  return text.split('\n').slice(0, -1);
}

test('one line tells the whole', () => {
  assert.equal(summaryLines([good('manager', unchanged), good('worker1', unchanged)]), ['Nothing to do on 2 nodes.']);
  assert.equal(summaryLines([good('manager', changed), good('worker1', unchanged)]), [
    '2 changes made; 2 nodes ready.',
  ]);
});

test('a node that failed says why and what to do, before the rest', () => {
  assert.equal(summaryLines([good('manager', changed), bad('worker1')]), [
    'worker1: ✖ Cannot mount "/mnt/shared" on worker1: the server refused\\x1b[2J',
    '  Next: look at the server',
    '2 changes made; 1 node ready.',
  ]);
});

test('where every node failed, what was changed is told all the same', () => {
  assert.is(summaryLines([bad('worker1', changed)]).at(-1), '2 changes made; 0 nodes ready.');
  assert.is(summaryLines([bad('worker1')]).length, 2);
});

test('JSON has each step of each node', () => {
  assert.equal(JSON.parse(JSON.stringify(applyJson([good('manager', changed), bad('worker1', unchanged)]))), {
    nodes: [
      {
        name: 'manager',
        changes: 2,
        error: null,
        steps: [
          {
            ...{ step: 'share-mount', state: 'changed', because: 'mounted' },
            ...{ done: ['Run a', 'Run b'], warnings: [], seconds: 1.5 },
          },
        ],
      },
      {
        name: 'worker1',
        changes: 0,
        error: { code: 'command-failed', message: error.message, next: 'look at the server' },
        steps: [
          {
            ...{ step: 'share-mount', state: 'unchanged', because: 'it is mounted' },
            ...{ done: [], warnings: [], seconds: 0 },
          },
        ],
      },
    ],
  });
});

test('without a terminal each change has a line, which names its node first', () => {
  const [node] = inventory.nodes as [Node];
  const lines = told(() => {
    plainObserver.stepStarted(node, step);
    plainObserver.commandStarted(node, step, { ...commandOf('a'), sentence: 'Mount "\u001b[2J"' });
    plainObserver.line(node, step, 'Get:1 http://deb.debian.org');
    plainObserver.stepEnded(node, step, { ...changed, warnings: ['it is slow'] });
    plainObserver.stepEnded(node, step, unchanged);
    plainObserver.nodeEnded(node, good('manager'));
    plainObserver.nodeEnded(node, bad('manager'));
  });
  assert.equal(lines, [
    'manager: share-mount: Mount "\\x1b[2J" …',
    'manager: share-mount: done in 1.5 s',
    'manager: share-mount: ! it is slow',
    'manager: ready',
    'manager: ✖ failed',
  ]);
});

test('where JSON is asked for, nothing is told meanwhile', () => {
  const [node] = inventory.nodes as [Node];
  const lines = told(() => {
    silentObserver.commandStarted(node, step, commandOf('a'));
    silentObserver.stepEnded(node, step, changed);
    silentObserver.nodeEnded(node, bad('manager'));
  });
  assert.equal(lines, []);
});

test.run();
