# Faults a test can cause, by name.
# shellcheck shell=bash

fault() { # <fault> [host]
  local name=${1:-} host=${2:-}
  case $name in
    stop-nfs | cont-nfs) ;;
    *) need_host "$host" ;;
  esac
  case $name in
    kill) host_power_cut "$host" ;;
    start)
      host_power_on "$host"
      await 60 host_init "$host" >/dev/null || die "$host does not start"
      # A host whose cable is cut cannot answer, and that is what was asked for.
      [ -e "$RUN/hosts/$host/cut-0" ] || await 60 host_answers "$host" || die "$host does not answer"
      ;;
    off) # an orderly shutdown, as by its power button
      kill -RTMIN+4 "$(host_init "$host")"
      await 90 host_is_off "$host" || die "$host does not shut down"
      host_network_down "$host"
      ;;
    freeze) cgroup_freeze "$host" 1 && await 10 cgroup_is_frozen "$host" ;;
    thaw) cgroup_freeze "$host" 0 ;;
    cut) cable "$host" 0 down ;;
    join) cable "$host" 0 up ;;
    cut-public) cable "$host" 1 down ;;
    join-public) cable "$host" 1 up ;;
    requiretty) host_exec "$host" sh -c 'umask 337; echo "Defaults requiretty" >/etc/sudoers.d/lab-requiretty' ;;
    no-requiretty) host_exec "$host" rm -f /etc/sudoers.d/lab-requiretty ;;
    stop-nfs) nfs_signal STOP ;;
    cont-nfs) nfs_signal CONT ;;
    *) usage ;;
  esac
}
cable() { # <host> <nic> <up|down>
  local mark=$RUN/hosts/$1/cut-$2
  if [ "$3" = down ]; then touch "$mark"; else rm -f "$mark"; fi
  ip -n "$LAB_NETNS" link set "$(port_of "$1" "$2")" "$3"
}
