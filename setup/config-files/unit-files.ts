import { mountUnit } from '../facts/units.ts';

export const DOCKER_DROP_IN = '/etc/systemd/system/docker.service.d/enjambre.conf';
export const RETRY_SERVICE = '/etc/systemd/system/enjambre-share.service';
export const RETRY_TIMER = '/etc/systemd/system/enjambre-share.timer';

/** Makes systemd read its files again: after each write of one. */
export const RELOAD_UNITS = [['systemctl', 'daemon-reload']] as const;

/** Lets Docker start once the share is there, or has been tried for: a server that is off does not keep Docker off. */
export function dockerDropIn(mountPath: string): string {
  const unit = mountUnit(mountPath);
  return `# Written by enjambre: containers that start with the machine find the share mounted.
[Unit]
After=${unit}
Wants=${unit}
`;
}

/**
 * Mounts the share where it is not. It asks systemd, which knows from the kernel's table what is mounted: a condition on the
 * path itself would have systemd wait for a server that is off.
 */
export function retryService(mountPath: string): string {
  // In a command line, systemd takes a backslash as the beginning of an escape.
  const unit = mountUnit(mountPath).replaceAll('\\', '\\\\');
  return `# Written by enjambre, for enjambre-share.timer.
[Unit]
Description=Mount the share if it is not mounted

[Service]
Type=oneshot
ExecStart=systemctl start ${unit}
`;
}

/** Tries again each minute: fstab alone tries once, when the machine starts. */
export function retryTimer(): string {
  return `# Written by enjambre: the server of the share may be switched on later than this machine.
[Unit]
Description=Try each minute to mount the share

[Timer]
OnBootSec=1min
OnUnitInactiveSec=1min
AccuracySec=10s

[Install]
WantedBy=timers.target
`;
}
