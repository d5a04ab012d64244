# The lab's networks. Namespace `lab` has a management bridge (10.77.0.1/24) and a public one (10.77.2.1/24); each host lives in a
# namespace of its own (`lab-h1`), so nothing touches the machine's own network.
# shellcheck shell=bash

host_index() { echo "${1#h}"; }
host_address() { echo "$MANAGEMENT_PREFIX.$((10 + $(host_index "$1")))"; }
port_of() { echo "$1-$([ "$2" = 0 ] && echo mg || echo pub)"; } # the bridge's end of a host's cable

lab_network_up() {
  ip netns add "$LAB_NETNS"
  ip -n "$LAB_NETNS" link set lo up
  local pair
  for pair in "brmg:$GATEWAY" "brpub:$PUBLIC_PREFIX.1"; do
    ip -n "$LAB_NETNS" link add "${pair%%:*}" type bridge
    ip -n "$LAB_NETNS" addr add "${pair##*:}/24" dev "${pair%%:*}"
    ip -n "$LAB_NETNS" link set "${pair%%:*}" up
  done
}

# Makes a host's namespace anew. After a power cut this is what clears the taps, bridges and rules of the dead "machine".
host_network_up() { # <host> <number of NICs>
  local host=$1 nic port
  host_network_down "$host"
  ip netns add "$LAB_NAME-$host"
  ip -n "$LAB_NAME-$host" link set lo up
  for ((nic = 0; nic < $2; nic++)); do
    port=$(port_of "$host" "$nic")
    # The MAC stays the same over power cuts, like a real card's.
    ip -n "$LAB_NETNS" link add "$port" type veth peer name "eth$nic" \
      address "$(printf '02:4c:41:42:%02x:%02x' "$nic" "$(host_index "$host")")" netns "$LAB_NAME-$host"
    ip -n "$LAB_NETNS" link set "$port" master "$([ "$nic" = 0 ] && echo brmg || echo brpub)" up
    # A cable pulled before the power cut stays pulled.
    if [ -e "$RUN/hosts/$host/cut-$nic" ]; then ip -n "$LAB_NETNS" link set "$port" down; fi
  done
}
host_network_down() {
  local port
  for port in "$1-mg" "$1-pub"; do ip -n "$LAB_NETNS" link del "$port" 2>/dev/null || true; done
  ip netns del "$LAB_NAME-$1" 2>/dev/null || true
}
