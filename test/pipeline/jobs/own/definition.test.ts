import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkDefinition } from '../../../../pipeline/jobs/own/definition.ts';
import { failureOf } from './own-run.ts';

const test = suite('what a file exports must be a job');

const none = () => undefined;
const fold = { empty: none, add: none, merge: none, result: none };
const frame = { frame: none, combine: none };

async function fault(exported: unknown): Promise<string> {
  const error = await failureOf(() => checkDefinition(exported, 'my-job.ts'));
  assert.is(error.code, 'job-invalid');
  assert.ok(error.next);
  return error.message;
}

test('folds and frame jobs are taken as they are', () => {
  const more = { kind: 'fold', summary: 'x', columns: ['a'], options: {}, ...fold };
  for (const job of [fold, frame, more, { ...frame, numbers: () => ['a'] }])
    assert.is(checkDefinition(job, 'my-job.ts'), job);
});

test('what is missing is named', async () => {
  const { merge: _, ...unmerged } = fold;
  const needs = 'a fold needs empty, add or addBytes, merge and result';
  assert.is(await fault(unmerged), `my-job.ts has no \`merge\`: ${needs}`);
  assert.is(await fault({ ...fold, add: undefined }), `my-job.ts has neither \`add\` nor \`addBytes\`: ${needs}`);
  assert.is(await fault({ ...fold, addBytes: none }), `my-job.ts has both \`add\` and \`addBytes\`: ${needs}`);
  assert.is(await fault({ frame: none }), 'my-job.ts has no `combine`: a frame job needs frame and combine');
  assert.is(await fault(undefined), 'my-job.ts exports no job: it has no default export');
  assert.is(await fault(none), 'my-job.ts exports a function, and a job is an object');
  assert.match(await fault({}), /^my-job\.ts is neither a fold nor a frame job/);
});

test('what no job knows is refused, so that a mistyped name is seen', async () => {
  const error = await failureOf(() => checkDefinition({ ...fold, colums: ['a'] }, 'my-job.ts'));
  assert.is(error.message, 'my-job.ts has `colums`, which no fold knows');
  assert.is(error.next, 'did you mean `columns`?');
  assert.is(await fault({ ...fold, merge: 'sum' }), '`merge` in my-job.ts is a string, and must be a function');
  assert.is(
    await fault({ ...fold, columns: 'a' }),
    '`columns` in my-job.ts must be a list of column names, or a function that gives one',
  );
});

test('options must be described, and leave the flags of the command alone', async () => {
  const option = (name: string, spec: unknown) => fault({ ...fold, options: { [name]: spec } });
  const text = { type: 'string', description: 'x' };
  assert.is(
    await option('chunkRows', text),
    'The option `chunkRows` in my-job.ts needs another name: --chunk-rows is a flag of enjambre run',
  );
  assert.is(
    await option('noHeader', text),
    'The option `noHeader` in my-job.ts must be named without "no": a flag is off unless it is given',
  );
  assert.is(
    await option('min-value', text),
    'The option `min-value` in my-job.ts must be named as minValue is: letters and digits',
  );
  assert.match(
    await option('limit', { type: 'float', description: 'x' }),
    /has the type "float", and not one of string, /,
  );
  assert.is(await option('limit', { type: 'number' }), 'The option `limit` in my-job.ts has no description');
  assert.is(
    await option('limit', { type: 'number', description: 'x', minimum: 1, default: 0 }),
    'The option `limit` in my-job.ts has the default 0, which it does not allow itself',
  );
});

test('what an option says of itself must be known, and make sense', async () => {
  const option = async (spec: object) => {
    const described = { description: 'x', ...spec };
    const { message, next } = await failureOf(() =>
      checkDefinition({ ...fold, options: { limit: described } }, 'my-job.ts'),
    );
    return `${message.replace('The option `limit` in my-job.ts ', '')}; ${next}`;
  };
  const columns = { type: 'columns', default: 'Municipio' };
  assert.match(await option(columns), /^has the default "Municipio", which it does not allow itself/);
  assert.match(await option({ type: 'number', default: '5' }), /^has the default "5"/);
  assert.is(await option({ type: 'number', min: 3 }), 'has `min`, which no option knows; did you mean `minimum`?');
  assert.match(await option({ type: 'column', values: ['a'] }), /^has `values`, which an option of type column cannot/);
  assert.match(await option({ type: 'string', values: [] }), /^has no `values`/);
  assert.match(await option({ type: 'integer', minimum: '3' }), /^has a `minimum` that is no number/);
  assert.match(await option({ type: 'integer', minimum: 3, maximum: 2 }), /^has a `minimum` above its `maximum`/);
  assert.match(await option({ type: 'boolean', default: true }), /^is a flag with the default true/);
  assert.match(await option({ type: 'boolean', required: true }), /^is a flag, and cannot be required/);
});

test.run();
