import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import { askPassword, canAsk, confirm, confirmByName } from '../../../setup/terminal/prompt.ts';

const test = suite('where there is no terminal, a question is refused at once');

test('it neither waits nor takes a default', async () => {
  if (canAsk()) return;
  for (const ask of [
    () => confirm('Go on?'),
    () => askPassword('Password'),
    () => confirmByName('Reset.', 'worker1'),
  ]) {
    const error = await ask().then(
      () => assert.unreachable(),
      (reason) => reason,
    );
    assert.instance(error, EnjambreError);
    assert.equal([error.code, error.exitCode], ['no-terminal', 2]);
  }
});

test.run();
