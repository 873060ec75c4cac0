import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readInventory } from '../../../setup/inventory/read.ts';
import { jsonSchema } from '../../../setup/inventory/schema.ts';
import { inventoryOf } from '../../lab/inventory.ts';
import { fromRoot } from '../../root.ts';
import { parsed } from './example.ts';

const test = suite('editors, the example and the documentation know the same keys as the program');

interface JsonSchema {
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
}

/** Every key with its path, as headings write it: `nodes[].connection.user`. */
function keysOf(schema: JsonSchema, path = ''): { path: string; schema: JsonSchema }[] {
  if (schema.items !== undefined) return keysOf(schema.items, `${path}[]`);
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, held]) => {
    const place = path === '' ? key : `${path}.${key}`;
    return [{ path: place, schema: held }, ...keysOf(held, place)];
  });
  return [...own, ...(schema.oneOf ?? []).flatMap((form) => keysOf(form, path))];
}

const keys = keysOf(jsonSchema() as JsonSchema);

test('the JSON Schema is in step with the program: node setup/inventory/make-schema.mjs', () => {
  const file: unknown = JSON.parse(readFileSync(fromRoot('setup/inventory/inventory.schema.json'), 'utf8'));
  assert.equal(file, JSON.parse(JSON.stringify(jsonSchema())));
});

test('editors show a description of each key', () => {
  assert.ok(keys.length >= 25, String(keys.length));
  assert.equal(
    keys.filter(({ schema }) => (schema.description ?? '').length < 10).map(({ path }) => path),
    [],
  );
});

test('each key has a heading in the documentation, and each heading of this form is a key', () => {
  const page = readFileSync(fromRoot('docs/inventory.md'), 'utf8');
  const headings = [...page.matchAll(/^#{2,4} `([^`]+)`$/gm)].map((heading) => heading[1]);
  assert.equal([...new Set(headings)].sort(), headings.sort());
  assert.equal(headings, [...new Set(keys.map(({ path }) => path))].sort());
});

test('each default is in the documentation under its heading', () => {
  const page = readFileSync(fromRoot('docs/inventory.md'), 'utf8');
  for (const { path, schema } of keys) {
    if (schema.default === undefined || typeof schema.default === 'object') continue;
    const section = page.split(`\`${path}\`\n`)[1]?.split(/^#/m)[0] ?? '';
    assert.match(section, `Default: \`${JSON.stringify(schema.default)}\``, path);
  }
});

test('examples of the documentation are taken', () => {
  const page = readFileSync(fromRoot('docs/inventory.md'), 'utf8');
  const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text) as object);
  const whole = examples.filter((example) => 'nodes' in example);
  assert.ok(whole.length >= 2, String(whole.length));
  for (const example of whole) parsed(example);
});

test('the example is a lab of three boards, labelled, and points editors to the schema', async () => {
  const path = fromRoot('inventory.json');
  const inventory = await readInventory(path);
  assert.equal(
    inventory.nodes.map(({ name, role, labels }) => [name, role, labels.type, labels.destino !== undefined]),
    [
      ['manager', 'manager', 'manager', true],
      ['worker1', 'worker', 'worker', true],
      ['worker2', 'worker', 'worker', true],
    ],
  );
  const { $schema } = JSON.parse(readFileSync(path, 'utf8')) as { $schema: string };
  JSON.parse(readFileSync(fromRoot($schema), 'utf8'));
});

test('the inventory of a virtual lab is taken', () => {
  const board = { release: 12 as const, role: 'worker' as const, kind: 'container' as const };
  const boards = [
    { ...board, name: 'manager', role: 'manager' as const, address: '10.87.3.10' },
    { ...board, name: 'worker1', address: '10.87.3.11' },
  ];
  const lab = { name: 'mine', directory: '/labs/mine', credentials: { key: '/labs/mine/key', user: 'admin' } };
  const made = (kind: 'container' | 'vm') =>
    inventoryOf({ ...lab, boards: boards.map((one) => ({ ...one, kind })) } as unknown as Parameters<
      typeof inventoryOf
    >[0]);
  assert.is(parsed(made('container')).share.kind, 'existing');
  assert.is(parsed(made('vm')).share.kind, 'nfs');
  assert.is(parsed(made('vm')).swarm.advertise, '10.87.3.10');
});

test.run();
