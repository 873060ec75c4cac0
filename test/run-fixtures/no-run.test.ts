import { suite } from 'uvu';

const test = suite('a suite that forgets .run()');
test('never runs', () => {});
