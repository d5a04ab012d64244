# The offline package repository of Debian hosts; also the pool from which the CentOS-like layer, its RPMs and the guest are made.
. "$(dirname "$0")/../layer.sh"
out=$1
upper=$(mktemp -d "$CACHE/debs.XXXXXX")
trap 'rm -rf "$upper"' EXIT
mkdir -p "$upper/etc/apt"
debian_sources >"$upper/etc/apt/sources.list"
cp -L /etc/resolv.conf "$upper/etc/resolv.conf"
BIND="$out:/pool" in_layer "$CACHE/base" "$upper" bash -euxc '
  apt-get -q update
  mkdir -p /pool/partial
  apt-get -qy -o Dir::Cache::archives=/pool install --download-only --no-install-recommends "$@"
  # chrony replaces timesyncd; an undo must be able to put it back.
  cd /pool && apt-get -q download systemd-timesyncd
' bash "${REPOSITORY_PACKAGES[@]}" "${STAND_IN_PACKAGES[@]}" "${GUEST_PACKAGES[@]}"
rm -rf "$out/partial" "$out/lock"
chmod 755 "$out"
cd "$out"
apt-ftparchive packages . >Packages
apt-ftparchive -o APT::FTPArchive::Release::Suite=lab -o APT::FTPArchive::Release::Label='Benchtop lab' release . >Release.new
mv Release.new Release
