import type { Json } from '../../config-files/daemon-json.ts';
import type { Problem, StepContext } from '../step.ts';

interface Images {
  keys: Record<string, Json>;
  warnings: string[];
  problem?: Problem;
}

/** Major release of Docker that can keep images in containerd's store. */
const CONTAINERD_SINCE = 24;

/** Where Docker keeps its data, and in which store its images, if the inventory says so. */
export function checkImages(context: StepContext, present: ReadonlyMap<string, Json>): Images {
  const root = dataRoot(context);
  if (root.problem !== undefined) return root;
  const store = imageStore(context, present);
  return { ...store, keys: { ...root.keys, ...store.keys }, warnings: [...root.warnings, ...store.warnings] };
}

function dataRoot({ node, inventory, facts: { docker } }: StepContext): Images {
  const wanted = inventory.docker.dataRoot;
  if (wanted === undefined || wanted === docker?.dataRoot) return { keys: {}, warnings: [] };
  const { mount } = inventory.share;
  if (wanted === mount || wanted.startsWith(`${mount}/`)) {
    return refused(
      'data-root-on-share',
      `Cannot keep Docker's data under ${wanted} on ${node.name}: that is on the share, and Docker needs a local disk`,
      'give docker.dataRoot a folder of a local disk in the inventory',
    );
  }
  const keys = { 'data-root': wanted };
  if (docker === null) return { keys, warnings: [] };
  // A node keeps its membership of the Swarm in there as well.
  if (docker.swarm.state !== 'inactive') {
    return refused(
      'data-root-in-swarm',
      `Cannot move Docker's data from ${docker.dataRoot} to ${wanted} on ${node.name}: it would lose its place in the Swarm`,
      node.role === 'manager'
        ? `set docker.dataRoot to ${JSON.stringify(docker.dataRoot)} in the inventory`
        : `on ${node.name}: docker swarm leave, then: enjambre apply --node ${node.name}`,
    );
  }
  return { keys, warnings: [outOfSight(node.name, docker.dataRoot)] };
}

function imageStore({ node, inventory, facts }: StepContext, present: ReadonlyMap<string, Json>): Images {
  const { docker, packages } = facts;
  const wanted = inventory.docker.imageStore;
  if (wanted === undefined) return { keys: {}, warnings: [] };
  const version = docker?.serverVersion ?? packages.candidates[inventory.docker.package];
  if (wanted === 'containerd' && version !== undefined && majorOf(version) < CONTAINERD_SINCE) {
    return refused(
      'image-store-unsupported',
      `Cannot use containerd's image store on ${node.name}: Docker ${version} has none, ${CONTAINERD_SINCE} is the first that does`,
      'set docker.imageStore to "classic" in the inventory',
    );
  }
  const others = present.get('features');
  const features = typeof others === 'object' && others !== null && !Array.isArray(others) ? others : {};
  const isSaid = 'containerd-snapshotter' in features;
  if (docker?.imageStore === wanted && !isSaid) return { keys: {}, warnings: [] };
  return {
    keys: { features: { ...features, 'containerd-snapshotter': wanted === 'containerd' } },
    warnings: docker === null || docker.imageStore === wanted ? [] : [outOfSight(node.name, 'the other image store')],
  };
}

/** The version without an epoch: `5:27.3.1-1~debian` is 27. */
function majorOf(version: string): number {
  return Number.parseInt(version.replace(/^\d+:/, ''), 10);
}

function outOfSight(node: string, where: string): string {
  return `Images and containers in ${where} of ${node} are out of sight then, and keep their room`;
}

function refused(code: string, message: string, next: string): Images {
  return { keys: {}, warnings: [], problem: { code, message, next } };
}
