import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { secretsFrom } from '../../../setup/host/secrets.ts';
import { atServer, hostError } from './at-server.ts';

const test = suite('an account becomes root as it can, and a password is tried once');

test('an account that sudo asks nothing', () =>
  atServer({}, async ({ server, open }) => {
    assert.is((await (await open()).sh('exit 2')).code, 2);
    assert.match(server.commands[0] ?? '', /^sudo -n -- sh -c /);
  }));

test('root itself needs no sudo', () =>
  atServer({ sudo: 'missing' }, async ({ server, open }) => {
    assert.is((await (await open({}, { user: 'root' })).sh('exit 2')).code, 2);
    assert.match(server.commands[0] ?? '', /^sh -c /);
  }));

test('a password that is known is one session', () =>
  atServer({ sudo: 'password', sudoPassword: "can'ary $1" }, async ({ server, open }) => {
    const host = await open({ secrets: secretsFrom({ ENJAMBRE_SUDO_PASSWORD: "can'ary $1" }) });
    const { stdout } = await host.sh('cat', { input: Buffer.from('its own input') });
    assert.is(stdout.toString(), 'its own input');
    assert.is(host.sessions, 1);
    await host.sh('exit 0');
    assert.equal(server.sudoTries(), ["can'ary $1", "can'ary $1"]);
    assert.not.match(server.commands.join('\n'), 'ary');
  }));

test('a password that sudo does not ask for stays out of the script', () =>
  atServer({ sudo: 'free' }, async ({ server, open }) => {
    const host = await open({ secrets: secretsFrom({ ENJAMBRE_SUDO_PASSWORD: 'canary' }) });
    const { stdout } = await host.sh('set; cat', { input: Buffer.from('in') });
    assert.not.match(stdout.toString(), 'canary');
    assert.match(stdout.toString(), /in$/);
    assert.equal(server.sudoTries(), []);
  }));

test('a password is asked for where a person sits', () =>
  atServer({ sudo: 'password', sudoPassword: 'right' }, async ({ server, open }) => {
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return 'right';
    };
    const host = await open({ secrets: secretsFrom({}, ask) });
    const codes = await Promise.all([1, 2, 3].map((code) => host.sh(`exit ${code}`)));
    assert.equal(
      codes.map(({ code }) => code),
      [1, 2, 3],
    );
    assert.is(questions.length, 1);
    assert.equal(server.sudoTries(), ['right', 'right', 'right']);
  }));

test('without anyone to ask, it says what is needed', () =>
  atServer({ sudo: 'password', sudoPassword: 'right' }, async ({ open }) => {
    const host = await open();
    const error = await hostError(host.sh('exit 0'));
    assert.is(error.code, 'sudo-password-needed');
    assert.match(error.next ?? '', 'ENJAMBRE_SUDO_PASSWORD');
    const sessions = host.sessions;
    assert.is(await hostError(host.sh('exit 0')), error);
    assert.is(host.sessions, sessions);
  }));

test('a wrong password is tried once, whoever else waits, and is in no message', () =>
  atServer({ sudo: 'password', sudoPassword: 'right' }, async ({ server, open }) => {
    const host = await open({ secrets: secretsFrom({ ENJAMBRE_SUDO_PASSWORD: 'canary' }) });
    const errors = await Promise.all([1, 2, 3].map(() => hostError(host.sh('exit 0'))));
    for (const error of errors) {
      assert.is(error.code, 'sudo-refused');
      assert.not.match(`${error.message} ${error.next} ${error.stack}`, 'canary');
    }
    await hostError(host.sh('exit 0'));
    assert.equal(server.sudoTries(), ['canary']);
  }));

test('an account that may not use sudo is told apart', () =>
  atServer({ sudo: 'forbidden', sudoPassword: 'right', groups: 'student' }, async ({ server, open }) => {
    const error = await hostError(
      (await open({ secrets: secretsFrom({ ENJAMBRE_SUDO_PASSWORD: 'right' }) })).sh('exit 0'),
    );
    assert.is(error.code, 'sudo-refused');
    assert.match(error.message, 'none of the groups sudo, admin, wheel');
    assert.is((await hostError((await open()).sh('exit 0'))).code, 'sudo-refused');
    assert.equal(server.sudoTries(), ['right']);
  }));

test('a machine without sudo is told apart', () =>
  atServer({ sudo: 'missing' }, async ({ open }) => {
    const error = await hostError((await open()).sh('exit 0'));
    assert.is(error.code, 'sudo-refused');
    assert.match(error.message, 'there is no sudo');
  }));

test.run();
