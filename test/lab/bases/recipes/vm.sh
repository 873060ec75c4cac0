# Read by build.sh. A disk, a kernel and an initial RAM disk from the root tree, for boards under an emulator. Docker and NFS are
# installed if $LAB_INSTALL says so; if not, their packages are on the disk: boards install them without waiting for a network.
tree="$building/merged" upper="$building/upper"
overlay "$tree" "$upper"
enter "$tree"

architecture=$(inside "$tree" dpkg --print-architecture)
inside "$tree" apt-get update -q
put "$tree" /etc/initramfs-tools/initramfs.conf << 'END'
MODULES=list
BUSYBOX=n
KEYMAP=n
COMPRESS=gzip
COMPRESSLEVEL=1
FSTYPE=ext4
RESUME=none
END
printf '%s\n' virtio_pci virtio_blk ext4 | put "$tree" /etc/initramfs-tools/modules
echo "LABEL=root / ext4 errors=remount-ro 0 0" | put "$tree" /etc/fstab
inside "$tree" apt-get install -q -y --no-install-recommends -o Dpkg::Options::=--force-confold \
  "linux-image-cloud-$architecture" initramfs-tools
# The emulator takes kernel and RAM disk from outside, so what boards install later need not remake it: that takes minutes
# under emulation.
echo 'update_initramfs=no' | put "$tree" /etc/initramfs-tools/update-initramfs.conf

later=(docker.io iptables apparmor nfs-kernel-server nfs-common systemd-timesyncd)
[ "$LAB_RELEASE" = 12 ] || later+=(docker-cli)
inside "$tree" apt-get clean
if [ "$LAB_INSTALL" = yes ]; then
  inside "$tree" apt-get install -q -y --no-install-recommends "${later[@]}"
  inside "$tree" apt-get clean
  # At its first start Docker makes an identity of its own, which belongs to one board too.
  put "$tree" /etc/systemd/system/docker.service.d/lab.conf <<< $'[Unit]\nAfter=lab-identity.service'
else
  inside "$tree" apt-get install -q -y --download-only "${later[@]}"
  inside "$tree" apt-get install -q -y --download-only --no-install-recommends "${later[@]}"
fi

# The first network card leads out, by the emulator's own network; the second one gets its address with the board's identity.
put "$tree" /etc/systemd/network/10-outside.network << 'END'
[Match]
Name=eth0
[Network]
DHCP=ipv4
LinkLocalAddressing=no
[DHCPv4]
UseHostname=no
[Link]
RequiredForOnline=no
END
put "$tree" /etc/systemd/system/systemd-networkd-wait-online.service.d/lab.conf << 'END'
[Service]
ExecStart=
ExecStart=/lib/systemd/systemd-networkd-wait-online --interface=eth1 --timeout=120
END
inside "$tree" systemctl --quiet enable systemd-networkd.service

install -m 755 "$here/identity/lab-identity" "$tree/usr/local/sbin/lab-identity"
install -m 644 "$here/identity/lab-identity.service" "$tree/etc/systemd/system/lab-identity.service"
inside "$tree" systemctl --quiet enable lab-identity.service

leave "$tree"
echo 'nameserver 10.0.2.3' > "$tree/etc/resolv.conf"

cp "$tree"/boot/vmlinuz-* "$building/vmlinuz"
# Unpacking is slow under emulation, and nothing is gained by a small file. The database of hardware is half of it.
inside "$tree" sh -ec 'unmkinitramfs /boot/initrd.img-* /tmp/parts
  mkdir /tmp/initrd
  if [ -d /tmp/parts/main ]; then for part in /tmp/parts/*; do cp -a "$part/." /tmp/initrd; done; else mv /tmp/parts/* /tmp/initrd; fi
  rm -f /tmp/initrd/usr/lib/udev/hwdb.bin
  cd /tmp/initrd && find . | cpio --quiet --create --format=newc --owner=0:0' > "$building/initrd"
rm -rf "$tree"/var/log/{dpkg.log,alternatives.log,apt/*} "$tree"/tmp/*

truncate --size "${LAB_DISK_MB}M" "$building/disk.raw"
mkfs.ext4 -q -L root -U 1ab00000-0000-4000-8000-000000000001 -d "$tree" "$building/disk.raw"
umount "$tree"
rm -rf "$tree" "$upper" "$building/work"
