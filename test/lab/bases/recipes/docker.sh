# Read by build.sh. A layer on the root tree: Debian's Docker, which starts with the board.
tree="$building/merged" upper="$building/tree"
overlay "$tree" "$upper"
enter "$tree"

packages=(docker.io iptables apparmor)
[ "$LAB_RELEASE" = 12 ] || packages+=(docker-cli)
inside "$tree" apt-get update -q
inside "$tree" apt-get install -q -y --no-install-recommends "${packages[@]}"
inside "$tree" apt-get clean
inside "$tree" systemctl --quiet enable containerd.service docker.service

leave "$tree"
umount "$tree"
rm -rf "$tree" "$building/work" "$upper"/var/log/{dpkg.log,apt,alternatives.log} "$upper"/tmp/*
