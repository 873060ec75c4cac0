import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Facts } from '../../../setup/facts/facts.ts';
import { STEPS } from '../../../setup/steps/all.ts';
import type { Step, StepContext } from '../../../setup/steps/step.ts';
import { fromRoot } from '../../root.ts';
import { bareFacts, inventory } from './defaults.ts';
import { finishedFacts } from './finished.ts';

const test = suite('the list of steps is the whole of set-up');

/** Steps that only look. */
const readers = ['preflight'];

/** Each node of the default lab with each step that applies to it. */
function plansOf(factsOf: (node: StepContext['node']) => Facts): { name: string; step: Step; context: StepContext }[] {
  const lab = new Map(inventory.nodes.map((node) => [node.name, factsOf(node)]));
  return inventory.nodes.flatMap((node) =>
    STEPS.filter((step) => step.appliesTo(node, inventory)).map((step) => {
      const context = { node, inventory, facts: factsOf(node), lab, mayLeaveSwarm: new Set<string>() };
      return { name: `${node.name}: ${step.id}`, step, context };
    }),
  );
}

function finished(node: StepContext['node']): Facts {
  return finishedFacts(node, inventory);
}

for (const { name, step, context } of plansOf(finished)) {
  test(`a finished node has nothing left to do (${name})`, () => {
    const { commands, problem, warnings = [], because } = step.plan(context);
    assert.equal({ commands, problem, warnings }, { commands: [], problem: undefined, warnings: [] });
    assert.match(because, /\S/);
  });
}

for (const { name, step, context } of plansOf(bareFacts)) {
  test(`a bare node gets a complete plan (${name})`, () => {
    const { commands, problem } = step.plan(context);
    assert.is(problem, undefined);
    assert.is(commands.length > 0, !readers.includes(step.id));
  });
}

test('the same facts give the same plan', () => {
  for (const { name, step, context } of plansOf(bareFacts)) {
    assert.equal(step.plan(context), step.plan(structuredClone(context)), name);
  }
});

test('a step says by name all the facts that it looks at', () => {
  for (const { name, step, context } of [...plansOf(bareFacts), ...plansOf(finished)]) {
    const seen = new Set<string>();
    const facts = new Proxy(context.facts, {
      get: (target, key, receiver) => {
        if (typeof key === 'string') seen.add(key);
        return Reflect.get(target, key, receiver);
      },
    });
    step.plan({ ...context, facts });
    const unnamed = [...seen].filter((fact) => !step.reads.some((each) => each === fact));
    assert.equal(unnamed, [], name);
  }
});

test('what must come first is a step of the list, and comes before', () => {
  for (const [place, { id, after }] of STEPS.entries()) {
    if (after === undefined) continue;
    const first = STEPS.findIndex((step) => step.id === after.step);
    assert.ok(first >= 0 && first < place, `${id} comes after ${after.step}`);
  }
});

test('each step is known by one id, as people type it', () => {
  const ids = STEPS.map(({ id }) => id);
  assert.is(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z]+(-[a-z]+)*$/);
});

test('each step has its section in docs/steps.md, in order', () => {
  const page = readFileSync(fromRoot('docs', 'steps.md'), 'utf8');
  const sections = [...page.matchAll(/^## `([a-z-]+)`$/gm)].map(([, id]) => id);
  assert.equal(
    sections,
    STEPS.map(({ id }) => id),
  );
});

test('each section of docs/steps.md names the commands to look with', () => {
  const page = readFileSync(fromRoot('docs', 'steps.md'), 'utf8');
  for (const { id, explain } of STEPS) {
    const section = page.split(`\n## \`${id}\`\n`)[1]?.split('\n## ')[0] ?? '';
    for (const { command } of explain.look) assert.ok(section.includes(command), `${id}: ${command}`);
  }
});

test.run();
