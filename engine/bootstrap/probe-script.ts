/**
 * What a probe runs on the host: one fixed POSIX sh program, read-only but for temporary files that it removes. Nothing that a user typed
 * is in it; its parameters arrive as arguments. It prints sections, each begun by a line `@<nonce> <name>`, so that no content of a
 * file can pass for the beginning of a section. Files travel as base64, because their last newline matters for an undo.
 *
 * Arguments: nonce, `ask` or `skip` (package sources), packages of apt, packages of dnf, units, files, groups, directories (each one
 * argument, separated by spaces), and the boot sector of the trial guest in base64. `probePreamble` gives more, in variables.
 */
export const probeScript = String.raw`
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
nonce=$1 ask=$2 debs=$3 rpms=$4 units=$5 files=$6 groups=$7 directories=$8 sector=$9
section() { printf '\n@%s %s\n' "$nonce" "$1"; }
have() { command -v "$1" >/dev/null 2>&1; }
# Runs a command with a time limit, no input, no error output, and at most 64 KiB of output.
try() { timeout 15 "$@" 2>/dev/null </dev/null | head -c 65536; }
# base64 of one file of at most 64 KiB; "absent" or "large" otherwise.
file() {
  section "file $1"
  if [ ! -f "$1" ]; then echo absent
  elif [ "$(wc -c <"$1")" -gt 65536 ]; then echo large
  else echo present; base64 "$1"; fi
}
name=$(head -c 256 /proc/sys/kernel/hostname)
plain() { printf %s "$1" | base64 -d; }
proxyhost=$(plain "$proxyhost64") proxyport=$(plain "$proxyport64") mirror=$(plain "$mirror64")
# Settings for package managers that are tried, not yet written where they count; a proxy's password may be in them.
trial= apt_trial= dnf='dnf'
trap '[ -z "$trial" ] || rm -rf "$trial"' EXIT
trap 'exit 1' HUP INT TERM
[ -z "$aptproxy64$mirror64" ] || trial=$(mktemp -d)

section os; head -c 8192 /etc/os-release
section machine; uname -m; uname -r
section user; id -u; id -un
section systemd; [ -d /run/systemd/system ] && try systemctl --version | head -n 1
section hostname; echo "$name"
section fqdn; try hostname --fqdn
# The name servers alone, past the hosts file.
section online; full=$(try hostname --fqdn | head -c 256); try getent -s hosts:dns ahosts "\${full:-$name}" | head -n 20
section requiretty
for path in /etc/sudoers /etc/sudoers.d/*; do
  # sudo passes over names with a dot or a tilde too.
  case \${path##*/} in *[!a-zA-Z0-9_@-]*) continue ;; esac
  [ -f "$path" ] && grep -E '^[[:space:]]*Defaults.*[^!a-z]requiretty' "$path" 2>/dev/null | head -n 5 | sed "s|^|$path |"
done
section links; timeout 15 ip -json -details address </dev/null 2>/dev/null | head -c 262144
section routes; try ip -json -4 route show default
section routes6; try ip -json -6 route show default
section resolv; head -c 4096 /etc/resolv.conf 2>/dev/null
section inside; try systemd-detect-virt
section container; try systemd-detect-virt --container

for path in $files; do file "$path"; done
for path in /etc/network/interfaces /etc/network/interfaces.d/* /etc/netplan/*.yaml /etc/systemd/network/*.network \
  /etc/systemd/network/*.netdev /run/systemd/network/*.network; do
  case $path in *[!a-zA-Z0-9./_@:-]*) continue ;; esac
  [ -f "$path" ] && file "$path"
done
section cloudinit; have cloud-init && [ ! -e /etc/cloud/cloud-init.disabled ] && echo present
section networkctl
shipped=
if [ "$(try systemctl is-active systemd-networkd.service)" = active ]; then
  for link in /sys/class/net/*; do
    link=$(basename "$link")
    followed=$(try networkctl status --no-pager --lines=0 -- "$link" | sed -n 's/^ *Network File: *//p' | head -n 1)
    printf '%s %s\n' "$link" "$followed"
    case $followed in /usr/lib/systemd/network/*) shipped="$shipped $followed" ;; esac
  done
  for path in $shipped; do file "$path"; done
fi
section nm
if have nmcli && [ "$(try systemctl is-active NetworkManager.service)" = active ]; then
  timeout 15 nmcli --terse --escape no --fields UUID,TYPE,DEVICE,FILENAME connection show --active </dev/null 2>/dev/null | head -c 65536
fi
section nmversion; have nmcli && try nmcli --version
if have nmcli; then
  for uuid in $(try nmcli --terse --escape no --fields UUID,TYPE connection show --active | grep -E 'ethernet|bond|vlan|bridge|team' | cut -d: -f1 | head -n 16); do
    section "nmconnection $uuid"
    try nmcli --escape no --get-values connection.id,connection.zone,ipv4.method,ipv4.addresses,ipv4.gateway,ipv4.dns,ipv4.dns-search,ipv4.routes,ipv6.method,ipv6.addresses,ipv6.gateway,ipv6.dns,ipv6.routes connection show "$uuid"
    path=$(try nmcli --terse --escape no --fields UUID,FILENAME connection show | sed -n "s/^$uuid://p" | head -n 1)
    case $path in /*.nmconnection) section "nmfile $uuid"; head -c 65536 "$path" | base64 ;; esac
  done
fi

section firewalld
if have firewall-cmd && [ "$(try firewall-cmd --state)" = running ]; then
  echo running; try firewall-cmd --get-default-zone
  section zones; try firewall-cmd --get-active-zones
  zones=$({ try firewall-cmd --get-active-zones | grep -v '^ ' | cut -d' ' -f1; try firewall-cmd --get-default-zone; } | sort -u | head -n 20)
  # It answers late while it takes a new interface in.
  for zone in $zones; do section "rules $zone"; timeout 60 firewall-cmd --permanent --zone="$zone" --list-rich-rules 2>/dev/null </dev/null | head -c 65536; done
fi
section ufw; have ufw && try ufw status
section nft; have nft && try nft list ruleset | grep -E 'hook (input|forward) .*policy|^table' | head -n 100
section iptables; have iptables && try iptables -S INPUT | head -n 50
section bridgefilter
for name in arptables ip6tables iptables; do
  [ -r "/proc/sys/net/bridge/bridge-nf-call-$name" ] && echo "$name $(head -c 4 "/proc/sys/net/bridge/bridge-nf-call-$name")"
done
# What a forwarded packet meets first: the chains at that hook, without those of bridges and cards.
section forward
if have nft; then
  try nft list ruleset | awk '/^table /{family=$2} /^\tchain /{text=""; hook=0} {text=text $0 "\n"} /hook forward/{hook=1}
    /^\t}/{if (hook && family!="bridge" && family!="netdev") printf "%s", text; hook=0; text=""}' | head -n 200
elif have iptables; then try iptables -S FORWARD | head -n 100
fi
section selinux; if have getenforce; then try getenforce; fi

section proxy
if [ -n "$proxyhost" ]; then
  if said=$(timeout 10 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$proxyhost" "$proxyport" 2>&1 </dev/null); then echo answers; else
    said=$(printf '%s\n' "$said" | sed -n 's/^.*: connect: //p; s/^.*: \(.*[Nn]ame.*\)$/\1/p' | head -n 1)
    echo "down \${said:-no answer within 10 seconds}"
  fi
fi
section manager; if have apt-get && have dpkg-query; then echo apt; elif have dnf; then echo dnf; fi
if have apt-get && have dpkg-query; then
  section debs; try dpkg-query -W -f '\${db:Status-Abbrev} \${Package} \${Version}\n' $debs
  section candidates; try apt-cache policy $debs | grep -E '^[a-z0-9]|Candidate:'
  section audit; try dpkg --audit | head -n 20
  section proxies; try apt-config dump | sed -n 's/^Acquire::https*::Proxy "\(..*\)";$/\1/p' | sed 's|//[^@/]*@|//|' | sort -u | head -n 5
  if [ -n "$trial" ]; then plain "$aptproxy64" >"$trial/apt.conf"; apt_trial="-c $trial/apt.conf"; fi
  fetch() {
    timeout 20 /usr/lib/apt/apt-helper $apt_trial -o Acquire::Retries=0 -o Acquire::http::Timeout=8 -o Acquire::https::Timeout=8 \
      download-file "$1" "$2" 2>&1 </dev/null
  }
  source=
  if [ -n "$mirror" ]; then
    section mirror
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release | tr -cd 'a-z0-9-' | head -c 40)
    for suite in $codename $codename-updates $codename-security; do
      for release in InRelease Release; do
        if said=$(fetch "$mirror/dists/$suite/$release" "$trial/fetched"); then echo "suite $suite"; source=ok; break; fi
      done
      # Updates are of no use without what they update.
      [ -n "$source" ] || break
    done
    if [ -z "$source" ]; then
      for index in InRelease Release Packages.gz Packages.xz Packages; do
        if said=$(fetch "$mirror/$index" "$trial/fetched"); then echo flat; source=ok; break; fi
      done
    fi
    said=$(printf %s "$said" | tr '\n' ' ' | head -c 400)
    [ -n "$source" ] || echo "down $said"
    for path in /usr/share/keyrings/debian-archive-keyring.pgp /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/ubuntu-archive-keyring.gpg; do
      case $path in */"$(sed -n 's/^ID=//p' /etc/os-release | tr -cd 'a-z')"-*) [ -f "$path" ] && echo "key $path" ;; esac
    done
  fi
  section source
  if [ "$ask" = ask ] && [ -n "$mirror" ]; then
    if [ -n "$source" ]; then echo "ok $mirror"; else echo "down $mirror $said"; fi
    echo asked
  elif [ "$ask" = ask ]; then
    scratch=$(mktemp -d) && {
      try apt-get --print-uris update | sed -n "s/^'\([^']*\/\)\(InRelease\)'.*/\1/p" | sort -u | head -n 12 >"$scratch/uris"
      while read -r uri; do
        for release in InRelease Release; do
          if said=$(fetch "$uri$release" "$scratch/release"); then said=; break; fi
        done
        [ -z "$said" ] && echo "ok $uri" || printf 'down %s %s\n' "$uri" "$(printf %s "$said" | tr '\n' ' ' | head -c 400)"
      done <"$scratch/uris"
      echo asked
      rm -rf "$scratch"
    }
  fi
elif have dnf; then
  section rpms; try rpm -q --qf '%{NAME} %{VERSION}-%{RELEASE}\n' $rpms
  section proxies; sed -n 's/^proxy *= *//p' /etc/dnf/dnf.conf 2>/dev/null | sed 's|//[^@/]*@|//|' | head -n 5
  if [ -n "$trial" ]; then
    plain "$dnfproxy64" >"$trial/proxy"
    { cat /etc/dnf/dnf.conf 2>/dev/null || echo '[main]'; } >"$trial/found"
    sed -E -e '/^proxy(_username|_password|_auth_method)?[[:space:]]*=/d' -e "/^\[main\]/r $trial/proxy" "$trial/found" >"$trial/dnf.conf"
    dnf="dnf -c $trial/dnf.conf"
  fi
  if [ -n "$mirror" ]; then
    section mirror
    layout=repository
    if have curl && ! curl -sf -o /dev/null --noproxy '*' --max-time 20 -- "$mirror/repodata/repomd.xml" &&
      curl -sf -o /dev/null --noproxy '*' --max-time 20 -- "$mirror/BaseOS/$(uname -m)/os/repodata/repomd.xml"; then layout=distribution; fi
    mkdir "$trial/repos"
    case $layout in
      repository) printf '[benchtop]\nname=trial\nbaseurl=%s/\nproxy=_none_\n' "$mirror" ;;
      distribution) for part in BaseOS AppStream; do printf '[%s]\nname=trial\nbaseurl=%s/%s/$basearch/os/\nproxy=_none_\n' "$part" "$mirror" "$part"; done ;;
    esac >"$trial/repos/trial.repo"
    dnf="$dnf --setopt=reposdir=$trial/repos --setopt=cachedir=$trial/cache"
    if said=$(timeout 120 $dnf -q --setopt='*.skip_if_unavailable=0' makecache 2>&1 </dev/null); then echo "$layout"; source=ok; else
      source= said=$(printf %s "$said" | tr '\n' ' ' | tail -c 400); echo "down $said"
    fi
    for path in /etc/pki/rpm-gpg/RPM-GPG-KEY-*; do [ -f "$path" ] && echo "key $path"; done | head -n 10
  fi
  section source
  if [ "$ask" = ask ] && [ -n "$mirror" ]; then
    if [ -n "$source" ]; then echo "ok $mirror"; else echo "down $mirror $said"; fi
    echo asked
    section offered; [ -z "$source" ] || timeout 60 $dnf -q -C repoquery --qf '%{name}\n' $rpms 2>/dev/null </dev/null | sort -u | head -c 8192
  elif [ "$ask" = ask ]; then
    # Strictly first, so that a source which is down is told; then whatever answers, because that may be enough.
    if said=$(timeout 240 $dnf -q --setopt='*.skip_if_unavailable=0' makecache 2>&1 </dev/null); then echo 'ok dnf'; else
      timeout 240 $dnf -q makecache >/dev/null 2>&1 </dev/null
      printf 'down dnf %s\n' "$(printf %s "$said" | tr '\n' ' ' | tail -c 600)"
    fi
    echo asked
    section offered; timeout 60 $dnf -q -C repoquery --qf '%{name}\n' $rpms 2>/dev/null </dev/null | sort -u | head -c 8192
  fi
fi

section units; try systemctl show --property=Id,LoadState,UnitFileState,ActiveState -- $units
section groups; for group in $groups; do try getent group "$group"; done
section libvirt
# Only root reaches the socket that is there in every set-up; everything asked of it is a question.
mode='-q -c qemu:///system'; [ "$(id -u)" = 0 ] || mode='-q -r -c qemu:///system'
if have virsh; then
  echo "version $(try virsh --version)"
  if said=$(try virsh $mode list --all --uuid --name); then :; fi
  if try virsh $mode uri | grep -q qemu; then
    echo answers
    section domains; printf '%s\n' "$said" | head -n 500
    section running; try virsh $mode list --uuid | head -n 500
    section ours
    for uuid in $(try virsh $mode list --all --uuid | head -n 500); do
      try virsh $mode dumpxml "$uuid" | grep -q benchtop && echo "$uuid"
    done
    section networks; try virsh $mode net-list --name | head -n 50
    section domaintypes; try virsh $mode capabilities | grep -o "<domain type='[a-z]*'" | sort -u
  fi
fi
section listeners; have ss && try ss -H -l -t -n -p | grep -E 'libvirtd|virtproxyd|"systemd",pid=1.*:165(09|14)|:165(09|14) ' | head -n 20
qemu=
for path in /usr/libexec/qemu-kvm /usr/bin/qemu-kvm /usr/bin/qemu-system-x86_64; do [ -x "$path" ] && [ -z "$qemu" ] && qemu=$path; done
section qemu; echo "$qemu"; [ -n "$qemu" ] && try "$qemu" --version | head -n 1
section processes; cat /proc/[0-9]*/comm 2>/dev/null | grep -c '^qemu'
section flag; grep -m 1 -o -w -e vmx -e svm /proc/cpuinfo | head -n 1
section modules; for module in kvm kvm_intel kvm_amd; do [ -d "/sys/module/$module" ] && echo "$module"; done
section device; [ -c /dev/kvm ] && echo present
section trial
if [ -n "$qemu" ] && [ -c /dev/kvm ]; then
  scratch=$(mktemp -d) && {
    { printf %s "$sector" | base64 -d; head -c 1048064 /dev/zero; } >"$scratch/disk"
    timeout 12 "$qemu" -nodefaults -no-user-config -no-reboot -display none -machine q35,accel=kvm -cpu host -m 32 -monitor none \
      -serial "file:$scratch/serial" -drive "file=$scratch/disk,format=raw,if=virtio" >"$scratch/said" 2>&1 </dev/null
    echo "status $?"
    head -c 200 "$scratch/serial" | tr -cd 'A-Za-z0-9-'; echo
    head -c 600 "$scratch/said"
    rm -rf "$scratch"
  }
fi

section time; try timedatectl show --property=NTPSynchronized
section hardware; nproc; grep -m 1 '^model name' /proc/cpuinfo; grep -m 1 '^MemTotal' /proc/meminfo
section disk; folder=/var/lib; [ -d /var/lib/benchtop ] && folder=/var/lib/benchtop
try df -B1 --output=avail "$folder" | tail -n 1; echo "$folder"
section directories; for path in $directories; do [ -d "$path" ] && stat -c '%a %n' "$path"; done
section cloudstack; ls -d /etc/cloudstack /usr/share/cloudstack-agent /etc/cloudstack/agent/agent.properties 2>/dev/null
section end
`.replaceAll('\\${', '${');
