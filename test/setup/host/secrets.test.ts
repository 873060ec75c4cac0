import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { secretsFrom } from '../../../setup/host/secrets.ts';

const test = suite('passwords come from the environment or from a person, each asked for once');

const teacher = { node: 'worker1', user: 'teacher', host: '192.168.1.21' };

test('the environment goes first, and nobody is asked', async () => {
  const secrets = secretsFrom({ ENJAMBRE_SUDO_PASSWORD: 'given\n' }, async () => assert.unreachable() as never);
  assert.is(secrets.known('sudo'), 'given');
  assert.is(await secrets.password('sudo', teacher), 'given');
  assert.is(secrets.known('ssh'), undefined);
});

test('one answer serves all nodes, and questions come one after the other', async () => {
  let open = 0;
  const questions: string[] = [];
  const secrets = secretsFrom({}, async (question) => {
    assert.is(++open, 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    open--;
    questions.push(question);
    return question;
  });
  const nodes = ['worker1', 'worker2'].map((node) => ({ ...teacher, node }));
  const answers = await Promise.all(
    nodes.flatMap((node) => [secrets.password('ssh', node), secrets.password('sudo', node)]),
  );
  assert.is(questions.length, 2);
  assert.is(new Set(answers).size, 2);
});

test('nobody to ask, an empty answer and an empty variable are no password', async () => {
  assert.is(await secretsFrom({}).password('ssh', teacher), undefined);
  assert.is(await secretsFrom({}, async () => '').password('ssh', teacher), undefined);
  assert.is(secretsFrom({ ENJAMBRE_SSH_PASSWORD: '' }).known('ssh'), undefined);
});

test('a variable with several lines is refused, without its value', () => {
  const secrets = secretsFrom({ ENJAMBRE_SUDO_PASSWORD: 'canary\nmore' });
  assert.throws(
    () => secrets.known('sudo'),
    (error: Error) => /ENJAMBRE_SUDO_PASSWORD/.test(error.message) && !/canary/.test(error.message),
  );
});

test.run();
