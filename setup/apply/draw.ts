import process from 'node:process';
import { DefaultRenderer, Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput, type SimpleRenderer } from 'listr2';
import type { Node } from '../inventory/inventory.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { counted } from '../terminal/units.ts';
import { changesOf, type NodeOutcome, type Observer } from './observer.ts';

/** The one for terminals. It would look at standard output, where the plan may go to a file, but draws on standard error. */
class ErrorTerminalRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

type Wrapper = ListrTaskWrapper<unknown, typeof ErrorTerminalRenderer, typeof SimpleRenderer>;

/** A task of the list for each node, which ends when the node does. */
interface NodeTask {
  node: Node;
  /** The library's task; undefined until it has begun to draw. */
  wrapper: Wrapper | undefined;
  /** What goes on there. */
  shown: string;
  end: (outcome: NodeOutcome | undefined) => void;
  /** Undefined: the drawing ends before the node does. */
  ended: Promise<NodeOutcome | undefined>;
}

/** Nodes being drawn. */
export interface Drawing {
  observer: Observer;
  /** Ends the drawing, whatever has become of the nodes, and gives the terminal back. */
  end: () => Promise<void>;
}

/** Draws nodes being set up as a live list on a terminal's standard error: one line a node, and below it what is going on there. */
export function draw(nodes: readonly Node[]): Drawing {
  const tasks = new Map(nodes.map((node) => [node.name, newTask(node)]));
  const list = new Listr(
    [...tasks.values()].map((task) => ({
      title: task.node.name,
      task: async (_: unknown, wrapper: Wrapper) => {
        task.wrapper = wrapper;
        wrapper.output = task.shown;
        const outcome = await task.ended;
        wrapper.title = outcome === undefined ? `${task.node.name}: not finished` : endTitle(outcome);
        // What failed is told once, below the list.
        if (outcome === undefined || outcome.error !== undefined) throw new Error(wrapper.title);
      },
    })),
    {
      renderer: ErrorTerminalRenderer,
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is ours: a step comes to its end before the program does.
      registerSignalListeners: false,
      rendererOptions: {
        collapseErrors: false,
        showErrorMessage: false,
        logger: new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) }),
      },
    },
  );
  const show = (node: Node, text: string) => {
    const task = tasks.get(node.name);
    if (task === undefined) return;
    task.shown = shortened(printable(text), Math.max(20, (process.stderr.columns || 80) - 8));
    if (task.wrapper !== undefined) task.wrapper.output = task.shown;
  };
  const observer: Observer = {
    stepStarted: (node, step) => show(node, step.title),
    commandStarted: (node, step, command) => show(node, `${step.id}: ${command.sentence}`),
    line: (node, step, line) => show(node, `${step.id}: ${line}`),
    stepEnded: () => {},
    nodeEnded: (node, outcome) => tasks.get(node.name)?.end(outcome),
  };
  const drawn = list.run();
  const end = async () => {
    for (const task of tasks.values()) task.end(undefined);
    await drawn;
  };
  return { observer, end };
}

function newTask(node: Node): NodeTask {
  let end: NodeTask['end'] = () => {};
  const ended: NodeTask['ended'] = new Promise((resolve) => {
    end = resolve;
  });
  return { node, wrapper: undefined, shown: '', end, ended };
}

function endTitle(outcome: NodeOutcome): string {
  const changes = changesOf(outcome).length;
  if (outcome.error !== undefined) return `${outcome.node}: failed after ${counted(changes, 'change')}`;
  return `${outcome.node}: ${changes === 0 ? 'nothing to do' : counted(changes, 'change')}`;
}
