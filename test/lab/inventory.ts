import { SHARE } from './container/config.ts';
import type { Lab } from './lab.ts';

/** The inventory that names a lab's boards for `enjambre`: no secret is in it, the key is named by its path. */
export function inventoryOf(lab: Pick<Lab, 'name' | 'boards' | 'credentials' | 'directory'>): object {
  const manager = lab.boards.find(({ role }) => role === 'manager');
  return {
    nodes: lab.boards.map(({ name, role, address, kind, release }) => ({
      name,
      role,
      address,
      connection: { type: 'ssh', user: 'admin', port: 22, key: lab.credentials.key },
      notes: `virtual board (${kind}, Debian ${release}) of the lab "${lab.name}"`,
    })),
    share: lab.boards.every(({ kind }) => kind === 'container')
      ? { mount: SHARE, existing: true }
      : { export: '/srv/nfs/shared', mount: SHARE },
    swarm: { advertise: manager?.address },
  };
}
