# What the lab's HTTP server offers: the guest, and the damaged and hostile images that a template download must refuse.
. "$(dirname "$0")/../layer.sh"
out=$1
guest=$CACHE/guest
cp "$guest/tiny.qcow2" "$guest/tiny.iso" "$out/"
zstd -q "$guest/tiny.qcow2" -o "$out/tiny.qcow2.zst"
gzip -c "$guest/tiny.qcow2" >"$out/tiny.qcow2.gz"
bzip2 -c "$guest/tiny.qcow2" >"$out/tiny.qcow2.bz2"
xz -0 -c "$guest/tiny.qcow2" >"$out/tiny.qcow2.xz"

head -c 6000000 "$guest/tiny.qcow2" >"$out/truncated.qcow2"
: >"$out/empty.qcow2"
printf '<!doctype html><title>Sign in</title><p>Please sign in to the network.</p>\n' >"$out/wrong-content.qcow2"
# Would make QEMU on the host read a file of the host as the guest's disk.
qemu-img create -q -u -f qcow2 -b /etc/shadow -F raw "$out/backing-file.qcow2" 48M
(cd "$out" && qemu-img create -q -f qcow2 -o data_file=/tmp/lab-data-file,data_file_raw=on data-file.qcow2 1M && rm -f /tmp/lab-data-file)
# Small to download, larger than any pool.
qemu-img create -q -f qcow2 "$out/huge.qcow2" 60T
(cd "$out" && sha256sum -- * >SHA256SUMS)
