import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('an assertion that fails');
test('fails', () => assert.is(1, 2));
test('passes', () => assert.is(1, 1));
test.run();
