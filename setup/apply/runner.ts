import { setTimeout as sleep } from 'node:timers/promises';
import { EnjambreError } from '../../pipeline/errors.ts';
import type { Facts } from '../facts/facts.ts';
import { readFacts } from '../facts/read.ts';
import type { Host } from '../host/host.ts';
import { type Inventory, managerOf, type Node, workersOf } from '../inventory/inventory.ts';
import type { Command } from '../plan/command.ts';
import type { OpenLab } from '../plan/read-lab.ts';
import type { Limit } from '../plan/side-by-side.ts';
import type { Step, StepPlan } from '../steps/step.ts';
import { carryOut, markEntries } from './carry-out.ts';
import { lowerFirst } from './failure.ts';
import { FreshFacts } from './fresh-facts.ts';
import { Gates } from './gates.ts';
import { unfinished } from './journal.ts';
import { type NodeOutcome, notTried, type Observer, outcomeOf, type StepOutcome } from './observer.ts';
import { interrupted } from './running.ts';

export interface RunRequest {
  inventory: Inventory;
  nodes: readonly Node[];
  steps: readonly Step[];
  /** Connections and facts, read under the nodes' locks. */
  lab: OpenLab;
  limit: Limit;
  mayLeaveSwarm: ReadonlySet<string>;
  /** `user@host`, for the journal. */
  by: string;
  observer: Observer;
  /** Once it is aborted no further step begins; the one that is being carried out comes to its end. */
  signal?: AbortSignal;
  /** How long what was carried out may take to show, and how often it is looked at. */
  settling?: { limitMs: number; pollMs: number };
}

/** A Swarm takes a moment to see a new node, and a service to be active. */
const SETTLING = { limitMs: 30_000, pollMs: 500 };

/**
 * Carries out steps on nodes side by side, each node in the order of the list. A step is planned from fresh facts, carried out,
 * read and planned again: it has failed if it still wants something. A node that fails hinders only steps that need it.
 */
export async function applySteps(request: RunRequest): Promise<NodeOutcome[]> {
  const { inventory, nodes, steps, lab } = request;
  const work = nodes.map((node) => ({ node, own: steps.filter((step) => step.appliesTo(node, inventory)) }));
  const gates = new Gates(work.map(({ node, own }) => ({ node: node.name, steps: own.map(({ id }) => id) })));
  const facts = new FreshFacts(inventory, lab);
  return Promise.all(
    work.map(async ({ node, own }) => {
      const outcome = await new NodeRun(request, node, facts, gates).run(own);
      gates.endNode(node.name);
      request.observer.nodeEnded(node, outcome);
      return outcome;
    }),
  );
}

/** The steps of one node, one after the other. */
class NodeRun {
  readonly #request: RunRequest;
  readonly #node: Node;
  readonly #facts: FreshFacts;
  readonly #gates: Gates;

  constructor(request: RunRequest, node: Node, facts: FreshFacts, gates: Gates) {
    this.#request = request;
    this.#node = node;
    this.#facts = facts;
    this.#gates = gates;
  }

  async run(steps: readonly Step[]): Promise<NodeOutcome> {
    const { lab, observer } = this.#request;
    const node = this.#node;
    const done: StepOutcome[] = [];
    let error = lab.errors.get(node.name);
    for (const step of steps) {
      if (error !== undefined) {
        done.push(notTried(step, lab.errors.has(node.name)));
        continue;
      }
      const outcome = await this.#tryStep(step);
      if (outcome.error !== undefined) error = outcome.error;
      done.push(outcome.outcome);
      this.#gates.end(node.name, step.id, error === undefined);
      observer.stepEnded(node, step, outcome.outcome);
    }
    return { node: node.name, error, steps: done };
  }

  async #tryStep(step: Step): Promise<{ outcome: StepOutcome; error?: EnjambreError }> {
    const started = Date.now();
    const carriedOut: string[] = [];
    try {
      await this.#waitFor(step);
      if (this.#request.signal?.aborted) throw interrupted('enjambre apply');
      const plan = await this.#request.limit(() => this.#carryOutStep(step, carriedOut));
      const state = carriedOut.length > 0 ? 'changed' : 'unchanged';
      const details = { done: carriedOut, warnings: plan.warnings ?? [], seconds: secondsSince(started) };
      return { outcome: { ...outcomeOf(step, state, plan.because), ...details } };
    } catch (error) {
      if (!(error instanceof EnjambreError)) throw error;
      const outcome = { ...outcomeOf(step, 'failed', error.message), done: carriedOut, seconds: secondsSince(started) };
      return { outcome, error };
    }
  }

