import { PRELUDE } from './prelude.ts';

/** Stands for the list of packages in the line of a journal: only the node knows it. */
export const PACKAGES_FIELD = '@packages@';

/** Seconds to wait for others that install something. */
const LOCK_SECONDS = 600;

/**
 * Arguments: BEGUN FINISHED, then packages. Prints `@ waiting PID NAME` while another program holds a lock of the package manager.
 *
 * BEGUN names all packages that apt is about to install: a run that is killed half way has told what it was at. Recommended
 * packages stay out, and nothing is ever removed to make room for what is asked for.
 */
export const INSTALL_PACKAGES = `${PRELUDE}
begun=$1 finished=$2 field='"${PACKAGES_FIELD}"'
shift 2
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l
lists=$(mktemp -d /run/enjambre-packages-XXXXXX) || refused /run
trap 'rm -rf -- "$lists"' EXIT
trap 'exit 1' HUP INT TERM

# holder: process and name of who holds a lock of apt or dpkg.
holder() {
  for lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; do
    inode=$(stat -c %i "$lock" 2> /dev/null) || continue
    process=$(sed -n "s/^[0-9]*: POSIX *ADVISORY *WRITE \\([1-9][0-9]*\\) [^:]*:[^:]*:$inode .*/\\1/p" /proc/locks | head -n 1)
    if [ -n "$process" ]; then
      printf '%s %s' "$process" "$(cat "/proc/$process/comm" 2> /dev/null)"
      return
    fi
  done
}

wait_for_locks() {
  waited=0 told=
  while held=$(holder) && [ -n "$held" ]; do
    if [ "$held" != "$told" ]; then say waiting "$held"; fi
    told=$held
    if [ "$waited" -ge ${LOCK_SECONDS} ]; then fail lock 0 "$held"; fi
    waited=$((waited + 1))
    sleep 1
  done
}

apt() {
  apt-get -q -y -o DPkg::Lock::Timeout=${LOCK_SECONDS} -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef \\
    -o Dpkg::Options::=--force-confold -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 \\
    "$@" >&2 < /dev/null
}

fetch_lists() {
  apt -o APT::Update::Error-Mode=any update && return
  code=$?
  # It does not wait by itself for others that fetch lists.
  if [ -z "$(holder)" ]; then fail update "$code" apt-get; fi
  wait_for_locks
  apt -o APT::Update::Error-Mode=any update || fail update "$?" apt-get
}

simulate() {
  apt-get -s -q -y --no-install-recommends --no-remove install -- "$@" > "$lists/simulated" < /dev/null
}

present() {
  dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' | sed -n -e '/^not-installed /d' -e '/^config-files /d' \\
    -e 's/^[^ ]* //p' | sort -u
}

# filled LINE FILE: the line with the packages that the file lists.
filled() {
  names=
  while read -r name; do names="$names\${names:+,}\\"$name\\""; done < "$2"
  printf '%s' "\${1%%"$field"*}$names\${1#*"$field"}"
}

wait_for_locks
present > "$lists/before" || refused "$lists"
if [ -n "$(dpkg --audit)" ] || [ -n "$(ls /var/lib/dpkg/updates)" ]; then
  dpkg --force-confdef --force-confold --configure -a >&2 < /dev/null
  apt --no-remove --fix-broken install || fail configure "$?" apt-get
fi
if [ $# = 0 ]; then exit 0; fi
simulate "$@" || {
  fetch_lists
  simulate "$@" || {
    code=$?
    for name in "$@"; do [ -n "$(apt-cache show --no-all-versions -- "$name" 2> /dev/null)" ] || fail candidate "$code" "$name"; done
    fail conflict "$code" apt-get
  }
}
sed -n 's/^Inst \\([^ :]*\\)[^ ]* (.*/\\1/p' "$lists/simulated" > "$lists/new"
begun=$(filled "$begun" "$lists/new")
note "$begun"
apt --no-install-recommends --no-remove install -- "$@" || {
  fetch_lists
  apt --no-install-recommends --no-remove install -- "$@" || fail install "$?" apt-get
}
present > "$lists/after"
comm -13 "$lists/before" "$lists/after" > "$lists/new"
finished=$(filled "$finished" "$lists/new")
note "$finished"
`;
