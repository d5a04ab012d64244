# What the lab offers besides hosts: an NFS server and an HTTP file server, both on the lab's gateway address, and a management
# controller (IPMI) for each host.
# shellcheck shell=bash

services_up() {
  mkdir -p "$RUN/services" "$RUN/nfs"/{primary,secondary,denied,readonly}
  sed "s|@EXPORTS@|$RUN/nfs|" "$LAB_SOURCE/nfs/ganesha.conf" >"$RUN/services/ganesha.conf"
  service_start nfs unshare --mount --pid --fork --kill-child "$LAB_SOURCE/nfs/serve" "$RUN/services"
  service_start http node "$LAB_SOURCE/http/server.ts" "$CACHE/images" "$GATEWAY" "$HTTP_PORT"
  await 15 port_answers "$HTTP_PORT" || die "the HTTP server does not start; see $RUN/services/http.log"
  await 30 port_answers 2049 || die "the NFS server does not start; see $RUN/services/ganesha.log"
  await 30 port_answers 20048 || die "the NFS mount service does not start; see $RUN/services/ganesha.log"
}
services_down() {
  local file
  for file in "$RUN"/services/*.pid; do [ ! -e "$file" ] || end_process "$file"; done
}
bmc_address() { echo "$MANAGEMENT_PREFIX.$((210 + $(host_index "$1")))"; }
bmc_up() { # <host>
  local directory=$RUN/services/bmc-$1 address
  address=$(bmc_address "$1")
  mkdir -p "$directory"
  ip -n "$LAB_NETNS" addr add "$address/24" dev brmg
  sed -e "s|@HOST@|$1|; s|@ADDRESS@|$address|; s|@USER@|$BMC_USER|; s|@PASSWORD@|$BMC_PASSWORD|; s|@CHASSIS@|$LAB_SOURCE/bmc/chassis|" \
    "$LAB_SOURCE/bmc/lan.conf" >"$directory/lan.conf"
  # The mount namespace is the machine's: the hook starts hosts, whose mounts must be seen outside.
  service_start "bmc-$1" ipmi_sim -n -c "$directory/lan.conf" -f "$LAB_SOURCE/bmc/emulator.commands" -s "$directory"
}
service_start() { # <name> <command...>
  local name=$1
  shift
  # The lab's own lock must not be inherited: it would outlive the command that took it.
  nsenter --net="/run/netns/$LAB_NETNS" -- setsid "$@" </dev/null >"$RUN/services/$name.log" 2>&1 8>&- 9>&- &
  remember_process "$RUN/services/$name.pid" $!
}
port_answers() { in_lab timeout 1 bash -c "exec 3<>/dev/tcp/$GATEWAY/$1" 2>/dev/null; }

# The server itself is a grandchild: unshare, serve, ganesha.
nfs_server() {
  local parent
  parent=$(remembered_process "$RUN/services/nfs.pid") || return 1
  pgrep -P "$(pgrep -P "$parent")" -x ganesha.nfsd
}
nfs_signal() { kill "-$1" "$(nfs_server)" || die 'the NFS server is not running'; }
