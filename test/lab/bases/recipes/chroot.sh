# Read by build.sh: how recipes work inside a root tree.

# enter TREE: makes the tree ready for `inside`. All of it is undone by `leave`, or with the mount namespace.
enter() {
  local tree=$1
  mount -t proc proc "$tree/proc"
  [ -e "$tree/etc/resolv.conf" ] || : > "$tree/etc/resolv.conf"
  mount --bind "$(readlink -f /etc/resolv.conf)" "$tree/etc/resolv.conf"
  # No service starts while packages are installed.
  printf '#!/bin/sh\nexit 101\n' > "$tree/usr/sbin/policy-rc.d"
  chmod 755 "$tree/usr/sbin/policy-rc.d"
  # A build that is cut off is thrown away, so nothing is gained by waiting for the disk.
  echo force-unsafe-io > "$tree/etc/dpkg/dpkg.cfg.d/lab-build"
}

leave() {
  local tree=$1
  rm -f "$tree/usr/sbin/policy-rc.d" "$tree/etc/dpkg/dpkg.cfg.d/lab-build"
  umount "$tree/etc/resolv.conf" "$tree/proc"
}

# inside TREE COMMAND…: runs a command in the tree, with nothing of the caller's environment but the way to the network.
inside() {
  local tree=$1
  shift
  env --ignore-environment PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} ${no_proxy:+"no_proxy=$no_proxy"} \
    chroot "$tree" "$@"
}

# overlay TREE UPPER: mounts, at TREE, the root that $LAB_LOWER names with UPPER on top; changes go to UPPER.
overlay() {
  local tree=$1 upper=$2
  mkdir -p "$tree" "$upper" "$building/work"
  mount -t overlay overlay -o "lowerdir=$LAB_LOWER,upperdir=$upper,workdir=$building/work" "$tree"
}

# put TREE PATH [MODE]: writes a file from standard input.
put() {
  mkdir -p "$(dirname "$1$2")"
  cat > "$1$2"
  chmod "${3:-644}" "$1$2"
}
