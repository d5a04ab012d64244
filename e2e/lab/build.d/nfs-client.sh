# The NFS client stand-in that the hosts' bases carry where the kernel has no NFS client.
. "$(dirname "$0")/../layer.sh"
out=$1
# shellcheck disable=SC2046
gcc -O2 -Wall -Wextra -Werror -D_FILE_OFFSET_BITS=64 -o "$out/fusenfs" "$LAB_SOURCE/nfs/fusenfs.c" $(pkg-config --cflags --libs fuse3 libnfs)
install -m 755 "$LAB_SOURCE/nfs/mount.nfs" "$out/mount.nfs"
