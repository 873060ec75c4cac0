#!/usr/bin/env bash
# The namespaces of one lab: enclosure.sh hold DIRECTORY < PIPE | enclosure.sh thaw DIRECTORY | enclosure.sh clear DIRECTORY
#
# `hold` makes them, writes the id of their first process to DIRECTORY/first, and clears when they have ended: because that
# process was killed, or because the pipe closed before it said `keep`, which means that who raised the lab is gone.
# `thaw` lets paused boards go on, without which they could not end.
# `clear` removes what a lab leaves: this machine's link into it, its control groups, its directory.
set -u
verb=$1 directory=$2

clear_up() {
  local cgroup="enjambre-lab/$(basename "$directory")" link index tries
  # It goes with the lab's network, but only some time later; a lab that is raised meanwhile may have taken its name.
  read -r link index 2> /dev/null < "$directory/host-link" \
    && [ "$(cat "/sys/class/net/$link/ifindex" 2> /dev/null)" = "$index" ] && ip link delete "$link" 2> /dev/null
  for tries in {1..50}; do
    find /sys/fs/cgroup -depth -type d \( -path "*/$cgroup" -o -path "*/$cgroup/*" \) -exec rmdir {} + 2> /dev/null
    [ -z "$(find /sys/fs/cgroup -type d -path "*/$cgroup" 2> /dev/null)" ] && break
    sleep 0.1 # the kernel is still ending the last processes
  done
  find /sys/fs/cgroup -depth -type d -path '*/enjambre-lab' -exec rmdir {} + 2> /dev/null
  rm -rf --one-file-system -- "$directory"
  rmdir -- "$(dirname "$directory")" 2> /dev/null || true
}

# Frozen processes of control groups of the first version do not die before they are thawed.
thaw() {
  local state
  for state in /sys/fs/cgroup/freezer/enjambre-lab/"$(basename "$directory")"/*/freezer.state; do
    if [ -e "$state" ]; then echo THAWED > "$state"; fi
  done
}

# Runs as the first process of the new namespaces, and becomes the one that collects the processes that others leave.
first='
  read -r id rest < /proc/self/stat
  fields=(${rest##*) })
  read -r boot < /proc/sys/kernel/random/boot_id
  mount -t proc proc /proc
  echo "$id ${fields[19]} $boot" > "$1/first.new" && mv "$1/first.new" "$1/first"
  exec tini -- sleep infinity
'

case $verb in
  hold)
    trap '' HUP INT TERM
    unshare --pid --mount --propagation private --fork --kill-child -- bash -c "$first" lab "$directory" \
      < /dev/null 2> "$directory/enclosure.log" &
    namespaces=$!
    {
      # More than 128 is a wait that was too long; all else but a word is the end of the pipe.
      until read -r -t 2 word || [ $? -le 128 ]; do
        [ -d "$directory" ] || exit
      done
      if [ "$word" != keep ]; then
        thaw
        read -r id _ < "$directory/first" || grep -q "^PPid:[[:space:]]*$$\$" "/proc/$namespaces/status" && kill -KILL "${id:-$namespaces}"
      fi
    } <&0 2> /dev/null &
    listener=$!
    wait "$namespaces"
    kill -KILL "$listener" 2> /dev/null
    clear_up
    ;;
  thaw) thaw ;;
  clear) clear_up ;;
esac
