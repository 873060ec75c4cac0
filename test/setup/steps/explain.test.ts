import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { STEPS } from '../../../setup/steps/all.ts';
import { runCommand } from '../command.ts';

const test = suite('enjambre explain tells what each step does, why, how to see it and what undoes it');

test('without a step it lists all, in their order', async () => {
  const { code, stdout, stderr } = await runCommand(['explain']);
  assert.is(code, 0);
  const listed = stdout.trimEnd().split('\n');
  assert.equal(
    listed.map((line) => line.split(/ {2,}/)),
    STEPS.map(({ id, title }) => [id, title]),
  );
  assert.match(stderr, /^Next: \S.* explain STEP\n$/);
});

test('a step is told in full, and all of it as JSON', async () => {
  const { code, stdout, stderr } = await runCommand(['explain', 'share-mount']);
  assert.equal([code, stderr], [0, '']);
  const step = STEPS.find(({ id }) => id === 'share-mount');
  if (step === undefined) throw new Error('There is a step share-mount.');
  // Lines are broken between words.
  const text = stdout.replace(/\s+/g, ' ').trim();
  assert.ok(text.startsWith(`share-mount: ${step.title} ${step.explain.what} Why: ${step.explain.why} `));
  for (const command of step.explain.commands) assert.match(stdout, `\n  ${command}\n`);
  for (const { command, shows } of step.explain.look) {
    assert.match(stdout, `  ${command} `);
    assert.match(stdout, `  # ${shows}\n`);
  }
  assert.ok(text.endsWith(` Undone by: ${step.explain.undo}`));
  const { id, title, after = null, explain } = step;
  const json = await runCommand(['explain', 'share-mount', '--json']);
  assert.equal(JSON.parse(json.stdout), { id, title, after, ...explain });
  const all = JSON.parse((await runCommand(['explain', '--json'])).stdout) as { id: string }[];
  assert.equal(
    all.map((one) => one.id),
    STEPS.map((one) => one.id),
  );
});

test('a step that there is not is refused with the one that was probably meant', async () => {
  const [near, far] = await Promise.all([
    runCommand(['explain', 'share-mout']),
    runCommand(['explain', 'nothing-like-that-at-all']),
  ]);
  assert.is(near.code, 2);
  assert.match(near.stderr, /^There is no step "share-mout": preflight, /);
  assert.match(near.stderr, / explain share-mount\n$/);
  assert.match(far.stderr, / explain\n$/);
});

test('every step has something for those who learn', () => {
  for (const { id, title, explain } of STEPS) {
    assert.match(title, /^[A-Z][^.]*$/, id);
    for (const text of [explain.what, explain.why, explain.undo]) assert.match(text, /\.$/, `${id}: ${text}`);
    assert.ok(explain.look.length > 0, id);
  }
});

test.run();
