import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { STEPS } from '../../../setup/steps/all.ts';
import { differenceOf, readCases } from './cases.ts';

const test = suite('each step plans what its cases say');

const cases = readCases();

for (const [id, ofStep] of cases) {
  const step = STEPS.find((each) => each.id === id);
  for (const { name, value } of ofStep) {
    test(`${name}: ${value.about}`, () => {
      assert.ok(step, `there is no step "${id}"`);
      assert.is(differenceOf(step, value), undefined);
    });
  }
}

test('every step has eight cases and more', () => {
  const few = STEPS.filter(({ id }) => (cases.get(id)?.length ?? 0) < 8).map(({ id }) => id);
  assert.equal(few, []);
});

test('a case that expects something else is told', () => {
  const [step] = STEPS;
  const value = { about: 'a wrong case', node: 'manager', expect: { commands: [{ kind: 'run' }] } };
  assert.ok(step);
  assert.match(differenceOf(step, value) ?? '', /^commands: expected/);
});

test.run();