  /** @throws EnjambreError if a step that this one needs has failed elsewhere */
  async #waitFor({ after, title }: Step): Promise<void> {
    if (after === undefined) return;
    const { inventory } = this.#request;
    const others = after.on === 'manager' ? [managerOf(inventory)] : workersOf(inventory);
    for (const other of others) {
      if (other === this.#node || (await this.#gates.passed(other.name, after.step)) || !after.required) continue;
      throw new EnjambreError(
        `Cannot ${lowerFirst(title)} on ${this.#node.name}: ${after.step} has failed on ${other.name}`,
        { code: 'needs-other-node', next: `enjambre apply --only ${after.step} --node ${other.name}` },
      );
    }
  }

  async #carryOutStep(step: Step, carriedOut: string[]): Promise<StepPlan> {
    const { observer } = this.#request;
    observer.stepStarted(this.#node, step);
    let plan = await this.#plan(step);
    // A file may be edited by hand between reading and writing it: then it is planned once more.
    for (let tries = 1; plan.commands.length > 0; tries++) {
      try {
        for (const command of plan.commands) await this.#carryOutCommand(step, command, carriedOut);
        break;
      } catch (error) {
        if (!(error instanceof EnjambreError && error.code === 'changed-meanwhile') || tries === 3) throw error;
        this.#facts.forget(this.#node.name);
        plan = await this.#plan(step);
      }
    }
    if (carriedOut.length === 0) return plan;
    await this.#endInterrupted(step);
    return this.#settled(step);
  }

  /** What an earlier run was interrupted at has been carried out now: steps must not plan it again. */
  async #endInterrupted(step: Step): Promise<void> {
    const host = this.#hostOf();
    const { journal } = await readFacts(host, { node: this.#node, inventory: this.#request.inventory }, ['journal']);
    const entries = unfinished(journal).filter((entry) => entry.step === step.id);
    await markEntries(entries, 'done', host);
    if (entries.length > 0) this.#facts.forget(this.#node.name);
  }

  #hostOf(): Host {
    const host = this.#request.lab.hosts.get(this.#node.name);
    if (host === undefined) throw new Error(`There is no connection to ${this.#node.name}.`);
    return host;
  }

  async #carryOutCommand(step: Step, command: Command, carriedOut: string[]): Promise<void> {
    const { lab, by, observer, inventory } = this.#request;
    const host = this.#hostOf();
    observer.commandStarted(this.#node, step, command);
    const onLine = (line: string) => observer.line(this.#node, step, line);
    try {
      await carryOut(command, { host, hosts: lab.hosts, step: step.id, by, onLine });
    } finally {
      this.#facts.forget(this.#node.name);
      if (command.kind === 'docker') this.#facts.forget(managerOf(inventory).name);
    }
    carriedOut.push(command.sentence);
  }

  /** Law 2: what was carried out is read again, and nothing may be left to do. */
  async #settled(step: Step): Promise<StepPlan> {
    const { limitMs, pollMs } = this.#request.settling ?? SETTLING;
    const deadline = Date.now() + limitMs;
    for (;;) {
      const plan = await this.#read(step);
      const left = plan.commands[0];
      if (left === undefined && plan.problem === undefined) return plan;
      if (Date.now() > deadline) {
        requirePossible(plan);
        throw new EnjambreError(
          `Cannot ${lowerFirst(step.title)} on ${this.#node.name}: all was carried out, and "${left?.sentence}" is still to do`,
          { code: 'not-converged', next: `enjambre plan --only ${step.id} --node ${this.#node.name}` },
        );
      }
      await sleep(pollMs);
      this.#facts.forget(this.#node.name);
      this.#facts.forget(managerOf(this.#request.inventory).name);
    }
  }

  /** @throws EnjambreError if the step has a problem */
  async #plan(step: Step): Promise<StepPlan> {
    return requirePossible(await this.#read(step));
  }

  async #read(step: Step): Promise<StepPlan> {
    const { inventory, lab, mayLeaveSwarm } = this.#request;
    await this.#facts.refresh(this.#node, step);
    const facts: Facts | undefined = lab.facts.get(this.#node.name);
    if (facts === undefined) throw new Error(`There are no facts of ${this.#node.name}.`);
    return withoutLater(step.plan({ node: this.#node, inventory, facts, lab: lab.facts, mayLeaveSwarm }));
  }
}

/** The plan without labels of nodes that have not joined: they failed elsewhere, and that is told there. */
function withoutLater(plan: StepPlan): StepPlan {
  const isLater = (command: Command) =>
    command.kind === 'docker' && command.call.name === 'label-node' && command.call.nodeId === null;
  const later = plan.commands.filter(isLater);
  if (later.length === 0) return plan;
  const warnings = later.map(({ sentence }) => `Left for later, since the node has not joined: ${sentence}`);
  const commands = plan.commands.filter((command) => !isLater(command));
  return { ...plan, commands, warnings: [...(plan.warnings ?? []), ...warnings] };
}

function requirePossible(plan: StepPlan): StepPlan {
  if (plan.problem === undefined) return plan;
  throw new EnjambreError(plan.problem.message, { code: plan.problem.code, next: plan.problem.next });
}

function secondsSince(startMs: number): number {
  return Math.round((Date.now() - startMs) / 100) / 10;
}
