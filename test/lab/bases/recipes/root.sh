# Read by build.sh. The root tree that every board of a release stands on: a small Debian server with SSH and sudo.
tree="$building/tree"
mkdir -p "$tree"

# Documentation and translations are half of the size. Licences stay.
put "$tree" /etc/dpkg/dpkg.cfg.d/lab << 'END'
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
path-include=/usr/share/locale/locale.alias
END
put "$tree" /etc/apt/apt.conf.d/lab <<< 'Acquire::Languages "none";'
echo force-unsafe-io | put "$tree" /etc/dpkg/dpkg.cfg.d/lab-build

packages=(
  systemd systemd-sysv udev dbus kmod procps openssh-server sudo iproute2 iputils-ping ca-certificates e2fsprogs less nano
)
# Lets everybody use ping; a recommendation elsewhere.
[ "$LAB_RELEASE" = 12 ] || packages+=(linux-sysctl-defaults)
debootstrap --variant=minbase --keyring="$LAB_KEYRING" --force-check-gpg \
  --include="$(IFS=,; echo "${packages[*]}")" "$LAB_SUITE" "$tree" "$LAB_MIRROR"
enter "$tree"

# Suites of the same mirror, as far as it has them.
served() { inside "$tree" /usr/lib/apt/apt-helper download-file "$1/dists/$2/InRelease" /tmp/InRelease; }
{
  printf 'deb %s %s main\n' "$LAB_MIRROR" "$LAB_SUITE"
  if served "$LAB_MIRROR" "$LAB_SUITE-updates" >&2; then printf 'deb %s %s-updates main\n' "$LAB_MIRROR" "$LAB_SUITE"; fi
  if served "$LAB_SECURITY" "$LAB_SUITE-security" >&2; then printf 'deb %s %s-security main\n' "$LAB_SECURITY" "$LAB_SUITE"; fi
} > "$building/sources.list"
mv "$building/sources.list" "$tree/etc/apt/sources.list"
inside "$tree" apt-get update -q
inside "$tree" apt-get upgrade -q -y --no-install-recommends
inside "$tree" apt-get clean

# Numbers are fixed, so that files can be prepared for the accounts outside of the tree. Passwords stay locked until a board
# gets its own.
inside "$tree" useradd --uid 1000 --user-group --create-home --shell /bin/bash admin
inside "$tree" useradd --uid 1001 --user-group --create-home --shell /bin/bash --groups sudo teacher
inside "$tree" useradd --uid 1002 --user-group --create-home --shell /bin/bash student
put "$tree" /etc/sudoers.d/admin 440 <<< 'admin ALL=(ALL:ALL) NOPASSWD: ALL'

put "$tree" /etc/ssh/sshd_config.d/lab.conf << 'END'
PasswordAuthentication yes
PermitRootLogin no
UseDNS no
END
put "$tree" /etc/systemd/journald.conf.d/lab.conf << 'END'
[Journal]
SystemMaxUse=32M
RuntimeMaxUse=8M
END

# SSH keys and the name belong to one board. The empty machine-id is filled at the first start, without the questions that a
# missing one would bring up.
rm -f "$tree"/etc/ssh/ssh_host_*
: > "$tree/etc/machine-id"
mkdir -p "$tree/var/lib/dbus"
ln -sfn /etc/machine-id "$tree/var/lib/dbus/machine-id"
echo board > "$tree/etc/hostname"
echo '127.0.0.1 localhost' > "$tree/etc/hosts"

# Nothing starts by itself in the middle of a test, and nothing waits for a person at a screen.
inside "$tree" systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
  e2scrub_reap.service systemd-firstboot.service getty@tty1.service console-getty.service
inside "$tree" systemctl --quiet enable ssh.service

leave "$tree"
: > "$tree/etc/resolv.conf"
rm -rf "$tree"/usr/share/{man,info}/* "$tree"/usr/share/locale/[a-z][a-z]* "$tree"/var/cache/debconf/*-old \
  "$tree"/var/log/{bootstrap.log,dpkg.log,apt,alternatives.log} "$tree"/tmp/* "$tree"/debootstrap
mkdir -p "$tree/var/log/apt"
find "$tree/usr/share/doc" -mindepth 2 ! -name copyright ! -type d -delete
find "$tree/usr/share/doc" -mindepth 1 -type d -empty -delete
