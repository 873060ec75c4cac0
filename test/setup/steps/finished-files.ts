import type { FileFact } from '../../../setup/facts/facts.ts';
import type { Node } from '../../../setup/inventory/inventory.ts';
import { BARE_FSTAB } from './defaults.ts';

/** Of the default lab's share: equal on all nodes. */
export const SENTINEL = 'id 6f1d8a54-3c07-5b9e-a2d1-4e8c7f60b935\n';

/** The system files of a node of the default lab when set-up has nothing left to do. */
export function finishedFiles(node: Node): Record<string, FileFact> {
  return {
    '/etc/docker/daemon.json': file(DAEMON_JSON),
    '/etc/systemd/system/docker.service.d/enjambre.conf': file(DOCKER_DROP_IN),
    '/var/lib/enjambre/container-proof': file('26.1.5+dfsg1 6.12.48+deb13-amd64\n'),
    ...(node.role === 'manager' ? managerFiles : workerFiles),
  };
}

function file(text: string): FileFact {
  return { exists: true, text, mode: '644', user: 0, group: 0 };
}

const DAEMON_JSON = `{
  "log-driver": "local",
  "log-opts": {
    "max-size": "10m"
  }
}
`;

const DOCKER_DROP_IN = `# Written by enjambre: containers that start with the machine find the share mounted.
[Unit]
After=mnt-shared.mount
Wants=mnt-shared.mount
`;

const NFS_CONF = `# Written by enjambre: NFS version 4 alone, which needs one port (2049) and no other service.
[nfsd]
vers3=n
`;

/** What Debian's nfs-kernel-server brings, and the managed block. */
const EXPORTS = `# /etc/exports: the access control list for filesystems which may be exported
#		to NFS clients.  See exports(5).
#
# Example for NFSv2 and NFSv3:
# /srv/homes       hostname1(rw,sync,no_subtree_check) hostname2(ro,sync,no_subtree_check)
#
# Example for NFSv4:
# /srv/nfs4        gss/krb5i(rw,sync,fsid=0,crossmnt,no_subtree_check)
# /srv/nfs4/homes  gss/krb5i(rw,sync,no_subtree_check)
#
${block(
  '/srv/nfs/shared 192.168.1.11(rw,sync,root_squash,no_subtree_check)',
  '/srv/nfs/shared 192.168.1.12(rw,sync,root_squash,no_subtree_check)',
)}`;

const RETRY_SERVICE = `# Written by enjambre, for enjambre-share.timer.
[Unit]
Description=Mount the share if it is not mounted

[Service]
Type=oneshot
ExecStart=systemctl start mnt-shared.mount
`;

const RETRY_TIMER = `# Written by enjambre: the server of the share may be switched on later than this machine.
[Unit]
Description=Try each minute to mount the share

[Timer]
OnBootSec=1min
OnUnitInactiveSec=1min
AccuracySec=10s

[Install]
WantedBy=timers.target
`;

const managerFiles: Record<string, FileFact> = {
  '/etc/fstab': file(
    BARE_FSTAB +
      block('/srv/nfs/shared /mnt/shared none bind,nofail,x-systemd.requires-mounts-for=/srv/nfs/shared 0 0'),
  ),
  '/etc/exports': file(EXPORTS),
  '/etc/nfs.conf.d/enjambre.conf': file(NFS_CONF),
  '/srv/nfs/shared/.enjambre-share': file(SENTINEL),
};

const workerFiles: Record<string, FileFact> = {
  '/etc/fstab': file(
    BARE_FSTAB +
      block(
        '192.168.1.10:/srv/nfs/shared /mnt/shared nfs4 rw,hard,nosuid,nodev,nofail,_netdev,x-systemd.mount-timeout=3min 0 0',
      ),
  ),
  '/etc/systemd/system/enjambre-share.service': file(RETRY_SERVICE),
  '/etc/systemd/system/enjambre-share.timer': file(RETRY_TIMER),
};

function block(...lines: string[]): string {
  return `# BEGIN enjambre (managed: edits inside are replaced)\n${lines.join('\n')}\n# END enjambre\n`;
}
