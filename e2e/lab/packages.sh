# Which Debian packages are where in the lab.
# shellcheck shell=bash disable=SC2034

# A plain Debian 12 server with SSH, as its installer leaves it, without what a container cannot use (kernel, bootloader, firmware).
BASE_PACKAGES=(
  systemd systemd-sysv systemd-timesyncd libpam-systemd dbus polkitd udev openssh-server sudo
  ifupdown iproute2 iputils-ping netbase nftables isc-dhcp-client
  ca-certificates curl procps kmod less nano logrotate cron e2fsprogs whiptail apt-utils login passwd
)
# Libraries of the NFS client stand-in; only where the kernel has no NFS client.
NFS_STAND_IN_PACKAGES=(fuse3 libfuse3-3 libnfs13)

# What the offline repository offers beyond the base, each with its dependencies.
REPOSITORY_PACKAGES=(
  libvirt-daemon-system libvirt-daemon libvirt-clients qemu-system-x86 qemu-utils qemu-block-extra ovmf ipxe-qemu seabios
  chrony dnsmasq-base dnsmasq nftables bridge-utils vlan ifenslave nfs-common rpcbind curl polkitd dbus sudo iproute2
  haproxy conntrack ethtool genisoimage xorriso socat tcpdump ipset iptables ebtables arping
  openvswitch-switch wireguard-tools rsync zstd xz-utils bzip2 unzip jq parted lvm2 xfsprogs dmidecode mdevctl
  openssl gnupg lsof pciutils ipmitool nfs-kernel-server nfs-ganesha nfs-ganesha-vfs
)
# Only for building: the CentOS-like layer and the guest. They end up in the same pool.
STAND_IN_PACKAGES=(dnf rpm createrepo-c python3-rpm firewalld iptables ipset network-manager)
GUEST_PACKAGES=(linux-image-cloud-amd64 busybox qemu-guest-agent)
# Unpacked into the guest, not installed anywhere.
KEYMAP_PACKAGES=(kbd console-setup xkb-data)

# What `lab up --prepared` finds installed already.
PREPARED_PACKAGES=(
  libvirt-daemon-system libvirt-clients qemu-system-x86 qemu-utils qemu-block-extra ovmf chrony dnsmasq-base nftables nfs-common
  haproxy conntrack ethtool genisoimage socat
)
PREPARED_RPMS=(
  libvirt qemu-kvm qemu-img chrony dnsmasq nftables nfs-utils haproxy conntrack-tools ethtool genisoimage socat
)
