import { readdirSync, readFileSync } from 'node:fs';
import type { Facts } from '../../../setup/facts/facts.ts';
import type { Node } from '../../../setup/inventory/inventory.ts';
import type { Step, StepContext, StepPlan } from '../../../setup/steps/step.ts';
import { fromRoot } from '../../root.ts';
import { bareFacts, inventory as defaultInventory } from './defaults.ts';
import { finishedFacts } from './finished.ts';
import { type Json, type JsonObject, mismatch, overlay } from './overlay.ts';

/** A file `cases/<step>/<case>.json`: facts and an inventory, and what the step plans then. */
export interface StepCase {
  /** A sentence: what it shows. */
  about: string;
  /** Name of the node that is planned. */
  node: string;
  /** Laid over the default one. */
  inventory?: JsonObject;
  /** Laid over those of a bare node; with `"from": "finished"`, over those of a finished one. */
  facts?: JsonObject;
  /** The same for other nodes, which start as this one does. Null: that node could not be read. */
  lab?: Record<string, JsonObject | null>;
  mayLeaveSwarm?: string[];
  expect: {
    /** Parts of each command, in order. */
    commands: JsonObject[];
    /** A part of it. */
    because?: string;
    problem?: JsonObject;
    /** How many, or a part of each. */
    warnings?: number | string[];
    /** False: the step has nothing to do with such a node. @default true */
    applies?: boolean;
  };
}

const folder = fromRoot('test', 'setup', 'steps', 'cases');

/** All case files, by step. */
export function readCases(): Map<string, { name: string; value: StepCase }[]> {
  const steps = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(steps.map(({ name }) => [name, readdirSync(`${folder}/${name}`).map((file) => readCase(name, file))]));
}

function readCase(step: string, file: string): { name: string; value: StepCase } {
  const value: StepCase = JSON.parse(readFileSync(`${folder}/${step}/${file}`, 'utf8'));
  return { name: `${step}/${file}`, value };
}

/** What a step is given in a case. */
export function contextOf({ node: name, inventory: over, facts, lab = {}, mayLeaveSwarm = [] }: StepCase): StepContext {
  const inventory = overlay(defaultInventory, over);
  const node = inventory.nodes.find((each) => each.name === name);
  if (node === undefined) throw new Error(`The case's inventory has no node ${name}.`);
  const read = inventory.nodes.flatMap((each): [string, Facts][] => {
    const own = each.name === name ? facts : lab[each.name];
    return own === null ? [] : [[each.name, factsOf(each, own, facts?.from)]];
  });
  const all = new Map(read);
  return { node, inventory, facts: factsIn(all, name), lab: all, mayLeaveSwarm: new Set(mayLeaveSwarm) };
}

/** Facts are those of the default inventory: a case that changes the inventory shows what differs then. */
function factsOf(node: Node, over: JsonObject = {}, fallback: Json | undefined): Facts {
  const { from = fallback, ...rest } = over;
  const plain = defaultInventory.nodes.find(({ name }) => name === node.name) ?? node;
  return overlay(from === 'finished' ? finishedFacts(plain, defaultInventory) : bareFacts(plain), rest);
}

function factsIn(all: ReadonlyMap<string, Facts>, name: string): Facts {
  const facts = all.get(name);
  if (facts === undefined) throw new Error(`There are no facts of ${name}.`);
  return facts;
}

/** What differs between a plan and what its case expects; undefined if nothing does. */
export function differenceOf(step: Step, value: StepCase): string | undefined {
  const context = contextOf(value);
  const { applies = true, because, warnings = [], problem, commands } = value.expect;
  const doesApply = step.appliesTo(context.node, context.inventory);
  if (doesApply !== applies) return `applies: expected ${applies}, got ${doesApply}`;
  if (!applies) return undefined;
  const plan = step.plan(context);
  return (
    mismatch(plan.commands, commands, 'commands') ??
    (because === undefined ? undefined : mismatch(plan.because, { $includes: because }, 'because')) ??
    (problem === undefined
      ? mismatch(plan.problem?.message ?? null, null, 'problem')
      : mismatch(plan.problem, problem, 'problem')) ??
    warningsMismatch(plan, warnings)
  );
}

function warningsMismatch({ warnings = [] }: StepPlan, expected: number | string[]): string | undefined {
  if (typeof expected === 'number') {
    return warnings.length === expected ? undefined : `warnings: expected ${expected}, got ${JSON.stringify(warnings)}`;
  }
  return mismatch(
    warnings,
    expected.map((part) => ({ $includes: part })),
    'warnings',
  );
}
