# A Debian host with the packages a bootstrap would install, for tests that are not about bootstrapping.
. "$(dirname "$0")/../layer.sh"
out=$1
forbid_services "$out"
BIND="$CACHE/debs:/srv/repo" in_layer "$CACHE/base" "$out" bash -euxc '
  apt-get -q update
  apt-get -qy -o Dpkg::Options::=--force-unsafe-io install --no-install-recommends "$@"
  apt-get clean
' bash "${PREPARED_PACKAGES[@]}"
allow_services "$out"
rm -rf "$out/srv/repo" "$out/var/log/apt"
