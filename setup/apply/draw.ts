import process from 'node:process';
import {
  type DefaultRenderer,
  Listr,
  ListrLogger,
  type ListrTaskWrapper,
  ProcessOutput,
  type SimpleRenderer,
} from 'listr2';
import type { Node } from '../inventory/inventory.ts';
import { printable } from '../terminal/printable.ts';
import { counted } from '../terminal/units.ts';
import { changesOf, type NodeOutcome, type Observer } from './observer.ts';

type Wrapper = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

/** A task of the list for each node, which ends when the node does. */
interface NodeTask {
  node: Node;
  wrapper: Wrapper | undefined;
  end: (outcome: NodeOutcome) => void;
  ended: Promise<NodeOutcome>;
}

/** Draws nodes being set up as a live list on a terminal's standard error: one line a node, and below it what is going on there. */
export function liveObserver(nodes: readonly Node[]): { observer: Observer; drawn: Promise<void> } {
  const tasks = new Map(nodes.map((node) => [node.name, newTask(node)]));
  const list = new Listr(
    [...tasks.values()].map((task) => ({
      title: task.node.name,
      task: async (_: unknown, wrapper: Wrapper) => {
        task.wrapper = wrapper;
        const outcome = await task.ended;
        wrapper.title = endTitle(outcome);
        if (outcome.error !== undefined) throw new Error(printable(outcome.error.message));
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is ours: a step comes to its end before the program does.
      registerSignalListeners: false,
      rendererOptions: {
        collapseErrors: false,
        showErrorMessage: true,
        logger: new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) }),
      },
    },
  );
  const show = (node: Node, text: string) => {
    const wrapper = tasks.get(node.name)?.wrapper;
    if (wrapper !== undefined)
      wrapper.output = printable(text).slice(0, Math.max(20, (process.stderr.columns || 80) - 8));
  };
  const observer: Observer = {
    stepStarted: (node, step) => show(node, step.title),
    commandStarted: (node, step, command) => show(node, `${step.id}: ${command.sentence}`),
    line: (node, step, line) => show(node, `${step.id}: ${line}`),
    stepEnded: () => {},
    nodeEnded: (node, outcome) => tasks.get(node.name)?.end(outcome),
  };
  return { observer, drawn: list.run().then(() => {}) };
}

function newTask(node: Node): NodeTask {
  let end: NodeTask['end'] = () => {};
  const ended = new Promise<NodeOutcome>((resolve) => {
    end = resolve;
  });
  return { node, wrapper: undefined, end, ended };
}

function endTitle(outcome: NodeOutcome): string {
  const changes = changesOf(outcome).length;
  if (outcome.error !== undefined) return `${outcome.node}: failed after ${counted(changes, 'change')}`;
  return `${outcome.node}: ${changes === 0 ? 'nothing to do' : counted(changes, 'change')}`;
}
