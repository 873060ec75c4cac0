// Draws two nodes being set up, for the test that looks at what a terminal gets.
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { draw } from '../../../setup/apply/draw.ts';
import { outcomeOf } from '../../../setup/apply/observer.ts';
import type { Node } from '../../../setup/inventory/inventory.ts';
import { inventory } from '../steps/defaults.ts';
import { commandOf, runStep } from './fake-step.ts';

process.stderr.isTTY = true;
process.stderr.columns = 80;
process.stderr.rows = 24;
const [manager, worker1, worker2] = inventory.nodes as [Node, Node, Node];
const step = runStep('packages', { title: 'Install packages' });
const { observer, end } = draw(inventory.nodes);
await sleep(50);
observer.stepStarted(manager, step);
observer.commandStarted(worker1, step, commandOf('apt'));
observer.line(worker2, step, `\u001b[2J${'Get:1 http://deb.debian.org/debian '.repeat(4)}`);
await sleep(250);
const changed = { ...outcomeOf(step, 'changed', ''), done: ['a', 'b'] };
observer.nodeEnded(manager, { node: 'manager', error: undefined, steps: [changed] });
const error = new EnjambreError('Cannot install packages on worker1: its disk is full', { code: 'x' });
observer.nodeEnded(worker1, { node: 'worker1', error, steps: [] });
if (process.argv[2] === 'all') observer.nodeEnded(worker2, { node: 'worker2', error: undefined, steps: [] });
await end();
process.stderr.write('after it\n');
