import { suite } from 'uvu';

const test = suite('a before hook that throws');
test.before(() => {
  throw new Error('no set-up');
});
test('would have passed', () => {});
test.run();
