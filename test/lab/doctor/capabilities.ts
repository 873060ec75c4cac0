/** Names of the kernel's capabilities, by their number. */
const NAMES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );

/** What a container board does without where its maker lacks it, and what it never has. */
const SPARED = [
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYSLOG',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
];

/** Capabilities that every container board has, so that its maker must have them too. */
export const NEEDED_CAPABILITIES: readonly string[] = NAMES.filter((name) => !SPARED.includes(name));

/**
 * Those that a process can never give to a container.
 *
 * @param bounding `CapBnd` of /proc/self/status, in hexadecimal
 */
export function lackingCapabilities(bounding: string): string[] {
  const set = BigInt(`0x${bounding}`);
  return NEEDED_CAPABILITIES.filter((name) => ((set >> BigInt(NAMES.indexOf(name))) & 1n) === 0n);
}
