import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../pipeline/errors.ts';
import { typeable } from './commands/lab-command.ts';
import { boardLines, type LabStatus, labLines } from './commands/status.ts';
import { requestsOf } from './commands/up.ts';
import { planBoards, plugIn } from './plan.ts';

const test = suite('the command of the lab says what it does, and what was typed wrong');

const script = new URL('./main.js', import.meta.url).href;
const start = `const { main } = await import(${JSON.stringify(script)}); process.exitCode = await main(process.argv.slice(1));`;

/** Runs the command; without root if `uid` says so. */
function lab(words: readonly string[], options: { uid?: number; env?: Record<string, string> } = {}) {
  const { uid, env } = options;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', start, '--', ...words], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return { code: status, stdout, stderr };
}

const labStatus: LabStatus = {
  name: 'school',
  state: 'up',
  network: '10.87.1.0/24',
  password: 'word',
  accounts: ['admin', 'teacher'],
  inventory: '/labs/school/inventory.json',
  share: '/labs/school/share',
  boards: plugIn(planBoards([{}, { docker: false }]), 1).map((plan, index) => ({
    ...plan,
    state: index === 0 ? 'running' : 'off',
    memoryUsedMb: index === 0 ? 123 : null,
    ssh: 'ssh …',
  })),
};

test('help goes to standard output, with examples, for each command', () => {
  const { code, stdout, stderr } = lab([]);
  assert.equal([code, stderr], [0, '']);
  const commands = [...stdout.matchAll(/^ {2}([a-z][a-z-]+) {2,}/gm)].map((match) => match[1] ?? '');
  const expected =
    'up status ssh exec down kill start reset pause unpause link partition heal fill-disk free-disk read-only';
  const more = 'clock add-disk snapshot restore doctor bases';
  for (const name of `${expected} ${more}`.split(' ')) assert.ok(commands.includes(name), name);
  assert.match(lab(['up', '--help']).stdout, /^Usage: npm run lab -- up .*--boards/s);
});

test('words that are no command line end with 2, and say what to type', () => {
  const cases: [string[], string][] = [
    [['uup'], "Unknown command 'uup'; did you mean up?. Next: npm run lab -- --help\n"],
    [['up', '--bords', '3'], "Unknown option '--bords'; did you mean --boards?. Next: npm run lab -- up --help\n"],
    [['up', '--boards', '0'], 'Cannot use --boards "0". Next: give --boards a whole number from 1 to 200\n'],
    [['up', '--kind', 'arm'], 'Cannot use --kind "arm". Next: give --kind "container" or "vm"\n'],
    [['ssh'], "Missing required argument 'board'. Next: npm run lab -- ssh --help\n"],
    [['clock', 'worker1', 'noon'], 'Cannot set the clock by "noon". Next: give whole seconds, as 3600 or -3600\n'],
  ];
  for (const [words, message] of cases) assert.equal(lab(words), { code: 2, stdout: '', stderr: message });
});

test('without root, all but the doctor is refused, with the command that does it', () => {
  if (process.getuid?.() !== 0) {
    assert.match(lab(['status']).stderr, 'Next: sudo npm run lab -- ');
    return;
  }
  const spawnable = { uid: 65_534 };
  const { code, stderr } = lab(['status'], spawnable);
  // The project may lie where only root can read.
  if (/EACCES|Cannot find module/.test(stderr)) return;
  assert.is(code, 1);
  assert.match(stderr, /^Virtual boards need Linux and root\. Next: sudo npm run lab -- /);
});

test('boards that cannot be had are refused', () => {
  const flags = { name: 'lab', boards: 2, kind: 'container', release: '13', docker: true } as const;
  assert.equal(requestsOf(flags), [
    { kind: 'container', release: '13', docker: true },
    { kind: 'container', release: '13', docker: true },
  ]);
  assert.equal(requestsOf({ ...flags, boards: 1, imageStore: 'containerd', memory: 300, disk: 900 }), [
    { kind: 'container', release: '13', docker: true, imageStore: 'containerd', memoryMb: 300, diskMb: 900 },
  ]);
  assert.is(requestsOf({ ...flags, kind: 'vm', imageStore: 'containerd' }).length, 2);
  for (const wrong of [
    { name: 'lab', boards: 2, kind: 'vm', release: '13', imageStore: 'classic' },
    { ...flags, docker: false, imageStore: 'classic' },
    { ...flags, release: '12', imageStore: 'containerd' },
    { ...flags, kind: 'vm', disk: 4096 },
  ] as const) {
    assert.throws(
      () => requestsOf(wrong),
      (error: unknown) => error instanceof EnjambreError && error.exitCode === 2,
    );
  }
});

test('a negative number of seconds is a value, not an option', () => {
  const { code, stderr } = lab(['clock', 'worker1', '-3600', '--name', 'no-such-lab']);
  assert.is(code, 1);
  assert.match(stderr, process.getuid?.() === 0 ? /^There is no lab "no-such-lab"/ : /need Linux and root/);
});

test('commands in messages are about the same lab, and by sudo where that was used', () => {
  const text = 'worker1 is off. Next: npm run lab -- start worker1';
  assert.is(typeable(text, 'lab'), text);
  assert.is(typeable(text, 'a'), `${text} --name a`);
  const both = 'There is one. Next: npm run lab -- status, or: npm run lab -- down --name a';
  assert.is(typeable(both, 'a'), both);
  const before = process.env.SUDO_UID;
  process.env.SUDO_UID = '1000';
  try {
    assert.is(typeable(text, 'lab'), 'worker1 is off. Next: sudo npm run lab -- start worker1');
    assert.is(typeable('Next: sudo npm run lab -- up', 'lab'), 'Next: sudo npm run lab -- up');
    assert.is(typeable('Next: A_B=http://c/d npm run lab -- up', 'lab'), 'Next: sudo A_B=http://c/d npm run lab -- up');
  } finally {
    if (before === undefined) delete process.env.SUDO_UID;
    else process.env.SUDO_UID = before;
  }
});

test('a lab is shown with all that it takes to log in', () => {
  assert.equal(boardLines(labStatus), [
    'board    kind       Debian  Docker    address     state    memory',
    '-------  ---------  ------  --------  ----------  -------  ------',
    'manager  container  13      classic   10.87.1.11  running  123 MB',
    'worker1  container  13      none yet  10.87.1.12  off           -',
  ]);
  assert.equal(labLines(labStatus).slice(5), [
    'Log in:    npm run lab -- ssh manager --name school',
    '       or: ssh admin@10.87.1.11',
    'Accounts:  admin, teacher; password word',
    'Inventory: /labs/school/inventory.json',
  ]);
});

test('a lab that is not up says what became of it', () => {
  assert.equal(labLines({ name: 'a', state: 'ended', boards: [] }), [
    'Lab a: ended. Next: npm run lab -- down --name a',
  ]);
  assert.equal(labLines({ name: 'a', state: 'starting', boards: [] }), ['Lab a: being raised.']);
});

test.run();
