/**
 * Shell functions that tell what is on a disk, one thing a line; nothing is printed for an empty one. Every trace counts: what the kernel
 * uses, what any tool would recognize, bytes at both ends that nobody recognizes, programs that hold it open, and what names it for later.
 */
const traces = String.raw`
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
part=1048576
try() { timeout 20 "$@" 2>/dev/null </dev/null | head -c 65536; }
ends() {
  sectors=$(cat "/sys/block/$1/size")
  timeout 30 head -c "$part" "/dev/$1" || return 1
  timeout 30 dd if="/dev/$1" bs="$part" skip=$((sectors * 512 / part - 1)) 2>/dev/null
}
known() { # names of this very disk that a configuration may use
  while read -r name rest; do
    case $name in
      UUID=*|LABEL=*|PARTUUID=*|PARTLABEL=*) name=$(try findfs "$name") ;;
    esac
    [ -n "$name" ] && [ "$(readlink -f -- "$name")" = "$1" ] && echo yes && return
  done
}
traces() {
  disk=$1 device=/dev/$1
  [ "$(cat "/sys/block/$disk/ro")" = 0 ] || echo readonly
  [ "$(cat "/sys/block/$disk/size")" -ge 2097152 ] || echo small
  for child in "/sys/block/$disk/$disk"*; do [ -e "$child/partition" ] && echo "partition $(basename "$child")"; done
  for holder in "/sys/block/$disk/holders/"*; do [ -e "$holder" ] && echo "holder $(basename "$holder")"; done
  number=$(cat "/sys/block/$disk/dev")
  awk -v number="$number" '$3 == number { print "mounted " $5 }' /proc/self/mountinfo | head -n 3
  awk -v device="$device" '$1 == device { print "swap" }' /proc/swaps
  signatures=$(timeout 30 wipefs --no-act --noheadings --output TYPE "$device" 2>/dev/null </dev/null) || echo unreadable
  printf '%s\n' "$signatures" | awk 'NF { print "signature " $1 }' | sort -u | head -n 5
  if [ -z "$signatures" ]; then
    said=$(timeout 30 blkid --probe --output value --match-tag TYPE --match-tag PTTYPE "$device" 2>/dev/null </dev/null)
    case $? in
      0) echo "signature $(printf %s "$said" | head -n 1)" ;;
      2) if [ -n "$(ends "$disk" | tr -d '\000' | head -c 1 | od -An -tx1)" ]; then echo bytes; fi ;;
      *) echo "signature unknown" ;;
    esac
  fi
  for opened in $(find /proc/[0-9]*/fd -maxdepth 1 -lname "$device" 2>/dev/null | head -n 20); do
    program=$(cat "/proc/$(echo "$opened" | cut -d/ -f3)/comm" 2>/dev/null)
    # udev looks at every disk now and then and keeps nothing.
    case $program in ''|systemd-udevd|'(udev-worker)'|udevd) ;; *) echo "open $program" ;; esac
  done | sort -u | head -n 3
  for definition in /etc/libvirt/qemu/*.xml /run/libvirt/qemu/*.xml; do
    [ -f "$definition" ] || continue
    if [ "$(sed -n "s/.*<source[^>]* dev=['\"]\([^'\"]*\)['\"].*/\1/p" "$definition" | known "$device")" = yes ]; then
      echo "guest $(basename "$definition" .xml)"
    fi
  done | sort -u | head -n 3
  if [ "$(sed -n '/^[[:space:]]*#/!p' /etc/fstab 2>/dev/null | known "$device")" = yes ]; then echo "listed /etc/fstab"; fi
  if [ "$(sed -n '/^[[:space:]]*#/!s/^[^[:space:]]*[[:space:]]*//p' /etc/crypttab 2>/dev/null | known "$device")" = yes ]; then echo "listed /etc/crypttab"; fi
}
`;

/** Prints all disks as lsblk has them, what is on each, and whether this kernel can serve NFS. Argument: the nonce of the sections. */
export const lookScript = `${traces}
nonce=$1
section() { printf '\\n@%s %s\\n' "$nonce" "$1"; }
section disks; try lsblk --json --bytes --nodeps --output NAME,TYPE,SIZE,MODEL,SERIAL,WWN,ROTA,MAJ:MIN
for path in /sys/block/*; do
  disk=$(basename "$path")
  case $disk in *[!a-z0-9]*) continue ;; esac
  # What a container sees of its machine's disks has no node.
  [ -b "/dev/$disk" ] && [ "$(cat "$path/size")" -gt 0 ] || continue
  section "on $disk"; traces "$disk"
done
section server
if grep -qw nfsd /proc/filesystems || modprobe --quiet --dry-run nfsd 2>/dev/null; then echo kernel; else echo ganesha; fi
for unit in nfs-server.service nfs-ganesha.service; do
  [ "$(try systemctl show --property=LoadState --value "$unit")" = loaded ] && echo "$unit"
done
section end
`;

/**
 * Makes the file system, after looking once more. Arguments: disk, its size in bytes, the UUID that the file system gets, and `fresh`, or
 * `again` where an earlier run may have been cut short in the middle. Exit status 3: something is on the disk; it is printed.
 */
export const formatScript = `
disk=$1 size=$2 uuid=$3 how=$4
${traces}
[ -b "/dev/$disk" ] && [ "$(($(cat "/sys/block/$disk/size") * 512))" = "$size" ] || { echo 'benchtop: gone'; exit 3; }
if [ "$(timeout 30 blkid --probe --output value --match-tag UUID "/dev/$disk" 2>/dev/null)" = "$uuid" ]; then exit 0; fi
found=$(traces "$disk")
if [ "$how" = again ]; then found=$(printf '%s\\n' "$found" | grep -v -x bytes); fi
if [ -n "$found" ]; then printf '%s\\n' "$found" | sed 's/^/benchtop: /'; exit 3; fi
# Without -F it also refuses by itself what it finds in use or filled.
mkfs.ext4 -q -U "$uuid" -L benchtop -m 0 "/dev/$disk" || exit 4
`;

/** Makes a disk of ours empty again. Arguments: disk, UUID. A disk that holds something else by now is left alone; that is printed. */
export const emptyScript = `${traces}
disk=$1 uuid=$2
[ -b "/dev/$disk" ] || { echo gone; exit 0; }
now=$(timeout 30 blkid --probe --output value --match-tag UUID "/dev/$disk" 2>/dev/null)
if [ "$now" != "$uuid" ]; then
  found=$(traces "$disk" | grep -v -x bytes)
  if [ -n "$now$found" ]; then echo "other $found"; exit 0; fi
fi
set -e
wipefs --all --quiet "/dev/$disk"
# Both ends, where the next one who asks whether the disk is empty will look.
dd if=/dev/zero of="/dev/$disk" bs="$part" count=1 conv=notrunc,fsync 2>/dev/null
sectors=$(cat "/sys/block/$disk/size")
dd if=/dev/zero of="/dev/$disk" bs="$part" seek=$((sectors * 512 / part - 1)) conv=notrunc,fsync 2>/dev/null || [ $? = 1 ]
`;
