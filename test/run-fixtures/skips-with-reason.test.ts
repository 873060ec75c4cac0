import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('tests skipped with a reason');
test('passes', () => assert.is(1, 1));
test('needs what is not here', () => {
  console.log('skipped: no network');
});
test.skip('is left out');
console.log('skipped: slow here');
test.run();
