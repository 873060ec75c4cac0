import { backups } from './backups.ts';
import { clock } from './clock.ts';
import { directories } from './directories.ts';
import { docker } from './docker.ts';
import { exports } from './exports.ts';
import type { Fact } from './fact.ts';
import type { FactName, Facts } from './facts.ts';
import { files } from './files.ts';
import { journal } from './journal.ts';
import { kernel } from './kernel.ts';
import { mounts } from './mounts.ts';
import { network } from './network.ts';
import { packages } from './packages.ts';
import { share } from './share.ts';
import { space } from './space.ts';
import { swarmNodes } from './swarm-nodes.ts';
import { system } from './system.ts';
import { units } from './units.ts';

/** Every fact, the slowest first: they are started in this order. */
export const FACTS: { readonly [Name in FactName]: Fact<Facts[Name]> } = {
  docker,
  swarmNodes,
  packages,
  units,
  share,
  directories,
  clock,
  system,
  network,
  kernel,
  space,
  files,
  mounts,
  exports,
  journal,
  backups,
};

/** What a reset may need: all. */
export const RESET_FACT_NAMES = Object.keys(FACTS) as readonly FactName[];

/** What a plan may need: backups are for a reset alone. */
export const FACT_NAMES = RESET_FACT_NAMES.filter((name) => name !== 'backups');
