# The RPM repository of the CentOS-like hosts.
. "$(dirname "$0")/../layer.sh"
node "$LAB_SOURCE/centos/rpms.ts" repository "$CACHE/debs" "$CACHE/centos.packages" "$CACHE/centos:$CACHE/base" "$1"
