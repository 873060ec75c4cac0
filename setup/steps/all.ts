import { containerProof } from './container-proof.ts';
import { dockerOrder } from './docker-order.ts';
import { dockerSettings } from './docker-settings.ts';
import { exportsStep } from './exports.ts';
import { nfsServer } from './nfs-server.ts';
import { nodeLabels } from './node-labels.ts';
import { packages } from './packages.ts';
import { preflight } from './preflight.ts';
import { shareDirectory } from './share-directory.ts';
import { shareMount } from './share-mount.ts';
import type { Step } from './step.ts';
import { swarmInit } from './swarm-init.ts';
import { swarmJoin } from './swarm-join.ts';
import { timeSync } from './time-sync.ts';

/** All of set-up, in the order in which it is carried out on a node. */
export const STEPS: readonly Step[] = [
  preflight,
  packages,
  timeSync,
  containerProof,
  shareDirectory,
  nfsServer,
  exportsStep,
  shareMount,
  dockerOrder,
  dockerSettings,
  swarmInit,
  swarmJoin,
  nodeLabels,
];
