import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from './root.ts';
import { startSshServer } from './setup/host/ssh-server.ts';

const test = suite('the package installs in an empty folder without a network and without dependencies');
const folder = mkdtempSync(join(tmpdir(), 'enjambre-package-'));
const installed = join(folder, 'node_modules', 'enjambre');

function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`, { cause: error });
  return stdout;
}

/** The files that Node loads at once for an entry of `dist/`, `import()` left out. */
function loadedAtOnce(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(installed, 'dist', name), 'utf8');
  for (const [, other = ''] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) loadedAtOnce(other, seen);
  return seen;
}

test.before(() => {
  run(root, 'npm', 'pack', '--pack-destination', folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', join(folder, tarball));
});
test.after(() => rmSync(folder, { recursive: true }));

test('nothing else is installed', () => {
  assert.equal(
    readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['enjambre'],
  );
});

test('npx enjambre makes data, runs the main job on it and proves the result', () => {
  const enjambre = (...args: string[]) => run(folder, 'npx', '--no-install', 'enjambre', ...args);
  enjambre('sample', '--rows', '5000', '-o', 'data.csv');
  const printed = enjambre('run', 'describe', 'data.csv', '--column', 'ValorObservado', '--out', 'run', '--json');
  assert.is(printed, readFileSync(join(folder, 'run', 'result.json'), 'utf8'));
  const { rows, groups } = JSON.parse(printed) as { rows: number; groups: { rows: number }[] };
  assert.equal([rows, groups.map((group) => group.rows)], [5000, [5000]]);
  assert.match(enjambre('verify', 'run', '--partitions', '3'), /same bytes/);
  const script = `
    import { readResult } from 'enjambre/frame';
    console.log((await readResult('run')).column('count').values[0]);
  `;
  assert.is(Number(run(folder, 'node', '--input-type=module', '--eval', script)), 5000);
});

test('danfo.js is carried, and works without this repository', () => {
  const script = `
    import { frameFromRows, frameToCsv } from 'enjambre/frame';
    const frame = await frameFromRows(['name', 'value'], [['a, b', 1], ['c', 2]]);
    process.stdout.write(frameToCsv(frame.query(frame.column('value').lt(2))));
  `;
  assert.is(run(folder, 'node', '--input-type=module', '--eval', script), 'name,value\n"a, b",1\n');
});

test('it reaches a machine over SSH, and keeps its host key', async () => {
  const server = await startSshServer();
  const manager = { name: 'manager', role: 'manager', address: '127.0.0.1', connection: { port: server.port } };
  const share = { mount: '/mnt/shared', existing: true };
  writeFileSync(
    join(folder, 'inventory.json'),
    JSON.stringify({ nodes: [manager], share, swarm: { advertise: '192.168.1.20' } }),
  );
  try {
    const env = { ...process.env, HOME: folder, ENJAMBRE_HOME: join(folder, 'state') };
    await promisify(execFile)('npx', ['--no-install', 'enjambre', 'trust', '--yes'], { cwd: folder, env });
    assert.match(readFileSync(join(folder, 'state', 'known_hosts'), 'utf8'), server.hostKey.toString('base64'));
  } finally {
    await server.close();
  }
});

test('danfo.js is loaded only when a frame is made', () => {
  const names = readdirSync(join(installed, 'dist')).filter((name) => name.endsWith('.js'));
  const danfo = names.filter((name) => readFileSync(join(installed, 'dist', name), 'utf8').includes('NDframe'));
  assert.is(danfo.length, 1);
  for (const entry of names.filter((name) => !/-\w{8}\.js$/.test(name))) {
    assert.not.ok(loadedAtOnce(entry).has(danfo[0] ?? ''), entry);
  }
});

test('the licences of what is bundled come along', () => {
  const text = readFileSync(join(installed, 'dist', 'THIRD-PARTY-LICENSES'), 'utf8');
  for (const name of ['danfojs-node', 'mathjs', 'papaparse', 'table'])
    assert.match(text, new RegExp(`^${name} \\d`, 'm'));
  assert.match(text, /Apache License/);
  assert.match(readFileSync(join(installed, 'LICENSE'), 'utf8'), /^MIT License/);
});

test.run();
