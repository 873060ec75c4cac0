import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('a forgotten .only');
test.only('passes', () => assert.is(1, 1));
test('is left out', () => assert.is(1, 2));
test.run();
