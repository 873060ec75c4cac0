import type { Facts } from '../facts/facts.ts';
import type { Inventory, Node } from '../inventory/inventory.ts';

/** Ubuntu keeps modules out of the kernel's own package on a Raspberry Pi. */
const RASPI_MODULES = 'linux-modules-extra-raspi';

/** Modules that the lab needs on a node and its kernel has not, and the package that brings them, if one does. */
export function missingModules(
  node: Node,
  inventory: Inventory,
  facts: Pick<Facts, 'kernel' | 'system'>,
): { absent: string[]; byPackage: string | undefined } {
  const share = inventory.share.kind === 'existing' ? [] : [node.role === 'manager' ? 'nfsd' : 'nfs'];
  const absent = [...share, 'overlay', 'vxlan'].filter((name) => facts.kernel.modules[name] === 'missing');
  const { osId, kernelRelease } = facts.system;
  const onRaspi = osId === 'ubuntu' && kernelRelease.endsWith('-raspi');
  return { absent, byPackage: onRaspi && absent.length > 0 ? RASPI_MODULES : undefined };
}
