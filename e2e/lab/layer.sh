# Runs a command chrooted in an overlay of layers, in namespaces of its own: when the command ends, its mounts and
# everything it started are gone by themselves, also when it fails or is killed.
# shellcheck shell=bash
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LAB_SOURCE/packages.sh"

# in_layer <lower:lower> <upper> <command...>; BIND="from:to from:to" adds bind mounts. The upper directory keeps the changes.
in_layer() {
  local lower=$1 upper=$2 scratch
  shift 2
  mkdir -p "$upper"
  scratch=$(mktemp -d "$CACHE/layer.XXXXXX") # the work directory must be on the file system of the upper one
  mkdir "$scratch/work" "$scratch/root"
  lower=$lower upper=$upper scratch=$scratch bind=${BIND:-} unshare --mount --pid --fork --kill-child bash -euc '
    root=$scratch/root
    mount -t overlay lab-layer -o "lowerdir=$lower,upperdir=$upper,workdir=$scratch/work" "$root"
    mount -t proc proc "$root/proc"
    mount -t tmpfs tmpfs "$root/run"
    mount --bind /dev "$root/dev"
    for pair in $bind; do
      target=$root${pair#*:}
      if [ -d "${pair%%:*}" ]; then mkdir -p "$target"; else mkdir -p "${target%/*}" && touch "$target"; fi
      mount --bind "${pair%%:*}" "$target"
    done
    exec chroot "$root" /usr/bin/env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"' bash "$@" || {
    local status=$?
    rm -rf "$scratch"
    return $status
  }
  rm -rf "$scratch"
}
# Services must not start while packages are installed in a chroot.
forbid_services() { mkdir -p "$1/usr/sbin" && printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d" && chmod 755 "$1/usr/sbin/policy-rc.d"; }
allow_services() { rm -f "$1/usr/sbin/policy-rc.d"; }
# The Debian 12 sources this machine itself uses (a mirror, a cache), or Debian's own.
debian_sources() {
  local sources
  # shellcheck disable=SC2016
  sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
    grep -E ' bookworm(-updates|-security)? main$' | sort -u || true)
  [ -n "$sources" ] || sources='deb http://deb.debian.org/debian bookworm main'
  echo "$sources"
}
