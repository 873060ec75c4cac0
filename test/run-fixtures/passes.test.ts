import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('two tests that pass');
test('passes', () => assert.is(1, 1));
test('passes too', async () => assert.ok(await Promise.resolve(true)));
test.run();
