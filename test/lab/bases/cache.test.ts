import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../../root.ts';
import { type Base, baseOf } from './cache.ts';

const test = suite('a base is named by all that decides what is in it');

const recipes = mkdtempSync(join(tmpdir(), 'enjambre-recipes-'));
test.before.each(() => cpSync(fromRoot('test', 'lab', 'bases', 'recipes'), recipes, { recursive: true, force: true }));
test.after(() => rmSync(recipes, { recursive: true }));

interface Keys {
  root: string;
  docker: string;
  vm: string;
}

function keys(
  settings: Record<string, string> = { LAB_SUITE: 'bookworm', LAB_MIRROR: 'http://deb.example.org/debian' },
): Keys {
  const root: Base = baseOf({ what: 'root', release: '12', settings }, recipes);
  const on = (what: 'docker' | 'vm') => baseOf({ what, release: '12', settings: {}, lower: root }, recipes).key;
  return { root: root.key, docker: on('docker'), vm: on('vm') };
}

function changedBy(file: string): string[] {
  const before = keys();
  appendFileSync(join(recipes, file), '# changed\n');
  const after = keys();
  return (['root', 'docker', 'vm'] as const).filter((what) => before[what] !== after[what]);
}

test('the same recipes and settings give the same names, in whatever order settings come', () => {
  const settings = { LAB_MIRROR: 'http://deb.example.org/debian', LAB_SUITE: 'bookworm' };
  assert.equal(keys(settings), keys());
  assert.match(keys().root, /^root-12-[0-9a-f]{12}$/);
});

test('a change of a recipe renames its base and those that stand on it, and no other', () => {
  assert.equal(changedBy('root.sh'), ['root', 'docker', 'vm']);
  assert.equal(changedBy('docker.sh'), ['docker']);
  assert.equal(changedBy('vm.sh'), ['vm']);
  assert.equal(changedBy('identity/lab-identity'), ['vm']);
  assert.equal(changedBy('identity/lab-identity.service'), ['vm']);
});

test('a change of what all recipes use renames all', () => {
  assert.equal(changedBy('build.sh'), ['root', 'docker', 'vm']);
  assert.equal(changedBy('chroot.sh'), ['root', 'docker', 'vm']);
});

test('so does another mirror', () => {
  const there = { LAB_SUITE: 'bookworm', LAB_MIRROR: 'http://elsewhere.example.org/debian' };
  assert.not.equal(keys(there).root, keys().root);
  assert.not.equal(keys(there).vm, keys().vm);
});

test('releases have bases of their own', () => {
  const [twelve, thirteen] = (['12', '13'] as const).map((release) =>
    baseOf({ what: 'root', release, settings: {} }, recipes).key.replace(/^root-1[23]/, ''),
  );
  assert.not.equal(twelve, thirteen);
});

test.run();
