import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { at, boardTests } from '../../lab/suite.ts';
import { editInventory, rootLines } from '../set-up.ts';
import { formsOf, foundInFolder, foundOnBoard, holds, ProcessSampler } from './secret-search.ts';
import { watch } from './watched.ts';

const test = suite('no password and no join token is written down or shown, here or on the boards');

const boards = await boardTests(test, 'container');
const NAMES = ['manager', 'worker1'];
/** Every token to join a Swarm begins so. */
const TOKEN = 'SWMTKN-1-';
let raised: HeldLab | undefined;

boards.before(async () => {
  raised = await raiseLab({ name: 'canary', boards: [{}, {}] });
});
boards.after(async () => raised?.down());

boards.test('from bare boards to a Swarm and back, with passwords for SSH and for sudo', async () => {
  const lab = raised!;
  const secrets = formsOf(lab.credentials.password);
  const home = join(lab.directory, 'home');
  await mkdir(home);
  await copyFile(join(lab.directory, 'known_hosts'), join(home, 'known_hosts'));
  await editInventory(lab, ({ nodes }) => {
    for (const node of nodes) node.connection = { type: 'ssh', user: 'teacher' };
  });
  const sampler = new ProcessSampler([...secrets, TOKEN]);
  const printed: string[] = [];
  let ownTokens: string[] = [];
  const run = async (words: readonly string[], expected: number) => {
    const { password } = lab.credentials;
    const given = { ENJAMBRE_SSH_PASSWORD: password, ENJAMBRE_SUDO_PASSWORD: password };
    const running = watch(lab, words, { ...given, ENJAMBRE_HOME: home, HOME: home, SSH_AUTH_SOCK: '' });
    sampler.allow(running.child.pid);
    const { code, stdout, stderr } = await running.done;
    printed.push(stdout, stderr);
    assert.is(code, expected, `enjambre ${words.join(' ')}`);
  };
  try {
    await run(['plan', '--as-shell'], 3);
    await run(['apply', '--yes'], 0);
    const tokens = await rootLines(
      lab,
      'manager',
      'docker swarm join-token -q worker; docker swarm join-token -q manager',
    );
    assert.equal(
      tokens.map((token) => token.startsWith(TOKEN)),
      [true, true],
    );
    // Up to the digest of the Swarm's certificate: tests beside this one have Swarms of their own.
    ownTokens = tokens.map((token) => token.slice(0, token.lastIndexOf('-')));
    await run(['plan', '--json'], 0);
    await run(['status', '--json'], 0);
    await nowhere(lab, home, [...secrets, TOKEN, ...tokens], printed);
    await run(['reset', '--yes'], 0);
    await nowhere(lab, home, [...secrets, TOKEN, ...tokens], printed);
  } finally {
    const rounds = await sampler.stop();
    assert.ok(rounds > 200, `it looked ${rounds} times`);
  }
  assert.equal(sampler.placesOf([...secrets, ...ownTokens]), []);
  assert.ok(
    [...sampler.seen].some((words) => /^sudo -S .*enjambre/.test(words)),
    'how scripts become root was seen',
  );
});

async function nowhere(
  lab: HeldLab,
  home: string,
  texts: readonly string[],
  printed: readonly string[],
): Promise<void> {
  for (const name of NAMES) assert.equal(await foundOnBoard(lab.board(name), texts), [], name);
  assert.equal(foundInFolder(home, texts), []);
  assert.is(holds(await readFile(lab.inventory, 'utf8'), texts), false, 'the inventory');
  assert.equal(foundInFolder(join(lab.directory, 'share'), texts), []);
  assert.is(
    printed.some((text) => holds(text, texts)),
    false,
    'what the commands printed',
  );
}

boards.test('the search finds a secret in every place where it looks', async () => {
  const lab = raised!;
  const secrets = formsOf('canary-of-brass');
  const [plain = '', base64 = '', hex = ''] = secrets;
  const sampler = new ProcessSampler(secrets);
  const board = lab.board('worker1');
  const input = `mkdir -p /var/lib/enjambre
echo ${plain} > /etc/planted; echo x${base64}x > /var/lib/enjambre/planted; echo ${hex} > /tmp/planted; echo ${plain} > /run/planted
for place in /root /home/teacher /var/log; do printf 'a\\0${plain}' > $place/.planted; done
logger 'in the journal ${plain}'`;
  await board.exec(['sh', '-s'], { input });
  await at(lab, 'worker1', `sudo sh -c 'sleep 0.5; true' sh ${plain}`);
  await at(lab, 'manager', `PLANTED=${plain} sudo --preserve-env sh -c 'sleep 0.5; true'`);
  await sampler.stop();
  const found = await foundOnBoard(board, secrets);
  assert.equal(found.filter((place) => !place.includes('journal')).sort(), [
    '/etc/planted',
    '/home/teacher/.planted',
    '/root/.planted',
    '/run/planted',
    '/tmp/planted',
    '/var/lib/enjambre/planted',
    '/var/log/.planted',
  ]);
  assert.match(found.at(-1) ?? '', /^journal: [1-9]/);
  const places = sampler.placesOf(secrets);
  assert.ok(places.includes('argv of sudo') && places.includes('environment of sh'), places.join());
});

test.run();
