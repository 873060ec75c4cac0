import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ended, inFolder, runCommand } from '../command.ts';

const test = suite("a person's job cannot end or hold the command without a word");

const data = 'station,value\na,1\nb,2.5\na,4\n';
const job = (result = 'state') => `
export default {
  columns: ['value'],
  options: { valueOf: { type: 'string', description: 'x' }, toString: { type: 'columns', description: 'y' } },
  empty: () => ({ rows: 0 }),
  add: (state) => { console.log('one more'); state.rows++; },
  merge: (a, b) => ({ rows: a.rows + b.rows }),
  result: (state) => ${result},
};
`;

const inJobFolder = (work: (command: (...words: string[]) => Promise<Ended>, cwd: string) => Promise<void>) =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'data.csv'), data);
    writeFileSync(join(cwd, 'data.csv.gz'), gzipSync(data));
    writeFileSync(join(cwd, 'empty.csv'), '');
    writeFileSync(join(cwd, 'header.csv'), 'station,value\n');
    await work((...words) => runCommand(words, { cwd }), cwd);
  });

test('a process that ends in the job is told, and is a failure', () =>
  inJobFolder(async (command, cwd) => {
    const cases: [string, string][] = [
      [`process.exit(0);${job()}`, 'bad.ts ended the process while it was loaded'],
      [`await new Promise(() => {});${job()}`, 'bad.ts ended the process while it was loaded'],
      [job('process.exit(0)'), 'bad.ts ended the process while it was checked'],
    ];
    for (const [source, message] of cases) {
      writeFileSync(join(cwd, 'bad.ts'), source);
      const { code, stderr } = await command('check', 'bad.ts', 'data.csv');
      assert.is(code, 1, stderr);
      // Deno ends a wait for nothing itself, in its own words.
      if (!(source.startsWith('await') && 'Deno' in globalThis)) assert.match(stderr, message);
    }
  }));

test('a timer of the file holds nothing open, and what it throws is told in a line', () =>
  inJobFolder(async (command, cwd) => {
    writeFileSync(join(cwd, 'bad.ts'), `setInterval(() => {}, 1000);${job()}`);
    assert.is((await command('check', 'bad.ts', 'data.csv')).code, 0);
    writeFileSync(join(cwd, 'bad.ts'), `Promise.reject(new Error('too late'));${job()}`);
    const { code, stderr } = await command('check', 'bad.ts', 'data.csv');
    assert.is(code, 1);
    assert.match(stderr, /^bad\.ts:1: the job failed outside of its functions: Error: too late\./m);
    assert.not.match(stderr, 'data:text');
  }));

test('check reads gzip, keeps the prints of the job to itself, and wants rows', () =>
  inJobFolder(async (command, cwd) => {
    writeFileSync(join(cwd, 'job.ts'), job());
    const good = await command('check', 'job.ts', 'data.csv.gz');
    assert.equal([good.code, good.stdout], [0, ''], good.stderr);
    assert.match(good.stderr, /^job\.ts holds: the first 3 rows of data\.csv\.gz, /);
    assert.not.match(good.stderr, 'one more');
    const empty = await command('check', 'job.ts', 'empty.csv');
    assert.equal([empty.code, empty.stderr], [2, 'empty.csv is empty. Next: give a file with some rows\n']);
    const header = await command('check', 'job.ts', 'header.csv');
    assert.is(header.code, 2);
    assert.match(header.stderr, 'header.csv has no rows');
  }));

test('an option takes one value unless it may be repeated; a result without columns has no table', () =>
  inJobFolder(async (command, cwd) => {
    writeFileSync(join(cwd, 'job.ts'), job('[]'));
    const run = (...words: string[]) => command('run', './job.ts', 'data.csv', '--out', 'out', '--no-report', ...words);
    const twice = await run('--value-of', 'a', '--value-of', 'b');
    assert.is(twice.code, 2);
    assert.match(twice.stderr, '--value-of is given more than once, "a" and "b": job.ts takes one');
    const good = await run('--to-string', 'station', '--to-string', 'value');
    assert.is(good.code, 0, good.stderr);
    assert.equal([good.stdout, existsSync(join(cwd, 'out/result.csv'))], ['[]\n', false]);
  }));

test('all that a job prints is shown, on standard error, whenever its worker ends', () =>
  inJobFolder(async (command, cwd) => {
    const print = (what: string) => `for (let line = 0; line < 5; line++) console.log('${what}', line);`;
    const source = (result: string) => `
export default {
  columns: ['value'],
  empty: () => ({ rows: 0 }),
  add: (state) => { if (state.rows === 0) { ${print('add')} } state.rows++; },
  merge: (a, b) => ({ rows: a.rows + b.rows }),
  result: (state) => { ${print('result')} ${result} },
};`;
    const lines = ['add', 'result'].flatMap((what) => [0, 1, 2, 3, 4].map((line) => `${what} ${line}`));
    const run = async (result: string, out: string) => {
      writeFileSync(join(cwd, 'job.ts'), source(result));
      const words = ['--out', out, '--no-report', '--workers', '1', '--partitions', '1'];
      const { code, stdout, stderr } = await command('run', './job.ts', 'data.csv', ...words);
      assert.equal(
        stderr.split('\n').filter((line) => /^(add|result) /.test(line)),
        lines,
        stderr,
      );
      assert.not.match(stdout, 'result 0');
      return code;
    };
    for (let round = 0; round < 6; round++) {
      assert.is(await run('return state;', `good-${round}`), 0);
      assert.is(await run(`throw new Error('no');`, `bad-${round}`), 1);
    }
  }));

test.run();
