import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lineOfFunction } from '../../../../pipeline/jobs/own/function-line.ts';

const test = suite("the line of a job's function is told where it is certain");

const text = `const same = [(a) => a, (a) => a];
const job = {
  merge(a, b) {
    return a + b;
  },
  add: (state) => state,
};
return { ...job, same: same[0], bound: job.merge.bind(null) };`;
const job = new Function(text)() as Record<string, unknown>;

test('of a method and of an arrow function', () => {
  assert.equal([lineOfFunction(text, job.merge), lineOfFunction(text, job.add)], [3, 6]);
});

test('not of a text that stands there twice, of a function made elsewhere, of none', () => {
  for (const fn of [job.same, job.bound, () => 'elsewhere', undefined]) assert.is(lineOfFunction(text, fn), null);
});

test.run();
