# The test guest: Debian's cloud kernel, busybox, ssh-keygen and the guest agent in an initramfs; a disk image and a live CD
# that can install it.
# No mounts and no loop devices: partitions are made as files and put together.
. "$(dirname "$0")/../layer.sh"
out=$1
work=$(mktemp -d "$CACHE/guest.XXXXXX")
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree"/{bin,sbin,usr/bin,usr/sbin,etc,root,lib/modules} "$work/upper" "$work/kernel"

# Programs and exactly the libraries they need, taken from a Debian root in which they are installed.
forbid_services "$work/upper"
BIND="$CACHE/debs:/srv/repo $tree:/srv/tree" in_layer "$CACHE/base" "$work/upper" bash -euc '
  apt-get -q update
  apt-get -qy -o Dpkg::Options::=--force-unsafe-io install --no-install-recommends busybox qemu-guest-agent
  cp /bin/busybox /srv/tree/bin/
  cp /usr/sbin/qemu-ga /srv/tree/usr/sbin/
  cp /usr/bin/ssh-keygen /srv/tree/usr/bin/
  ldd /bin/busybox /usr/sbin/qemu-ga /usr/bin/ssh-keygen | grep -oE "/[^ :]+\.so[^ ]*" | sort -u | while read -r library; do
    mkdir -p "/srv/tree${library%/*}"
    cp -L "$library" "/srv/tree$library"
  done
  libraries=/lib/x86_64-linux-gnu
  cp -L $libraries/libnss_dns.so.2 $libraries/libnss_files.so.2 $libraries/libresolv.so.2 "/srv/tree$libraries/"
  for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -sf /bin/busybox "/srv/tree/bin/$applet"; done
'
# What the guest's keyboard writes is decided by the kernel's table, as in any guest: loadkeys, and the keymaps that Debian's console-setup
# makes of X's layouts. Not from the offline repository: a longer list of it would rebuild every host.
fetch_packages() { apt-get -q -o APT::Sandbox::User=root download "${KEYMAP_PACKAGES[@]}"; }
mkdir "$work/keymaps"
(cd "$work/keymaps" && { fetch_packages || { apt-get -q update && fetch_packages; }; })
for package in "$work"/keymaps/*.deb; do dpkg-deb -x "$package" "$work/keymaps"; done
cp "$work/keymaps/bin/loadkeys" "$tree/bin/"
mkdir -p "$tree/usr/share/keymaps"
for layout in us gb de fr es jp; do
  "$work/keymaps/usr/bin/ckbcomp" "-I$work/keymaps/usr/share/X11/xkb" -layout "$layout" >"$tree/usr/share/keymaps/$layout.kmap"
done
printf 'root::0:0:root:/root:/bin/sh\n' >"$tree/etc/passwd"
printf 'root:x:0:\n' >"$tree/etc/group"
printf "export PS1='\\\\h# ' HOME=/root\ncd /root\n" >"$tree/etc/profile"
install -m 755 "$LAB_SOURCE/guest/init" "$tree/init"
install -m 755 "$LAB_SOURCE/guest/dhcp" "$tree/sbin/dhcp"
install -m 755 "$LAB_SOURCE/guest/shutdown" "$tree/sbin/shutdown"
install -m 755 "$LAB_SOURCE/guest/tiny-install" "$tree/sbin/tiny-install"

kernel_package=$(find "$CACHE/debs/" -name 'linux-image-6*-cloud-amd64_*.deb' | sort | tail -1)
dpkg-deb -x "$kernel_package" "$work/kernel"
cp "$work"/kernel/boot/vmlinuz-* "$work/vmlinuz"
# The guest's insmod knows no dependencies, so they are put in order here. What this kernel has built in is left out.
add_module() {
  local file dependency
  [ ! -e "$tree/lib/modules/$1.ko" ] || return 0
  file=$(find "$work/kernel/lib/modules" -name "${1//[_-]/[_-]}.ko*" | head -1)
  [ -n "$file" ] || return 0
  for dependency in $(modinfo -F depends "$file" | tr , ' '); do add_module "$dependency"; done
  case $file in
    *.xz) xz -dc "$file" >"$tree/lib/modules/$1.ko" ;;
    *) cp "$file" "$tree/lib/modules/$1.ko" ;;
  esac
  echo "$1" >>"$tree/lib/modules/order"
}
while read -r module; do add_module "$module"; done <"$LAB_SOURCE/guest/modules"
(cd "$tree" && find . | sort | cpio --create --format=newc --quiet --owner=0:0) | zstd -q -19 >"$work/initrd"

cat >"$work/syslinux.cfg" <<'CONFIGURATION'
SERIAL 0 115200
DEFAULT tiny
PROMPT 0
LABEL tiny
 KERNEL vmlinuz
 APPEND initrd=initrd console=tty0 console=ttyS0,115200 quiet panic=5 no_timer_check mitigations=off tsc=unstable random.trust_cpu=on
CONFIGURATION

# Disk: boot sector, 30 MB FAT with kernel and initramfs, 16 MB ext4 for data.
truncate -s 48M "$work/disk"
printf '2048,61440,e,*\n63488,32768,83\n' | sfdisk -q "$work/disk"
dd if=/usr/lib/syslinux/mbr/mbr.bin of="$work/disk" bs=440 count=1 conv=notrunc status=none
truncate -s 30M "$work/boot"
mkfs.vfat -F 16 -n TINY "$work/boot" >/dev/null
mcopy -i "$work/boot" "$work"/{vmlinuz,initrd,syslinux.cfg} ::/
syslinux --install "$work/boot"
dd if="$work/boot" of="$work/disk" bs=1M seek=1 conv=notrunc status=none
truncate -s 16M "$work/data"
mke2fs -q -t ext4 -O ^has_journal -L data "$work/data"
dd if="$work/data" of="$work/disk" bs=512 seek=63488 conv=notrunc status=none
qemu-img convert -c -O qcow2 "$work/disk" "$out/tiny.qcow2"

mkdir -p "$work/cd/isolinux"
cp "$work/vmlinuz" "$work/initrd" /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/modules/bios/ldlinux.c32 "$work/cd/isolinux/"
cp "$work/syslinux.cfg" "$work/cd/isolinux/isolinux.cfg"
# What tiny-install writes: the disk as it is above.
gzip -1 <"$work/disk" >"$work/cd/disk.gz"
genisoimage -quiet -o "$out/tiny.iso" -V TINY -b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table "$work/cd"
cp "$work/vmlinuz" "$work/initrd" "$out/"
