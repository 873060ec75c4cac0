import { suite } from 'uvu';

const test = suite('a test that hangs');
test('never ends', () => new Promise(() => setInterval(() => {}, 1000)));
test.run();
