import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { undoPackages } from '../../../setup/reset/undo-packages.ts';
import { inFolder } from '../command.ts';

const test = suite('packages go only if nothing but them would go');

interface Machine {
  /** State and name of each package, as dpkg tells them. */
  packages: string[];
  /** What apt would remove, as it tells them in a simulation. */
  going: string[];
  /** Exit code of the simulation. @default 0 */
  simulation?: number;
}

/** Runs the command among programs that say what the machine says; gives its exit code, and what apt was told to do. */
async function removal(names: string[], { packages, going, simulation = 0 }: Machine) {
  let ended = { code: null as number | null, stderr: '', done: '' };
  await inFolder(async (folder) => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const lines = (all: string[]) => all.map((line) => `${line}\n`).join('');
    writeFileSync(join(folder, 'packages'), lines(packages));
    writeFileSync(join(folder, 'going'), lines(['Reading package lists...', ...going]));
    // dpkg-query fails when one of the packages is unknown, and prints the others.
    const program = (name: string, text: string) =>
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    program('dpkg-query', `cat "${folder}/packages"\nexit 1`);
    program(
      'apt-get',
      `case "$*" in
-s*) cat "${folder}/going"; exit ${simulation} ;;
*) echo "apt-get $*" > "${folder}/done" ;;
esac`,
    );
    const command = undoPackages(names);
    if (command.kind !== 'run') throw new Error('It is a program that is run.');
    const [shell = '', ...words] = command.argv;
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    const { status, stderr } = spawnSync(shell, words, { env, encoding: 'utf8' });
    const { stdout } = spawnSync('cat', [join(folder, 'done')], { encoding: 'utf8' });
    ended = { code: status, stderr, done: stdout };
  });
  return ended;
}

test('those that are installed go, with their settings', async () => {
  const { code, done } = await removal(['docker.io', 'nfs-common', 'libstdc++6', 'never-there'], {
    packages: ['installed docker.io', 'config-files nfs-common', 'installed libstdc++6', 'not-installed never-there'],
    going: ['Purg docker.io [26.1.5]', 'Purg nfs-common []', 'Remv libstdc++6:amd64 [14]'],
  });
  assert.is(code, 0);
  assert.match(done, /^apt-get -y .* purge docker\.io nfs-common libstdc\+\+6\n$/);
  assert.match(done, 'APT::Get::AutomaticRemove=false');
});

test('none goes if another package needs one of them, which is named', async () => {
  const { code, stderr, done } = await removal(['docker.io'], {
    packages: ['installed docker.io'],
    going: ['Purg docker.io [26.1.5]', 'Remv my-tool [1.0]'],
  });
  assert.equal([code, done], [70, '']);
  assert.is(stderr, 'my-tool needs one of the packages that would go\n');
});

test('a package whose name only looks like one of them is another', async () => {
  const { code, done } = await removal(['docker-io'], {
    packages: ['installed docker-io'],
    going: ['Purg docker-io [1.0]', 'Remv docker.io [26.1.5]'],
  });
  assert.equal([code, done], [70, '']);
});

test('none goes if apt cannot say what would', async () => {
  const { code, done } = await removal(['docker.io'], {
    packages: ['installed docker.io'],
    going: [],
    simulation: 100,
  });
  assert.equal([code, done], [100, '']);
});

test('where none is there any more, apt is not asked', async () => {
  const { code, done } = await removal(['docker.io'], { packages: ['not-installed docker.io'], going: [] });
  assert.equal([code, done], [0, '']);
});

test.run();
