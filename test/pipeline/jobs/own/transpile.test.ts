import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { transpileJob } from '../../../../pipeline/jobs/own/transpile.ts';
import { failureOf } from './own-run.ts';

const test = suite('a job in TypeScript becomes JavaScript, line by line');

async function refused(source: string): Promise<string> {
  const { message, code, exitCode, next } = await failureOf(transpileJob(source, 'my-job.ts'));
  assert.equal([code, exitCode], ['job-invalid', 2]);
  assert.ok(next);
  return message;
}

test('types go, lines stay', async () => {
  const source = [
    "import type { Fold } from 'enjambre/job';",
    "import { readFileSync } from 'node:fs';",
    'interface State {',
    '  rows: number;',
    '}',
    'const first = <T,>(list: T[]): T => list[0]!;',
    'export default { empty: (): State => ({ rows: first([0]) }), readFileSync } satisfies Fold<State>;',
  ].join('\n');
  const lines = (await transpileJob(source, 'my-job.ts')).split('\n');
  assert.is(lines.length, 7);
  assert.match(lines[1] ?? '', /^import \{ readFileSync \} from 'node:fs'/);
  assert.is((lines[6] ?? '').trim(), 'export default { empty: () => ({ rows: first([0]) }), readFileSync } ;');
});

test('an import that workers could not follow is refused, with its line', async () => {
  const all = 'a job is one file, and can import nothing but node: modules';
  const cases: [string, string][] = [
    ["import {\n  add,\n} from './sums.ts';\nadd();", `my-job.ts:1: cannot import "./sums.ts": ${all}`],
    ["\nimport 'lodash';", `my-job.ts:2: cannot import "lodash": ${all}`],
    ["import fs from 'fs';\nfs;", `my-job.ts:1: cannot import "fs": ${all}`],
    ["const a = 1;\nexport { a };\nexport * from '../b.js';", `my-job.ts:3: cannot import "../b.js": ${all}`],
    ["export { a as default } from './a.js';", `my-job.ts:1: cannot import "./a.js": ${all}`],
    ["export default { empty: () => import('./a.js') };", `my-job.ts:1: cannot import "./a.js": ${all}`],
  ];
  for (const [source, message] of cases) assert.is(await refused(source), message);
});

test('what only looks like an import is none', async () => {
  const source = [
    "// import a from './a.js'",
    "const text = `\nimport a from './a.js'\n`;",
    "const pattern = /import b from '.\\/b.js'/;",
    "const options = { import: 1, from: './c.js' };",
    'export const from = [options.import, text, pattern, import.meta.url];',
    "export default await import('node:os');",
  ].join('\n');
  assert.is((await transpileJob(source, 'my-job.ts')).split('\n').length, source.split('\n').length);
});

test('a byte order mark and a first line for the shell are no syntax errors', async () => {
  assert.is(
    await transpileJob('\uFEFF#!/usr/bin/env -S enjambre run\nexport default 1;', 'my-job.ts'),
    '///usr/bin/env -S enjambre run\nexport default 1;',
  );
});

test('a syntax error names its place', async () => {
  assert.is(await refused('const a = 1;\nconst b = ;\n'), 'my-job.ts:2:11: syntax error: Unexpected token');
  assert.match(await refused('export default {\n  empty() {\n'), /^my-job\.ts:\d+:\d+: syntax error: Unexpected token/);
});

test('what a job cannot use is told in its own words', async () => {
  assert.is(await refused('const a = 1;\n@a class B {}'), 'my-job.ts:2: a decorator cannot be used in a job');
  assert.is(await refused('namespace A.B { export const c = 1; }'), 'my-job.ts:1: a namespace cannot be used in a job');
  assert.is(await refused('\nconst a = <Foo x="1" />;'), 'my-job.ts:2: JSX cannot be used in a job');
  const allowed = 'declare namespace A { type B = 1 }\nconst module = "a@b";\nexport default module;';
  assert.match(await transpileJob(`#!/usr/bin/env x@y\n${allowed}`, 'my-job.ts'), 'export default module;');
});

test.run();
