# What makes one host out of a shared base: identity, address, accounts' keys. Written into its overlay before the first boot.
# shellcheck shell=bash

host_files() { # <host> <os> <nics>
  local host=$1 os=$2 nics=$3 upper=$RUN/hosts/$1/upper address other
  address=$(host_address "$host")
  mkdir -p "$upper/etc/ssh"
  ssh-keygen -A -f "$upper" >/dev/null
  tr -d - </proc/sys/kernel/random/uuid >"$upper/etc/machine-id"
  cat /proc/sys/kernel/random/uuid >"$RUN/hosts/$host/product_uuid"
  echo "$host" >"$upper/etc/hostname"
  {
    echo '127.0.0.1 localhost'
    for other in 1 2 3 4; do echo "$(host_address "h$other") h$other"; done
  } >"$upper/etc/hosts"
  case $os in
    debian) debian_network "$upper" "$address" "$nics" ;;
    centos) centos_network "$upper" "$address" "$nics" ;;
  esac
}
# Debian's default, ifupdown. The installer writes allow-hotplug; there is no udev in a container to plug anything, so auto.
debian_network() { # <upper> <address> <nics>
  mkdir -p "$1/etc/network"
  {
    printf '# The loopback network interface\nauto lo\niface lo inet loopback\n\n# The primary network interface\n'
    printf 'auto eth0\niface eth0 inet static\n\taddress %s/24\n\tgateway %s\n' "$2" "$GATEWAY"
  } >"$1/etc/network/interfaces"
}
# A second card is left unconfigured on both systems, as an installer leaves a card without a cable. NetworkManager must not ask for an
# address there by itself, again and again: servers of this family come with that setting (package NetworkManager-config-server).
centos_network() {
  local file=$1/etc/NetworkManager/system-connections/eth0.nmconnection
  mkdir -p "${file%/*}" "$1/etc/NetworkManager/conf.d"
  printf '[main]\nno-auto-default=*\n' >"$1/etc/NetworkManager/conf.d/00-server.conf"
  cat >"$file" <<KEYFILE
[connection]
id=eth0
uuid=$(cat /proc/sys/kernel/random/uuid)
type=ethernet
autoconnect-priority=-999
interface-name=eth0

[ethernet]

[ipv4]
address1=$2/24,$GATEWAY
method=manual

[ipv6]
addr-gen-mode=eui64
method=ignore
KEYFILE
  chmod 600 "$file"
}
