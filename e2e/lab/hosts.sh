# One host's life: make, power on, wait until it answers, cut the power, remove.
# shellcheck shell=bash

host_directory() { echo "$RUN/hosts/$1"; }
need_host() { [ -n "${1:-}" ] && [ -d "$RUN/hosts/$1" ] || die "no host '${1:-}' in the running lab (hosts: $(all_hosts | xargs))"; }
all_hosts() { [ ! -d "$RUN/hosts" ] || ls "$RUN/hosts"; }

host_make() { # <host> <os> <nics> <prepared: true|false>
  local directory=$RUN/hosts/$1 layers parts part
  mkdir -p "$directory"/{upper,work,root}
  case $2-$4 in
    debian-false) parts=(base) ;;
    debian-true) parts=(prepared base) ;;
    centos-false) parts=(centos base) ;;
    centos-true) parts=(centos-prepared centos base) ;;
    *) die "unknown operating system $2 (debian or centos)" ;;
  esac
  # The versions of this moment: a later build must not change a running host.
  layers=$(for part in "${parts[@]}"; do readlink -f "$CACHE/$part"; done | paste -sd:)
  echo "$2" >"$directory/os"
  echo "$3" >"$directory/nics"
  echo "$layers" >"$directory/layers"
  host_files "$1" "$2" "$3"
  mount -t overlay "$LAB_NAME-$1" -o "lowerdir=$layers,upperdir=$directory/upper,workdir=$directory/work" "$directory/root"
}

host_power_on() {
  local directory=$RUN/hosts/$1
  if remembered_process "$directory/supervisor.pid" >/dev/null; then return; fi
  setsid "$LAB_SOURCE/host-run" "$1" </dev/null >/dev/null 2>&1 8>&- 9>&- &
  remember_process "$directory/supervisor.pid" $!
}

# The container's PID 1 as this machine sees it: nspawn's child.
host_init() {
  local directory=$RUN/hosts/$1 nspawn init
  remembered_process "$directory/init.pid" && return
  nspawn=$(remembered_process "$directory/nspawn.pid") || return 1
  init=$(pgrep -P "$nspawn" | head -1)
  [ -n "$init" ] || return 1
  remember_process "$directory/init.pid" "$init"
  echo "$init"
}

host_answers() { # sshd's greeting on the management address
  in_lab timeout 2 bash -c "exec 3<>/dev/tcp/$(host_address "$1")/22; head -c 4 <&3" 2>/dev/null | grep -q '^SSH-'
}
host_is_off() { ! remembered_process "$RUN/hosts/$1/supervisor.pid" >/dev/null; }

# A power cut: PID 1 dies with everything in its PID namespace, nothing is flushed or stopped in order.
host_power_cut() {
  local init
  cgroup_is_frozen "$1" && cgroup_freeze "$1" 0
  if ! host_is_off "$1"; then
    await 10 host_init "$1" >/dev/null || true
    init=$(host_init "$1") && kill -KILL "$init" 2>/dev/null
    await 20 host_is_off "$1" || die "$1 does not die; see $RUN/hosts/$1/console.log"
  fi
  rm -f "$RUN/hosts/$1"/{supervisor,nspawn,init}.pid
  host_network_down "$1"
}

# Runs a command as root inside the host without its network or sshd, so a test sees it whatever the product did to either.
host_exec() { # <host> <command...>
  local init host=$1
  shift
  init=$(host_init "$host") || die "$host is switched off"
  nsenter --target "$init" --mount --uts --ipc --net --pid --cgroup --root --wd -- \
    /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb "$@"
}

host_remove() {
  local directory=$RUN/hosts/$1 pid
  host_power_cut "$1"
  # After a crash of the lab itself no pid file may be left; whatever still sits in the host's cgroups is the host's.
  for pid in $(cgroup_processes "$1"); do kill -KILL "$pid" 2>/dev/null || true; done
  await 10 cgroup_is_empty "$1" || say "processes remain in the cgroups of $1"
  cgroup_remove "$1"
  if mountpoint -q "$directory/root"; then umount "$directory/root" || umount --lazy "$directory/root"; fi
  rm -rf "$directory"
}
cgroup_is_empty() { [ -z "$(cgroup_processes "$1")" ]; }
