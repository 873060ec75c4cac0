import { suite } from 'uvu';

const test = suite('a file that needs virtual boards');
test('would raise some', () => {});
test.run();
