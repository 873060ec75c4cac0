#!/usr/bin/env bash
# The namespaces of one lab: enclosure.sh hold DIRECTORY < PIPE | enclosure.sh clear DIRECTORY
#
# `hold` makes them, writes the id of their first process to DIRECTORY/first, and clears when they have ended: because that
# process was killed, or because the pipe closed before it said `keep`, which means that who raised the lab is gone.
# `clear` removes what a lab leaves: this machine's link into it, its control groups, its directory.
set -u
verb=$1 directory=$2

clear_up() {
  local cgroup="enjambre-lab/$(basename "$directory")" link tries
  # It goes with the lab's network, but only some time later.
  link=$(cat "$directory/host-link" 2> /dev/null) && ip link delete "$link" 2> /dev/null
  for tries in {1..50}; do
    find /sys/fs/cgroup -depth -type d \( -path "*/$cgroup" -o -path "*/$cgroup/*" \) -exec rmdir {} + 2> /dev/null
    [ -z "$(find /sys/fs/cgroup -type d -path "*/$cgroup" 2> /dev/null)" ] && break
    sleep 0.1 # the kernel is still ending the last processes
  done
  find /sys/fs/cgroup -depth -type d -path '*/enjambre-lab' -exec rmdir {} + 2> /dev/null
  rm -rf --one-file-system -- "$directory"
  rmdir -- "$(dirname "$directory")" 2> /dev/null || true
}

# Runs as the first process of the new namespaces, and becomes the one that collects the processes that others leave.
first='
  read -r id rest < /proc/self/stat
  fields=(${rest##*) })
  read -r boot < /proc/sys/kernel/random/boot_id
  mount -t proc proc /proc
  echo "$id ${fields[19]} $boot" > "$1/first.new" && mv "$1/first.new" "$1/first"
  exec tini -- bash -c "read -r word && [ \"\$word\" = keep ] && exec sleep infinity"
'

case $verb in
  hold)
    trap '' HUP INT TERM
    unshare --pid --mount --propagation private --fork --kill-child -- bash -c "$first" lab "$directory" 2> "$directory/enclosure.log"
    clear_up
    ;;
  clear) clear_up ;;
esac
