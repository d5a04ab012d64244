# One outer cgroup per host and hierarchy: hosts would collide in nspawn's own names otherwise, and it is the power-freeze switch.
# Works on machines with v1 and v2 side by side and on v2-only ones.
# shellcheck shell=bash

cgroup_hierarchies() {
  if grep -qw cgroup2 <(findmnt -nro FSTYPE /sys/fs/cgroup); then
    echo /sys/fs/cgroup
  else
    local name
    for name in systemd freezer memory cpu pids unified; do
      [ ! -d "/sys/fs/cgroup/$name" ] || echo "/sys/fs/cgroup/$name"
    done
  fi
}
cgroup_join() { # <host>: moves the calling shell
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    mkdir -p "$hierarchy/$LAB_NAME-$1"
    echo "$BASHPID" >"$hierarchy/$LAB_NAME-$1/cgroup.procs"
  done
}
cgroup_processes() { # <host>: every process that lives in the host's cgroups
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    [ ! -d "$hierarchy/$LAB_NAME-$1" ] || find "$hierarchy/$LAB_NAME-$1" -name cgroup.procs -exec cat {} + 2>/dev/null
  done | sort -un
}
cgroup_freeze() { # <host> <1|0>
  if [ -d "/sys/fs/cgroup/freezer/$LAB_NAME-$1" ]; then
    [ "$2" = 1 ] && echo FROZEN >"/sys/fs/cgroup/freezer/$LAB_NAME-$1/freezer.state" || echo THAWED >"/sys/fs/cgroup/freezer/$LAB_NAME-$1/freezer.state"
    return
  fi
  local file
  for file in /sys/fs/cgroup/"$LAB_NAME-$1"/cgroup.freeze /sys/fs/cgroup/unified/"$LAB_NAME-$1"/cgroup.freeze; do
    [ ! -e "$file" ] || { echo "$2" >"$file" && return; }
  done
  return 1
}
cgroup_is_frozen() {
  grep -qs FROZEN "/sys/fs/cgroup/freezer/$LAB_NAME-$1/freezer.state" || grep -qs 1 "/sys/fs/cgroup/$LAB_NAME-$1/cgroup.freeze" "/sys/fs/cgroup/unified/$LAB_NAME-$1/cgroup.freeze"
}
cgroup_remove() {
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    [ ! -d "$hierarchy/$LAB_NAME-$1" ] || find "$hierarchy/$LAB_NAME-$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}
