import { suite } from 'uvu';

const test = suite('an error after the tests');
test('leaves a timer that throws', () => {
  setTimeout(() => {
    throw new Error('too late');
  }, 50);
});
test.run();
