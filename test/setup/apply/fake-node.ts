import { NOTE, RUN } from '../../../setup/apply/scripts/run.ts';
import { WRITE_FILE } from '../../../setup/apply/scripts/write-file.ts';
import type { FactName, Facts } from '../../../setup/facts/facts.ts';
import type { Engine } from '../../../setup/host/engine.ts';
import type { Held, Host, Output, ScriptOptions } from '../../../setup/host/host.ts';
import type { DockerCall } from '../../../setup/plan/command.ts';
import type { OpenLab } from '../../../setup/plan/read-lab.ts';
import { bareFacts, inventory } from '../steps/defaults.ts';

/** A node without a machine: what it is told goes into lists, its facts come from texts, and its journal is kept. */
export class FakeNode implements Host {
  readonly node: string;
  sessions = 0;
  closed = false;
  /** Names of the facts that each reading asked for. */
  readonly readings: string[][] = [];
  /** What was run, as words; files as `write PATH`; calls of the engine by name and arguments. */
  readonly done: string[] = [];
  readonly journal: string[] = [];
  /** What a fact's script prints, other than the journal's. */
  readonly prints: Partial<Record<FactName, string>> = {};
  /** Comes before each reading is answered; it may take its time, or fail. */
  beforeReading: (names: readonly string[], count: number) => Promise<void> = async () => {};
  /** Says how what is run ends, if other than well. */
  onRun: (words: string) => Promise<Partial<Output> | undefined> = async () => undefined;
  /** Who holds its lock; undefined if it is free. */
  lockHolder: string | undefined;
  readonly locks: { held: boolean; end: () => void }[] = [];

  constructor(node: string) {
    this.node = node;
  }

  async sh(script: string, { args = [] }: ScriptOptions = {}): Promise<Output> {
    if (script.startsWith('boundary=')) return this.#read(script);
    if (script === NOTE) return this.#keep(args);
    if (script === RUN) {
      const [begun = '', finished = '', , ...argv] = args;
      return this.#carryOut(argv.join(' '), begun, finished);
    }
    if (script === WRITE_FILE) return this.#carryOut(`write ${args[0]}`, args[5] ?? '', args[6] ?? '');
    return this.#carryOut(`script ${args.join(' ')}`, '', '');
  }

  async hold(_script: string, { args = [] }: ScriptOptions = {}): Promise<Held> {
    const holder = this.lockHolder;
    if (holder !== undefined) {
      const firstLine = JSON.stringify({ held: false, holder: { by: holder, what: 'apply', since: '2026-11-21' } });
      return { firstLine, ended: Promise.resolve(output()), release: async () => {} };
    }
    this.lockHolder = args[0] ?? '';
    let end = () => {};
    const ended = new Promise<Output>((resolve) => {
      end = () => resolve(output());
    });
    const lock = { held: true, end };
    this.locks.push(lock);
    const release = async () => {
      lock.held = false;
      this.lockHolder = undefined;
      end();
    };
    return { firstLine: '{"held":true}', ended, release };
  }

  async engine(): Promise<Engine> {
    const call =
      (name: DockerCall['name']) =>
      async (...args: unknown[]) => {
        const ended = await this.onRun(`${name} ${JSON.stringify(args)}`);
        if (ended !== undefined) throw new Error('An engine fails by an error of its own.');
        this.done.push(`${name} ${JSON.stringify(args)}`);
      };
    return {
      swarmInit: call('swarm-init'),
      workerToken: async () => 'SWMTKN-1-x',
      swarmJoin: call('swarm-join'),
      swarmLeave: call('swarm-leave'),
      setCertificateDays: call('certificate-days'),
      labelNode: call('label-node'),
      removeNode: call('remove-node'),
    };
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  async #read(script: string): Promise<Output> {
    const names = [...script.matchAll(/^\{ \{ uptime (\w+) /gm)].map(([, name = '']) => name);
    this.readings.push(names);
    // What comes back is what was there when the script ran, however late the answer comes.
    const journal = this.journal.map((line) => `${line}\n`).join('');
    await this.beforeReading(names, this.readings.length);
    const boundary = /^boundary=(\w+)/.exec(script)?.[1] ?? '';
    const frames = names.map((name) => {
      const text = name === 'journal' ? journal : (this.prints[name as FactName] ?? '');
      return `\n${boundary} ${name} 0.00\n${text}\n${boundary} 0\n`;
    });
    return output({ stdout: Buffer.from(`\n${boundary} start 0.00\n${frames.join('')}\n${boundary} end 0.00\n`) });
  }

  #keep(lines: readonly string[]): Output {
    this.journal.push(...lines.filter((line) => line !== ''));
    return output();
  }

  async #carryOut(words: string, begun: string, finished: string): Promise<Output> {
    this.#keep([begun]);
    const ended = await this.onRun(words);
    if (ended !== undefined && ended.code !== 0) return output({ code: 1, ...ended });
    this.done.push(words);
    this.#keep([finished]);
    return output();
  }
}

function output(part: Partial<Output> = {}): Output {
  return { code: 0, stdout: Buffer.alloc(0), stderr: '', ...part };
}

export interface FakeLab {
  inventory: typeof inventory;
  lab: OpenLab;
  manager: FakeNode;
  worker1: FakeNode;
  worker2: FakeNode;
  nodes: FakeNode[];
}

/** The default lab of the steps' tests, bare, with a connection to each node. */
export function fakeLab(): FakeLab {
  const [manager, worker1, worker2] = [new FakeNode('manager'), new FakeNode('worker1'), new FakeNode('worker2')];
  const nodes = [manager, worker1, worker2];
  const lab: OpenLab = {
    hosts: new Map(nodes.map((node) => [node.node, node])),
    facts: new Map(inventory.nodes.map((node): [string, Facts] => [node.name, bareFacts(node)])),
    errors: new Map(),
    close: async () => {},
  };
  return { inventory, lab, manager, worker1, worker2, nodes };
}

/** What a script says that found a file changed by somebody else. */
export const changedMeanwhile: Partial<Output> = { code: 1, stdout: Buffer.from('@ failed changed 0 /etc/fstab\n') };

/** A promise that is kept from outside. */
export function signalled(): { promise: Promise<void>; give: () => void } {
  let give = () => {};
  const promise = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { promise, give };
}
