import { suite } from 'uvu';

const test = suite('a suite with no test');
test.run();
