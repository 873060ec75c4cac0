import type { FactName, Facts } from '../facts/facts.ts';
import type { Inventory, Node } from '../inventory/inventory.ts';
import type { Command } from '../plan/command.ts';

/** One idempotent piece of set-up: what it reads, and what it wants done. It does nothing itself. */
export interface Step {
  /** As people type it: `--only share-mount`. */
  id: string;
  /** Verb and object: "Mount the share". */
  title: string;
  appliesTo(node: Node, inventory: Inventory): boolean;
  /** Facts of the node itself. */
  reads: readonly FactName[];
  /** Facts of the manager that a worker's plan needs too. */
  readsOfManager?: readonly FactName[];
  /** A step on another node that comes first. `required`: where that failed, this one is not tried. */
  after?: { step: string; on: 'manager' | 'workers'; required: boolean };
  /**
   * Pure: the same facts give the same plan. On a bare node it is complete: what is absent is planned, and what only a later
   * command can tell (a node's id in the Swarm) is null.
   */
  plan(context: StepContext): StepPlan;
  explain: Explanation;
}

export interface StepContext {
  node: Node;
  inventory: Inventory;
  /** Of this node. */
  facts: Facts;
  /** Of every node that could be read, this one too, by name. */
  lab: ReadonlyMap<string, Facts>;
  /** Nodes that were asked to leave the Swarm they are in (`--leave-swarm`). */
  mayLeaveSwarm: ReadonlySet<string>;
}

export interface StepPlan {
  commands: readonly Command[];
  /** With no commands: why there is nothing to do, as "Docker 26.1.5 is installed". With some: what is amiss. */
  because: string;
  /** It cannot be done: nothing that comes later on this node is tried. */
  problem?: Problem;
  /** What works, but will annoy. */
  warnings?: readonly string[];
}

/** What hinders a step: what failed with which value, and the next thing to type or to do. */
export interface Problem {
  /** For programs: `duplicate-machine-id`. */
  code: string;
  message: string;
  next: string;
}

/** For `enjambre explain STEP`: short sentences for people who learn. */
export interface Explanation {
  /** What it does. */
  what: string;
  why: string;
  /** What a person would type as root to do the same; capitals stand for what is theirs. `plan --as-shell` has it to the letter. */
  commands: readonly string[];
  /** Commands that show its result on a node, each with what it shows. */
  look: readonly { command: string; shows: string }[];
  /** What takes it back. */
  undo: string;
}

/** The plan of a step that has nothing to do. */
export function nothing(because: string, warnings: readonly string[] = []): StepPlan {
  return { commands: [], because, ...(warnings.length > 0 ? { warnings } : {}) };
}

/** The plan of a step that has something to do, or nothing if there are no commands after all. */
export function todo(commands: readonly Command[], because: string, warnings: readonly string[] = []): StepPlan {
  return { commands, because, ...(warnings.length > 0 ? { warnings } : {}) };
}

/** The plan of a step that cannot be done. */
export function blocked(code: string, message: string, next: string): StepPlan {
  return { commands: [], because: message, problem: { code, message, next } };
}
