import type { Fact, FactContext } from './fact.ts';
import type { PackagesFact } from './facts.ts';
import { linesOf, utf8, wholeNumber } from './raw-text.ts';

/** Packages that set-up installs, or that get in its way. */
export const PACKAGES = [
  'nfs-kernel-server',
  'nfs-common',
  'docker.io',
  'docker-cli',
  'docker-ce',
  'docker-ce-cli',
  'containerd.io',
  'apparmor',
  'iptables',
  'systemd-timesyncd',
  'chrony',
  'ntpsec',
  'ntp',
  'openntpd',
  'podman-docker',
  'linux-modules-extra-raspi',
] as const;

/** One of each group is on a finished node; asking apt may take a second, and so it is asked only where a group has none. */
function neededPackages({ node, inventory: { share } }: FactContext): string[][] {
  const nfs = share.kind === 'existing' ? [] : [[node.role === 'manager' ? 'nfs-kernel-server' : 'nfs-common']];
  return [...nfs, ['docker.io', 'docker-ce'], ['docker-cli', 'docker-ce-cli', CLIENT_WITHIN], ['iptables']];
}

/** Stands for a client that came with the engine's package. */
const CLIENT_WITHIN = 'client-within';

/**
 * Lines begin with a letter that says what they are about. dpkg's locks are found in the kernel's list of locks by their
 * inodes, and then among the open files of who holds one: taking a lock to see whether it is free would be a change.
 *
 * apt runs as nobody, since as root it would write its cache, and lets the others go first. It is asked only for what is absent, and only if something that
 * set-up would install is.
 */
export const packages: Fact<PackagesFact> = {
  script: (about) => `
list=$(dpkg-query -W -f 'P \${db:Status-Abbrev} \${Package} \${Version}\\n' ${PACKAGES.join(' ')} 2>/dev/null)
printf '%s\\n' "$list"
for file in /var/lib/dpkg/updates/[0-9]*; do [ ! -e "$file" ] || echo I; done
inodes=$(stat -c %i /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock 2>/dev/null)
while read -r _ kind _ _ pid file _; do
  [ "$kind" = POSIX ] || continue
  for inode in $inodes; do
    [ "\${file##*:}" = "$inode" ] || continue
    for open in /proc/"$pid"/fd/*; do
      if [ "$open" -ef /var/lib/dpkg/lock-frontend ] || [ "$open" -ef /var/lib/dpkg/lock ]; then
        printf 'L %s ' "$pid"
        tr '\\000\\n' '  ' <"/proc/$pid/cmdline"
        echo
        break 2
      fi
    done
  done
done </proc/locks
has() { case "$list" in *"P ii  $1 "*) return 0 ;; esac; return 1; }
has podman-docker || [ ! -x /usr/bin/docker ] || list="$list
P ii  ${CLIENT_WITHIN} -"
lacks() { for name in "$@"; do ! has "$name" || return 1; done; }
apparmor=
[ ! -r /sys/module/apparmor/parameters/enabled ] || read -r apparmor </sys/module/apparmor/parameters/enabled
read -r release </proc/sys/kernel/osrelease
modules=/lib/modules/$release
if ${neededPackages(about)
    .map((group) => `lacks ${group.join(' ')}`)
    .join(' || ')} ||
  { [ "$apparmor" = Y ] && lacks apparmor; } ||
  { [ ! -e /run/systemd/container ] && lacks systemd-timesyncd chrony ntpsec ntp openntpd; } ||
  { [ -d "$modules" ] && [ ! -d /sys/module/vxlan ] && lacks linux-modules-extra-raspi &&
    ! grep -qs '/vxlan[.]ko' "$modules/modules.dep" "$modules/modules.builtin"; }; then
  set --
  for name in ${PACKAGES.join(' ')}; do has "$name" || set -- "$@" "$name"; done
  timeout -s KILL 90 nice -n 19 setpriv --reuid=65534 --regid=65534 --clear-groups apt-cache policy -- "$@" 2>/dev/null | grep -E '^([a-z0-9]|  Candidate:)'
fi
:`,

  parse({ stdout }) {
    const installed: Record<string, string> = {};
    const candidates: Record<string, string> = {};
    let interrupted = false;
    let lockedBy: PackagesFact['lockedBy'] = null;
    let asked = '';
    for (const line of linesOf(utf8(stdout))) {
      const [kind, ...words] = line.trim().split(/ +/);
      const name = /^([a-z0-9][a-z0-9+.-]*):$/.exec(line)?.[1];
      if (name !== undefined) asked = name;
      else if (kind === 'Candidate:') {
        if (words[0] !== '(none)') candidates[asked] = words.join(' ');
      } else if (kind === 'I') interrupted = true;
      else if (kind === 'L') {
        lockedBy ??= { pid: wholeNumber(words[0], 'the holder of the lock'), command: words.slice(1).join(' ') };
      } else if (kind === 'P') {
        const [status = '', packageName = '', version = ''] = words;
        if (status.startsWith('ii') || status.startsWith('hi')) installed[packageName] = version;
        // Unpacked, half-installed or half-configured, or an error: dpkg has not come to its end.
        else if (/^.[UHF]|^..R/.test(status)) interrupted = true;
      } else if (line !== '') throw new Error(`a line about packages is ${JSON.stringify(line.slice(0, 80))}`);
    }
    return { installed, candidates, interrupted, lockedBy };
  },
};
