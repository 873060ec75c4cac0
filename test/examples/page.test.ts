import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../root.ts';

const test = suite('docs/jobs.md shows the examples as they are');

const page = readFileSync(fromRoot('docs/jobs.md'), 'utf8');
const names = readdirSync(fromRoot('docs/examples'));
const examples = names.map((name) => readFileSync(fromRoot('docs/examples', name), 'utf8'));

test('every piece of TypeScript is part of an example', () => {
  const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, piece = '']) => piece);
  assert.ok(pieces.length >= 2);
  const foreign = pieces.filter((piece) => !examples.some((example) => example.includes(piece)));
  assert.equal(foreign, []);
});

test('every example is named, and is there', () => {
  const named = [...page.matchAll(/\]\(examples\/([\w-]+\.ts)\)/g)].map(([, name = '']) => name);
  assert.equal(
    named.filter((name) => !existsSync(fromRoot('docs/examples', name))),
    [],
  );
  assert.equal(
    names.filter((name) => !page.includes(name)),
    [],
  );
});

test('examples are short, and import types only', () => {
  for (const [index, text] of examples.entries()) {
    assert.ok(text.split('\n').length <= 61, names[index]);
    assert.equal([...text.matchAll(/^import (?!type ).*$/gm)], [], names[index]);
  }
});

test.run();
