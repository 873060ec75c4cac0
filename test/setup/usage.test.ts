import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runCommand } from './command.ts';

const test = suite('a mistyped command line is refused with the right one');

/** What is typed, what the error must say, and the command that it must name (after the program's own name). */
const cases: [words: string[], says: RegExp, next: string][] = [
  [['verfy', 'x'], /no command "verfy"; did you mean verify\?/, 'verify x'],
  [['describe', 'my data.csv'], /jobs come after run/, "run describe 'my data.csv'"],
  [['data.csv', '--by', 'k'], /say what to do with the file/, 'run describe data.csv --by k'],
  [['run', 'data.csv.gz'], /say what to do with the file/, 'run describe data.csv.gz'],
  [['run', 'descripe', 'x.csv'], /did you mean describe\?/, 'run describe x.csv'],
  [['run'], /needs one of: describe/, 'run describe --help'],
  [['frobnicate'], /no command "frobnicate"/, '--help'],
  [['aply', '--yes'], /did you mean apply\?/, 'apply --yes'],
  [['plan', '--nod', 'worker1'], /did you mean --node\?/, 'plan --node worker1'],
  [['reset', 'worker1'], /Too many arguments/, 'reset --help'],
  [['--json'], /no option "--json"/, '--help'],
  [['run', 'describe'], /needs a FILE/, 'run describe --help'],
  [['run', 'describe', 'x.csv', '--colum=v'], /did you mean --column\?/, 'run describe x.csv --column=v'],
  [['run', 'describe', 'x.csv', '-x'], /no option "-x"/, 'run describe --help'],
  [['sample', '-o', 'x', '--no-mess'], /no option "--no-mess"/, 'sample --help'],
  [['run', 'describe', 'x.csv', '--column'], /argument missing/, 'run describe --help'],
  [['verify', 'a', 'b'], /Too many arguments/, 'verify --help'],
];

test('the error names what was typed, and the next line can be pasted', async () => {
  const found = await Promise.all(cases.map(async ([words]) => runCommand(words)));
  for (const [index, [words, says, next]] of cases.entries()) {
    const { code, stdout, stderr } = found[index] ?? { code: null, stdout: '', stderr: '' };
    const typed = words.join(' ');
    assert.is(code, 2, `${typed}: ${stderr}`);
    assert.is(stdout, '', typed);
    assert.match(stderr, says, typed);
    assert.ok(stderr.trimEnd().endsWith(` ${next}`), `${typed}: ${stderr}`);
    assert.match(stderr, /Next: \S/, typed);
  }
});

test('values that are none are refused before anything is read', async () => {
  const wrong = ['--workers=two', '--window=0', '--percentiles=101', '--engine=swarm', '--hash=md5', '--memory=1.5'];
  const found = await Promise.all(wrong.map((word) => runCommand(['run', 'describe', 'no-such-file.csv', word])));
  for (const [index, { code, stderr }] of found.entries()) {
    assert.is(code, 2, stderr);
    assert.match(stderr, wrong[index]?.replace(/.*=/, '') ?? '');
    assert.not.match(stderr, 'no-such-file');
  }
});

test.run();
