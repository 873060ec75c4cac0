import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { changed, faultOf, faultsOf, parsed, refusal } from './example.ts';

const test = suite('a secret has no place in an inventory, and what it says is never shown');

const canary = 'kanarie-7f3a91';

const keys = [
  ...['password', 'Password', 'pass', 'sudoPassword', 'sudo_password', 'sshPass', 'passwd', 'passphrase', 'passcode'],
  ...['pwd', 'secret', 'clientSecret', 'token', 'joinToken', 'credentials', 'apiKey', 'api-key', 'privateKey'],
  ...['contraseña', 'contrasena', 'clave'],
];
const places: (string | number)[][] = [
  [],
  ['nodes', 1],
  ['nodes', 1, 'connection'],
  ['nodes', 1, 'labels'],
  ['share'],
  ['swarm'],
  ['docker'],
];

test('a key that names a secret is refused wherever it is, whatever it holds', () => {
  for (const place of places) {
    for (const key of keys) {
      for (const value of [canary, { value: canary }, [canary], 5, '']) {
        const faults = faultsOf(changed([...place, key], value));
        assert.is(faults.length, 1, faults.join('\n'));
        const [fault = ''] = faults;
        assert.match(fault, /: a secret has no place here \(its value is not shown\)\. Take it out: /);
        assert.not.match(fault, canary);
      }
    }
  }
});

test('it says where the secret goes instead', () => {
  const fault = faultOf(changed(['nodes', 1, 'connection', 'password'], canary));
  assert.is(
    fault,
    'nodes[1].connection.password: a secret has no place here (its value is not shown). Take it out: enjambre asks for it, or takes it from ENJAMBRE_SSH_PASSWORD',
  );
  const advice = (key: string) => faultOf(changed(['nodes', 1, key], canary));
  assert.match(advice('sudoPassword'), 'ENJAMBRE_SUDO_PASSWORD');
  assert.match(advice('passphrase'), 'ssh-add');
  assert.match(advice('joinToken'), 'from the manager');
  assert.match(advice('privateKey'), 'path of the key file');
});

const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary}\n-----END OPENSSH PRIVATE KEY-----\n`;

test('a secret under a harmless key is refused, and not shown', () => {
  const rows: [(string | number)[], string][] = [
    [['nodes', 1, 'connection', 'key'], key],
    [['nodes', 1, 'connection', 'jump'], `ana:${canary}@gate:22`],
    [['nodes', 1, 'address'], `ssh://ana:${canary}@board`],
    [['nodes', 1, 'notes'], `password: ${canary}`],
    [['nodes', 1, 'notes'], `the Contraseña = ${canary}`],
    [['nodes', 1, 'labels', 'type'], `SWMTKN-1-${canary}`],
    [['nodes', 1, 'connection'], `ana:${canary}@board`],
    [['nodes', 1], `SWMTKN-1-${canary}`],
  ];
  for (const [path, value] of rows) {
    const { message } = refusal(JSON.stringify(changed(path, value)));
    assert.match(message, 'a secret has no place here');
    assert.not.match(message, canary);
    assert.is(message.split('\n').length, 2, message);
  }
});

test('a secret does not hide what else is wrong', () => {
  const lab = changed(['nodes', 1, 'password'], canary);
  assert.is(faultsOf({ ...lab, zzz: 1 }).length, 2);
});

test('a file that is no JSON shows nothing of what it holds', () => {
  const { message } = refusal(`{ "nodes": [], "note": '${canary}' }`);
  assert.not.match(message, canary);
});

test('harmless keys and values are no secrets', () => {
  for (const notes of [
    'monkey',
    'passes the test',
    'compass: north',
    'no token ring here',
    'see board.lan:22, ana@x.org',
  ]) {
    parsed(changed(['nodes', 1, 'notes'], notes));
  }
  parsed(changed(['nodes', 1, 'connection', 'jump'], 'ana@gate:22'));
});

test.run();
