import { suite } from 'uvu';

const test = suite('a test that throws a text');
test('throws', () => {
  throw 'not an Error';
});
test.run();
