#!/usr/bin/env bash
# Tries each kernel feature the product or the lab may use, inside throw-away namespaces, and prints
# {"kernel","found":[…],"missing":[…]} as JSON. A feature is found when using it worked, not when a config says so.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
found=()
missing=()
try() { # <feature> <command...>
  local name=$1
  shift
  if "$@" >/dev/null 2>&1; then found+=("$name"); else missing+=("$name"); fi
}
# Each trial gets a network namespace of its own with a veth `e0` to work on; nothing can be left behind.
net() { unshare --net --mount -- bash -ec "ip link set lo up; ip link add e0 type veth peer name e1; ip link set e0 up; ip link set e1 up; $1"; }
nft_rule() { net "nft add table $1 t; nft 'add chain $1 t c { $2 }'; nft 'add rule $1 t c $3'"; }
overlay() { unshare --mount -- bash -ec "cd $scratch; mkdir -p l u w m; mount -t overlay probe -o lowerdir=l,upperdir=u,workdir=w m"; }
kvm_flags() { grep -qE '\b(vmx|svm)\b' /proc/cpuinfo; }

try overlay overlay
try netns unshare --net true
try tun net 'ip tuntap add dev t0 mode tap'
try fuse test -c /dev/fuse
try loop unshare --mount -- bash -ec "truncate -s 1M $scratch/disk; d=\$(losetup --find --show $scratch/disk); losetup -d \$d"
try cgroup2 grep -qw cgroup2 /proc/filesystems
try cgroup1-freezer test -d /sys/fs/cgroup/freezer
try kvm-node test -c /dev/kvm
# The node alone proves nothing: without the CPU flag KVM_CREATE_VM may succeed and every BIOS guest still dies.
try kvm-flags kvm_flags
for filesystem in nfs nfs4 nfsd cifs ceph 9p virtiofs xfs btrfs ext4; do
  try "fs-$filesystem" grep -qE "[[:space:]]$filesystem\$" /proc/filesystems
done
try vlan net 'ip link add link e0 name v type vlan id 100'
try bridge-vlan-filtering net 'ip link add br9 type bridge vlan_filtering 1'
try bridge net 'ip link add br9 type bridge; ip link set br9 type bridge stp_state 1; ip link set e0 master br9; ip link set e0 type bridge_slave isolated on'
try br-netfilter net 'test -e /proc/sys/net/bridge/bridge-nf-call-iptables'
try vxlan net 'ip addr add 10.9.9.1/24 dev e0; ip link add x type vxlan id 9 dstport 4789 local 10.9.9.1 nolearning'
for kind in bond team dummy macvtap macvlan ipvlan vrf wireguard gretap geneve ifb; do
  case $kind in
    macvtap | macvlan | ipvlan) try "$kind" net "ip link add link e0 name x type $kind" ;;
    gretap) try gretap net 'ip addr add 10.9.9.1/24 dev e0; ip link add x type gretap remote 10.9.9.2 local 10.9.9.1' ;;
    geneve) try geneve net 'ip link add x type geneve id 1 remote 10.9.9.2' ;;
    vrf) try vrf net 'ip link add x type vrf table 10' ;;
    *) try "$kind" net "ip link add x type $kind" ;;
  esac
done
for family in inet ip bridge; do
  try "nft-$family" nft_rule "$family" 'type filter hook forward priority 0;' 'counter accept'
  try "nft-$family-ct" nft_rule "$family" 'type filter hook forward priority 0;' 'ct state established,related accept'
  try "nft-$family-reject" nft_rule "$family" 'type filter hook input priority 0;' 'reject'
done
try nft-netdev nft_rule netdev 'type filter hook ingress device "e0" priority 0;' 'counter accept'
try nft-masquerade nft_rule ip 'type nat hook postrouting priority 100;' 'masquerade'
try nft-flowtable net "nft add table inet t; nft 'add flowtable inet t f { hook ingress priority 0; devices = { e0 }; }'"
for discipline in htb tbf pfifo sfq fq_codel netem ingress; do
  case $discipline in
    tbf) try tc-tbf net 'tc qdisc add dev e0 root tbf rate 10mbit burst 32k latency 50ms' ;;
    netem) try tc-netem net 'tc qdisc add dev e0 root netem delay 10ms' ;;
    ingress) try tc-ingress net 'tc qdisc add dev e0 ingress' ;;
    *) try "tc-$discipline" net "tc qdisc add dev e0 root $discipline" ;;
  esac
done
try tc-police net 'tc qdisc add dev e0 ingress; tc filter add dev e0 parent ffff: protocol all u32 match u32 0 0 police rate 10mbit burst 64k drop flowid :1'
try tc-mirred net 'ip link add x type ifb; tc qdisc add dev e0 ingress; tc filter add dev e0 parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev x'
try ipsec-esp net 'ip xfrm state add src 10.9.9.1 dst 10.9.9.2 proto esp spi 1 mode tunnel enc "cbc(aes)" 0x00112233445566778899001122334455 auth "hmac(sha1)" 0x0011223344556677889900112233445566778899'
try selinux test -d /sys/fs/selinux
try apparmor test -d /sys/kernel/security/apparmor

list() { printf '%s\n' "$@" | jq -R . | jq -s .; }
jq -n --arg kernel "$(uname -r)" --argjson found "$(list "${found[@]}")" --argjson missing "$(list "${missing[@]}")" '$ARGS.named'
