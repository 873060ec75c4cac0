import { collect, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';

// Options that the commands on a lab share.

/** Which lab, and which nodes of it. */
export function addLabOptions(command: Command): Command {
  return command
    .optionsGroup('Which lab:')
    .option('--inventory <file>', 'the lab (default: inventory.json)')
    .option('--node <name>', 'this node alone; repeat for more', collect)
    .option('--concurrency <count>', 'nodes at a time (default: 16)', wholeNumber('--concurrency', 1, 1000));
}

/** Which steps. */
export function addStepOptions(command: Command): Command {
  return command
    .optionsGroup('Which steps (enjambre explain lists them):')
    .option('--only <step>', 'this step alone; repeat for more', collect)
    .option('--skip <step>', 'all but this step; repeat for more', collect)
    .option('--leave-swarm <node>', 'let this node leave the Swarm that it is in', collect);
}
