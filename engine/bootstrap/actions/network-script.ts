/**
 * Goes from one side of the network's change to the other, by itself. Arguments: `plain` or `bridged`, directory. Everything it needs lies
 * in the directory: `arguments` (manager, bridge, card, connection, whether the card was up), `list` (number and path of each file) and the
 * files of both sides. May be repeated; a repetition ends where the first run would have.
 */
export const networkScript = `#!/bin/sh
set -u
target=$1 directory=$2
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
export PATH LC_ALL
{ read -r manager; read -r bridge; read -r nic; read -r connection; read -r up; } <"$directory/arguments"
put() {
  while read -r number path; do
    if [ -e "$directory/$target/$number" ]; then
      mkdir -p "$(dirname "$path")"
      cp --archive -- "$directory/$target/$number" "$path.benchtop-new" && mv -f -- "$path.benchtop-new" "$path"
      if command -v restorecon >/dev/null 2>&1; then restorecon "$path"; fi
    else rm -f -- "$path"; fi
  done <"$directory/list"
  sync
}
remove_bridge() {
  ip link set dev "$nic" nomaster 2>/dev/null
  ip link delete dev "$bridge" type bridge 2>/dev/null
  # Bridges take IPv6 off their ports in ways of their own; the card's former settings, saved before, make it address itself again.
  while read -r setting value; do
    echo "$value" >"/proc/sys/net/ipv6/conf/$nic/$setting"
  done 2>/dev/null <"$directory/settings"
}
# A card that was off is off again, also without the address that IPv6 gave itself meanwhile.
put_down() {
  [ "$up" = down ] || return 0
  ip link set dev "$nic" down
  ip address flush dev "$nic"
}
case $manager-$target in
  ifupdown-bridged)
    ifdown --force "$nic" 2>&1
    put
    ip address flush dev "$nic" scope global
    ifup --force "$bridge"
    ;;
  ifupdown-plain)
    ifdown --force "$bridge" 2>&1
    put
    remove_bridge
    rm -f "/run/network/ifstate.$bridge"
    ip address flush dev "$nic" scope global
    if ifquery "$nic" >/dev/null 2>&1; then ifup --force "$nic"
    else put_down; fi
    ;;
  NetworkManager-bridged)
    put
    nmcli connection reload
    nmcli --wait 45 connection up id "benchtop-$bridge-port"
    [ -n "$(ip -o -4 address show dev "$bridge" 2>/dev/null)" ] || nmcli --wait 45 connection up id "benchtop-$bridge"
    ;;
  NetworkManager-plain)
    nmcli --wait 20 connection down id "benchtop-$bridge" 2>&1
    put
    nmcli connection reload
    remove_bridge
    # A connection that waits for an address nobody gives was like that before; whether the host is reachable is what counts.
    if [ -n "$connection" ]; then nmcli --wait 20 connection up uuid "$connection" || true
    else put_down; fi
    ;;
  systemd-networkd-bridged)
    put
    networkctl reload && networkctl reconfigure "$nic"
    ;;
  systemd-networkd-plain)
    put
    remove_bridge
    networkctl reload && networkctl reconfigure "$nic"
    put_down
    ;;
  *) echo "unknown: $manager-$target"; exit 2 ;;
esac
`;

/**
 * The host's own way back. Argument: the directory. Whoever makes the symbolic link first has decided: this script or the app that confirmed over a new connection.
 * Started by a timer of our own that is enabled, not transient, so that a power cut in between does not leave an unproven network.
 */
export const rollbackScript = `#!/bin/sh
directory=$1
ln -s rolled-back "$directory/decided" 2>/dev/null
[ "$(readlink "$directory/decided")" = rolled-back ] || exit 0
/bin/sh "$directory/network.sh" "$(cat "$directory/fallback")" "$directory" >>"$directory/log" 2>&1
echo $? >"$directory/rolled-back"
systemctl disable benchtop-network-rollback.timer
`;

/** Changes the network and goes back at once where a command failed. Argument: the directory. */
export const changeScript = `#!/bin/sh
directory=$1
/bin/sh "$directory/network.sh" "$(cat "$directory/target")" "$directory" >>"$directory/log" 2>&1 ||
  /bin/sh "$directory/rollback.sh" "$directory"
`;

/** Arguments: seconds, directory. Writes, enables and starts the timer. */
export const armScript = `set -eu
units=/etc/systemd/system
cat >"$units/benchtop-network-rollback.service" <<UNIT
[Unit]
Description=Benchtop: go back to the former network
[Service]
Type=oneshot
ExecStart=/bin/sh $2/rollback.sh $2
UNIT
cat >"$units/benchtop-network-rollback.timer" <<UNIT
[Unit]
Description=Benchtop: go back to the former network unless the new one is confirmed
[Timer]
OnActiveSec=$1
AccuracySec=1s
[Install]
WantedBy=timers.target
UNIT
systemctl daemon-reload
systemctl enable benchtop-network-rollback.timer
systemctl restart benchtop-network-rollback.timer
`;

/** Prints who decided, then removes the timer and its units. Argument: the directory. */
export const confirmScript = `set -u
directory=$1
ln -s confirmed "$directory/decided" 2>/dev/null
decided=$(readlink "$directory/decided")
if [ "$decided" = confirmed ]; then
  systemctl stop benchtop-network-rollback.timer
  systemctl disable benchtop-network-rollback.timer 2>/dev/null
  rm -f /etc/systemd/system/benchtop-network-rollback.timer /etc/systemd/system/benchtop-network-rollback.service
  systemctl daemon-reload
fi
echo "$decided"
`;

/**
 * Prints one line: who decided (or `open`), whether the way back has ended, and the state of the wished side: `ready` or what lacks.
 * Arguments: directory, `plain` or `bridged`, bridge, card, addresses that must be there.
 */
export const stateScript = String.raw`set -u
directory=$1 target=$2 bridge=$3 nic=$4
shift 4
decided=$(readlink "$directory/decided" 2>/dev/null || echo open)
back=no; [ ! -e "$directory/rolled-back" ] || back=yes
holder=$nic lacks=
master=$(basename "$(readlink "/sys/class/net/$nic/master" 2>/dev/null || echo none)")
if [ "$target" = bridged ]; then
  holder=$bridge
  [ "$master" = "$bridge" ] || lacks="$nic is not under $bridge"
else
  [ "$master" = none ] || lacks="$nic is still under $master"
  [ ! -e "/sys/class/net/$bridge" ] || lacks="$bridge is still there"
fi
for address in "$@"; do
  ip -o address show dev "$holder" 2>/dev/null | grep -qF " $address " || lacks="$holder has no address $address"
done
running=no
systemctl is-active --quiet benchtop-network-change.service && running=yes
echo "$decided $back $running \${lacks:-ready}"
`.replaceAll('\\${', '${');
