# A CentOS-like host with the packages a bootstrap would install.
. "$(dirname "$0")/../layer.sh"
out=$1
BIND="$CACHE/rpms:/srv/rpmrepo" in_layer "$CACHE/centos:$CACHE/base" "$out" dnf -y install "${PREPARED_RPMS[@]}"
rm -rf "$out/srv/rpmrepo" "$out"/var/log/dnf* "$out/var/cache/dnf"
