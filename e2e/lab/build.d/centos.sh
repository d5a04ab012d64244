# The CentOS-like host: a layer over the Debian base that has dnf, rpm, firewalld, NetworkManager and CentOS Stream 9's identity.
# A stand-in: Debian's binaries. README.md says what it does not cover.
. "$(dirname "$0")/../layer.sh"
out=$1
forbid_services "$out"
BIND="$CACHE/debs:/srv/repo" in_layer "$CACHE/base" "$out" bash -euxc '
  apt-get -q update
  apt-get -qy -o Dpkg::Options::=--force-unsafe-io install --no-install-recommends "$@"
  apt-get -qy purge ifupdown isc-dhcp-client systemd-timesyncd
  dpkg-query -W -f "\${Package}\n" >/srv/installed
' bash "${STAND_IN_PACKAGES[@]}"
allow_services "$out"
mv "$out/srv/installed" "$CACHE/centos.packages"

rpms=$(mktemp -d "$CACHE/present.XXXXXX")
trap 'rm -rf "$rpms"' EXIT
node "$LAB_SOURCE/centos/rpms.ts" present "$rpms"
cp -a "$LAB_SOURCE/centos/root/." "$out/"
chmod 440 "$out/etc/sudoers"
BIND="$rpms:/srv/present" in_layer "$CACHE/base" "$out" bash -euxc '
  # Nothing of Debian packaging may be found by a program that looks for it.
  rm -rf /usr/bin/apt* /usr/bin/dpkg* /usr/sbin/dpkg* /etc/apt /etc/dpkg /var/lib/apt /var/cache/apt /var/lib/dpkg /etc/debian_version \
    /etc/network /usr/lib/apt /var/log/apt /var/log/dpkg.log \
    /etc/init.d /etc/rc?.d /etc/NetworkManager/dispatcher.d/01-ifupdown
  rpm --initdb
  rpm --force-debian -i --justdb --nodeps /srv/present/*.rpm

  # The SSH service is called sshd there.
  sed "/^Alias=/d" /usr/lib/systemd/system/ssh.service >/usr/lib/systemd/system/sshd.service
  rm -f /usr/lib/systemd/system/ssh.service /etc/systemd/system/sshd.service /etc/systemd/system/multi-user.target.wants/ssh.service
  systemctl enable sshd NetworkManager firewalld

  groupadd --force --system wheel
  gpasswd --add ops wheel
  groupdel sudo
'
rmdir "$out/srv/present" "$out/srv/repo"
