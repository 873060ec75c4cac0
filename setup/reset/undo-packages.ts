import type { Command } from '../plan/command.ts';

/**
 * Packages go only if nothing but them would go: what somebody has installed since may need one of them. Settings of theirs go
 * too.
 */
const purge = `
set -eu
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l
present=$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' -- "$@" 2>/dev/null | sed -n 's/^\\(installed\\|config-files\\) //p' || true)
[ -n "$present" ] || exit 0
# shellcheck disable=SC2086 # names of packages hold no blanks
simulated=$(apt-get -s -o APT::Get::AutomaticRemove=false purge $present)
going=$(printf '%s\\n' "$simulated" | sed -n 's/^\\(Remv\\|Purg\\) \\([^ ]*\\) .*/\\2/p' | sort -u)
for package in $going; do
  printf '%s\\n' "$present" | grep -qxF -- "\${package%%:*}" && continue
  echo "$package needs one of the packages that would go" >&2
  exit 70
done
exec apt-get -y -o DPkg::Lock::Timeout=600 -o APT::Get::AutomaticRemove=false purge $present
`;

/** The command that removes packages that set-up has installed. */
export function undoPackages(packages: readonly string[]): Command {
  return {
    kind: 'run',
    sentence: `Remove what set-up has installed: ${packages.join(', ')}`,
    argv: ['sh', '-c', purge.trim(), 'enjambre', ...packages],
    undo: null,
    deadlineMs: 30 * 60_000,
  };
}
