import { randomBytes } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, PoolProbe } from '../driver.ts';
import { writeFailure } from '../mount-failure.ts';
import { nfsOptions, nfsSource } from './mounts.ts';
import { explainMount } from './nfs-server.ts';
import { attempt, needSharedMount, type Place } from './storage.ts';

/**
 * One script, so that what it made is cleared away even when the connection breaks in between: `trap` runs on the host. Parameters:
 * nfs|directory, source or folder, mount options, a random name. Prints `step <name>` before each step and what it found after it.
 */
const probeScript = `set -u
kind=$1 source=$2 options=$3 name=$4
file= made= mounted=
clean() {
  [ -z "$file" ] || timeout -k 2 10 rm -f "$file"
  if [ -n "$mounted" ]; then timeout -k 2 20 umount "$root" || umount -l "$root"; fi
  if [ "$kind" = nfs ]; then rmdir "$root" 2>/dev/null; fi
  while [ -n "$made" ] && rmdir "$made" 2>/dev/null; do
    [ "$made" = "$top" ] && break
    made=$(dirname "$made")
  done
}
trap clean EXIT
trap 'exit 143' TERM HUP INT PIPE
echo "step mount"
if [ "$kind" = nfs ]; then
  root=/run/benchtop-probe-$name
  mkdir -p "$root" || exit 1
  timeout -k 5 45 mount -t nfs -o "$options" "$source" "$root"
  status=$?
  [ $status -ne 124 ] && [ $status -ne 137 ] || echo "timed out" >&2
  [ $status -eq 0 ] || exit 1
  mounted=1
  echo "found $(findmnt -n -r -o FSTYPE -M "$root")"
else
  root=$source
  top=$root
  while [ ! -e "$(dirname "$top")" ]; do top=$(dirname "$top"); done
  if [ -d "$root" ]; then echo "found directory"; else
    mkdir -p "$root" || exit 1
    made=$root
    echo "found none"
  fi
fi
echo "step write"
file=$root/.benchtop-probe-$name
data=$(head -c 3072 /dev/urandom | base64 -w0)
printf %s "$data" | timeout -k 2 20 dd of="$file" bs=4096 conv=fsync 2>&1 | grep -v records >&2
[ -e "$file" ] || exit 1
echo "found $(wc -c < "$file")"
echo "step read"
[ "$(timeout -k 2 20 cat "$file")" = "$data" ] || exit 1
if timeout -k 2 20 dd if="$file" of=/dev/null bs=4096 count=1 iflag=direct 2>/dev/null; then echo "found direct"; else echo "found buffered"; fi
echo "step lock"
timeout -k 2 20 flock -n "$file" true || { echo "no lock" >&2; exit 1; }
echo "step space"
timeout -k 2 20 df -B1 --output=size,avail "$root" | tail -n 1
echo "step end"`;

/** Tries a pool or an image store and leaves nothing behind. Throws with the step that failed, why, and the cure. */
export async function probePlace(ssh: SshConnection, host: HostTarget, place: Place): Promise<PoolProbe> {
  if (place.kind === 'shared') await needSharedMount(ssh, host, place);
  const nfs = place.kind === 'nfs';
  const source = nfs ? nfsSource(place.server, place.path) : place.root;
  // Soft, because a trial must come to an end.
  const options = nfs
    ? `soft,timeo=50,retrans=2,retry=0,${nfsOptions(place.mount?.options).replace('hard,', '')}`
    : 'none';
  const name = randomBytes(6).toString('hex');
  const result = await ssh.exec(['sh', '-c', probeScript, 'sh', nfs ? 'nfs' : 'directory', source, options, name], {
    deadline: 180_000,
  });
  const found = new Map<string, string>();
  let step = 'mount';
  for (const line of result.stdout.split('\n')) {
    if (line.startsWith('step ')) step = line.slice(5);
    else if (line !== '') found.set(step, line.replace(/^found /, '').trim());
  }
  if (step === 'mount') {
    if (nfs) throw await explainMount(ssh, attempt(host, place), result.stderr);
    throw writeFailure(attempt(host, place), lastWords(result.stderr), false);
  }
  if (step === 'read')
    throw fail(
      'resourceUnavailable',
      say`${place.label}, seen from ${host.name}, gives back other bytes than were written.`,
      {
        hint: say`Its storage is broken or full; look at the server’s logs.`,
      },
    );
  if (step !== 'end') throw writeFailure(attempt(host, place), lastWords(result.stderr), nfs);
  const [total = 0, free = 0] = (found.get('space') ?? '').split(/\s+/).map(Number);
  const how = {
    nfs: say`${source} was mounted for a trial`,
    shared: say`${source} is a mounted file system`,
    directory: say`${source} is a folder`,
  };
  return {
    total,
    used: Math.max(0, total - free),
    checks: [
      { name: 'mount', detail: found.get('mount') === 'none' ? say`${source} was made for a trial` : how[place.kind] },
      { name: 'write', detail: say`a file of 4 KiB was written to stable storage` },
      {
        name: 'read',
        detail:
          found.get('read') === 'direct'
            ? say`it read back the same`
            : say`it read back the same; without O_DIRECT, so disks here use the host’s cache`,
      },
      { name: 'lock', detail: say`a lock was taken and given back` },
      {
        name: 'space',
        detail: say`${Math.floor((free / 1024 ** 3) * 10) / 10} GiB of ${Math.floor((total / 1024 ** 3) * 10) / 10} GiB are free`,
      },
    ],
  };
}
