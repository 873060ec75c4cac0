import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FACTS } from '../../../setup/facts/all.ts';
import type { FactName } from '../../../setup/facts/facts.ts';
import { fromRoot } from '../../root.ts';
import { factContext, type InventoryChange } from './inventory.ts';

const test = suite('facts are what the outputs of supported systems say');

/** One output, and the value or the complaint that it gives. */
interface Case {
  about: string;
  node?: string;
  inventory?: InventoryChange;
  raw: { code?: number; stdout: string; stderr?: string; sentMs?: number; cameMs?: number };
  value?: unknown;
  /** Part of the message, where it cannot be understood. */
  error?: string;
}

const folder = fromRoot('test', 'setup', 'facts', 'cases');
const leastCases = 6;

for (const name of Object.keys(FACTS) as FactName[]) {
  const files = readdirSync(join(folder, name)).sort();
  test(`${name} has at least ${leastCases} cases`, () => {
    assert.ok(files.length >= leastCases, `${files.length} cases`);
  });
  for (const file of files) {
    const { about, node, inventory, raw, value, error } = JSON.parse(
      readFileSync(join(folder, name, file), 'utf8'),
    ) as Case;
    test(`${name}: ${about}`, () => {
      const context = factContext(node, inventory);
      const parse = () => FACTS[name].parse({ code: 0, stderr: '', sentMs: 0, cameMs: 0, ...raw }, context);
      if (error === undefined) assert.equal(JSON.parse(JSON.stringify(parse())), value);
      else assert.throws(parse, (thrown: Error) => thrown.message.includes(error));
    });
  }
}

test.run();
