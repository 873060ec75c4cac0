import { suite } from 'uvu';

const test = suite('a process that exits before its tests end');
test('exits', () => process.exit(0));
test.run();
