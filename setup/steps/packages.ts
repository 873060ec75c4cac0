import type { Facts } from '../facts/facts.ts';
import type { Inventory, Node } from '../inventory/inventory.ts';
import { missingModules } from './kernel-modules.ts';
import { blocked, nothing, type Step, todo } from './step.ts';
import { timePackages } from './time-service.ts';

export const packages: Step = {
  id: 'packages',
  title: 'Install packages',
  appliesTo: () => true,
  reads: ['system', 'kernel', 'packages', 'docker', 'clock', 'units'],
  plan({ node, inventory, facts }) {
    const { installed, candidates, interrupted } = facts.packages;
    const docker = dockerPackages(inventory, facts);
    const share = sharePackages(node, inventory);
    const wanted = [...share, ...docker.names, ...kernelPackages(node, inventory, facts), ...timePackages(facts)];
    const missing = wanted.filter((name) => installed[name] === undefined);
    const unknown = missing.filter((name) => candidates[name] === undefined);
    // No candidates at all: the lists were never fetched, and apt-get will.
    if (Object.keys(candidates).length > 0 && unknown.length > 0) return notOffered(node, unknown);
    if (missing.length === 0 && !interrupted) return nothing(`${wanted.join(', ')} are installed`, docker.warnings);
    const sentence = missing.length === 0 ? 'Finish the interrupted installation' : `Install ${missing.join(', ')}`;
    const because = missing.length === 0 ? 'dpkg was interrupted' : `not installed: ${missing.join(', ')}`;
    return todo([{ kind: 'install-packages', sentence, packages: missing }], because, docker.warnings);
  },
  explain: {
    what: 'Installs Docker and its client, AppArmor’s tools where the kernel uses AppArmor, the NFS server on the manager and the NFS client on workers, and a time service where there is none. A Docker that is there already is kept, wherever it came from. It waits while another installation runs, and finishes one that was interrupted.',
    why: 'Debian’s docker.io only recommends apparmor: installed without it, every container fails to start on a kernel that has AppArmor. Since Debian 13 the command "docker" is in a package of its own, docker-cli.',
    commands: [
      'apt-get install nfs-kernel-server docker.io docker-cli iptables apparmor  # manager',
      'apt-get install nfs-common docker.io docker-cli iptables apparmor         # workers',
    ],
    look: [
      { command: 'docker version', shows: 'Docker’s client and server' },
      { command: 'apt-cache policy docker.io', shows: 'what is installed, and what the lists offer' },
      { command: 'sudo aa-status', shows: 'AppArmor’s profiles; docker-default comes with the first container' },
    ],
    undo: 'enjambre reset removes the packages that it installed, with what came along; images and containers under /var/lib/docker stay.',
  },
};

function sharePackages(node: Node, { share }: Inventory): string[] {
  if (share.kind === 'existing') return [];
  return [node.role === 'manager' ? 'nfs-kernel-server' : 'nfs-common'];
}

/** What Docker needs, which is little where a Docker is there already. */
function dockerPackages(inventory: Inventory, facts: Facts): { names: string[]; warnings: string[] } {
  const { installed } = facts.packages;
  const asked = inventory.docker.package;
  const other = asked === 'docker.io' ? 'docker-ce' : 'docker.io';
  const adopted = installed[asked] === undefined && (installed[other] !== undefined || facts.docker !== null);
  const present = adopted && installed[other] === undefined ? 'otherwise' : `as ${other}`;
  return {
    names: [...(adopted ? clientOf(other, facts, false) : engineOf(asked, facts)), ...appArmorPackages(facts)],
    warnings: adopted ? [`Docker is installed ${present}, and stays so: the inventory asks for ${asked}`] : [],
  };
}

function engineOf(asked: Inventory['docker']['package'], facts: Facts): string[] {
  if (asked === 'docker-ce') return ['docker-ce', 'docker-ce-cli', 'containerd.io'];
  // Some releases only recommend iptables, without which Docker does not start.
  return ['docker.io', ...clientOf(asked, facts, true), 'iptables'];
}

/** Debian split the client off with release 13; elsewhere the lists tell. */
function clientOf(
  engine: Inventory['docker']['package'],
  { packages: facts, system }: Facts,
  fresh: boolean,
): string[] {
  if (engine === 'docker-ce' || (!fresh && facts.installed['docker.io'] === undefined)) return [];
  const split = ['debian', 'raspbian'].includes(system.osId) && Number(system.osVersion) >= 13;
  const comes = facts.installed['docker.io'] === undefined && facts.candidates['docker-cli'] !== undefined;
  return split || comes ? ['docker-cli'] : [];
}

function appArmorPackages({ kernel }: Facts): string[] {
  return kernel.appArmor ? ['apparmor'] : [];
}

function kernelPackages(node: Node, inventory: Inventory, facts: Facts): string[] {
  const { byPackage } = missingModules(node, inventory, facts);
  return byPackage === undefined ? [] : [byPackage];
}

function notOffered(node: Node, unknown: readonly string[]) {
  const repository = unknown.includes('docker-ce');
  return blocked(
    repository ? 'no-docker-repository' : 'no-candidate',
    `Cannot install ${unknown.join(', ')} on ${node.name}: the package lists do not offer ${unknown.length === 1 ? 'it' : 'them'}`,
    repository
      ? `add Docker’s repository to ${node.name} (https://docs.docker.com/engine/install), or set docker.package to "docker.io" in the inventory`
      : `on ${node.name}: sudo apt-get update; if that changes nothing, see /etc/apt/sources.list and /etc/apt/sources.list.d`,
  );
}
