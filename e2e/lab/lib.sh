# Shared by every lab script: where things lie, what they are called, and the few helpers all need.
# shellcheck shell=bash
LAB_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB_ROOT=${BENCHTOP_LAB_ROOT:-$(cd "$LAB_SOURCE/../.." && pwd)/.lab}
CACHE=$LAB_ROOT/cache # what `build` makes; kept between runs
KEYS=$LAB_ROOT/keys   # the key pair of every lab host
FEATURES=$LAB_ROOT/features.json

# Names of namespaces and cgroups are global in the kernel. Labs with different names run side by side, each with the same
# addresses inside.
LAB_NAME=${BENCHTOP_LAB_NAME:-lab}
[[ $LAB_NAME =~ ^[a-z][a-z0-9]{0,9}$ ]] || { echo 'BENCHTOP_LAB_NAME is up to 10 small letters and digits' >&2 && exit 2; }
LAB_NETNS=$LAB_NAME
if [ "$LAB_NAME" = lab ]; then RUN=$LAB_ROOT/run; else RUN=$LAB_ROOT/run-$LAB_NAME; fi # the running lab; gone after `lab down`
MANAGEMENT_PREFIX=10.77.0
PUBLIC_PREFIX=10.77.2
GATEWAY=$MANAGEMENT_PREFIX.1
HTTP_PORT=8080

# Passwords are fixed and public: the hosts exist only inside this machine's lab network namespace.
ROOT_PASSWORD='Lab-root-1'
OPS_PASSWORD='Lab-ops-1'
OPSNP_PASSWORD='Lab-opsnp-1'
BMC_USER='admin'
BMC_PASSWORD='Lab-bmc-1'

say() { printf 'lab: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}
has_feature() { [ -f "$FEATURES" ] && jq -e --arg f "$1" '.found | index($f) != null' "$FEATURES" >/dev/null; }

# A pid alone may be reused by a stranger; pid and start time together are one process.
process_start() { # nothing for a process that is dead and merely not collected yet
  local status fields
  read -r status 2>/dev/null <"/proc/$1/stat" || return 0
  read -ra fields <<<"${status##*) }"
  [ "${fields[0]}" = Z ] || echo "${fields[19]}"
}
remember_process() { # <file> <pid>
  printf '%s %s\n' "$2" "$(process_start "$2")" >"$1"
}
remembered_process() { # <file>: prints the pid while that very process lives
  local pid start
  [ -f "$1" ] && read -r pid start <"$1" || return 1
  [ -n "$start" ] && [ "$(process_start "$pid")" = "$start" ] || return 1
  echo "$pid"
}
end_process() { # <file> [signal]
  local pid
  if pid=$(remembered_process "$1"); then
    kill "-${2:-KILL}" "$pid" 2>/dev/null || true
    await 10 process_gone "$1" || say "process $pid of $1 did not end"
  fi
  rm -f "$1"
}
process_gone() { ! remembered_process "$1" >/dev/null; }
await() { # <seconds> <command...>: true as soon as the command is
  local deadline=$((SECONDS + $1 + 1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}
in_lab() { nsenter --net="/run/netns/$LAB_NETNS" -- "$@"; }
