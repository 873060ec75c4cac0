import { missingModules } from '../kernel-modules.ts';
import type { StepContext } from '../step.ts';
import { type Check, type Finding, problem, warning } from './check.ts';

/** The kernel can do what NFS and Docker ask of it. */
export const kernel: Check = (context) => [...modules(context), ...memory(context)];

function modules({ node, inventory, facts }: StepContext): Finding[] {
  // The module comes with a package that a later step installs.
  const { absent, byPackage } = missingModules(node, inventory, facts);
  if (byPackage !== undefined && facts.packages.installed[byPackage] === undefined) return [];
  const restart = byPackage === undefined ? '' : ', which needs a restart: sudo reboot';
  const release = facts.system.kernelRelease;
  return absent.flatMap((name) => {
    if (name === 'nfs' || name === 'nfsd') {
      return [
        problem(
          'no-kernel-module',
          `Cannot ${name === 'nfsd' ? 'serve' : 'mount'} the share on ${node.name}: kernel ${release} has no module "${name}"`,
          facts.system.container === null
            ? `on ${node.name}: sudo apt-get install --reinstall linux-modules-${release} || sudo apt-get full-upgrade, then sudo reboot`
            : `load "${name}" on the machine that ${node.name} runs on, or give the inventory a share that is mounted already`,
        ),
      ];
    }
    // Modules of a container are those of its host, whose folders it does not see.
    if (facts.system.container !== null) return [];
    const lost =
      name === 'vxlan' ? 'services cannot share an overlay network' : 'Docker keeps a full copy of each layer';
    return [warning(`Kernel ${release} of ${node.name} has no module "${name}": ${lost}${restart}`)];
  });
}

function memory({ node, facts: { kernel: facts, system } }: StepContext): Finding[] {
  if (facts.memoryCgroup) return [];
  const where = system.model.startsWith('Raspberry Pi')
    ? 'add "cgroup_enable=memory cgroup_memory=1" to the one line of /boot/firmware/cmdline.txt, and restart it'
    : 'start its kernel with "cgroup_enable=memory"';
  return [warning(`Docker cannot limit memory on ${node.name}: ${where}`)];
}
