# The bare Debian 12 host: what its installer leaves, plus the lab's accounts.
. "$(dirname "$0")/../layer.sh"
out=$1
packages=("${BASE_PACKAGES[@]}")
has_feature fs-nfs || packages+=("${NFS_STAND_IN_PACKAGES[@]}")
include=$(IFS=,; echo "${packages[*]}")

debian_sources | mmdebstrap --mode=root --variant=minbase --architectures=amd64 --include="$include" \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  bookworm "$out" -

# Each host makes its own identity before its first boot.
rm -f "$out"/etc/ssh/ssh_host_* "$out"/etc/machine-id "$out"/var/lib/dbus/machine-id "$out"/etc/hostname
: >"$out/etc/resolv.conf"
printf 'deb [trusted=yes] file:/srv/repo ./\n' >"$out/etc/apt/sources.list"
# Tests cover password log-in as root too, which Debian refuses unless asked.
printf 'PermitRootLogin yes\n' >"$out/etc/ssh/sshd_config.d/lab.conf"

account() { # <name> <password>
  chroot "$out" useradd --create-home --shell /bin/bash "$1"
  set_password "$1" "$2"
  authorize "$out/home/$1"
  chroot "$out" chown -R "$1:$1" "/home/$1"
}
set_password() { chroot "$out" usermod --password "$(openssl passwd -6 "$2")" "$1"; }
authorize() {
  install -d -m 700 "$1/.ssh"
  install -m 600 "$KEYS/id_ed25519.pub" "$1/.ssh/authorized_keys"
}
set_password root "$ROOT_PASSWORD"
authorize "$out/root"
account ops "$OPS_PASSWORD"
account opsnp "$OPSNP_PASSWORD"
chroot "$out" usermod --append --groups sudo ops
printf 'opsnp ALL=(ALL:ALL) NOPASSWD: ALL\n' >"$out/etc/sudoers.d/opsnp"
chmod 440 "$out/etc/sudoers.d/opsnp"

# Mount units of kernel file systems that are missing here would leave every host "degraded" after nfs-common.
has_feature fs-nfsd || ln -s /dev/null "$out/etc/systemd/system/proc-fs-nfsd.mount"
has_feature fs-nfs || for unit in run-rpc_pipefs.mount var-lib-nfs-rpc_pipefs.mount; do ln -s /dev/null "$out/etc/systemd/system/$unit"; done

# Where the kernel has no NFS client, a FUSE client answers `mount -t nfs`; nfs-common's own helper is diverted beside it.
if ! has_feature fs-nfs; then
  install -m 755 "$CACHE/nfs-client/fusenfs" "$out/usr/local/sbin/fusenfs"
  for helper in mount.nfs mount.nfs4; do
    chroot "$out" dpkg-divert --quiet --local --rename --divert "/sbin/$helper.kernel" --add "/sbin/$helper"
    install -m 755 "$CACHE/nfs-client/mount.nfs" "$out/usr/sbin/$helper"
  done
fi
