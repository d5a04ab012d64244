import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, Reservation } from '../driver.ts';
import { cardLines, type GuestNetworkNames, guestNetworkNames } from './dnsmasq.ts';
import { startUnit, unitPath } from './units.ts';

/*
 * Reservations lie on the host as one file per address, in folders that dnsmasq watches: a new file it reads at once and by itself, however
 * many there are. What is changed or taken away it remembers until it is told to read everything again (and refuses the address to anyone
 * else for as long), so a change of that kind first leaves a mark, which goes when dnsmasq has been told. After a crash in between, whoever
 * comes next finds the mark.
 */

/** Exit statuses of our own scripts, apart from what programs in them use. */
const cutShort = 45;
const notServed = 46;

/**
 * Brings both folders to a whole list. Prints what dnsmasq needs: `restart` where it watches a folder that was not there any more. Input: `ADDRESS RESERVATION [NAME]` lines. Arguments: the network's
 * directory, and the number of lines: a connection that breaks looks like the end of the list, and half a list must take nothing away.
 */
const listScript = `set -eu
umask 022
cd "$1"
find . -maxdepth 1 -name '.new.*' -mmin +60 -exec rm -rf {} +
for folder in reservations records; do [ -d "$folder" ] || { rm -f "$folder"; mkdir "$folder"; echo restart; }; done
new=$(mktemp -d .new.XXXXXXXXXX)
trap 'rm -rf "$new"' EXIT
mkdir "$new/reservations" "$new/records"
put() {
  if [ -e "$1/$2" ]; then
    old=
    IFS= read -r old < "$1/$2" || :
    [ "$old" != "$3" ] || return 0
    : > reload
  fi
  printf '%s\\n' "$3" > "$new/$1/$2"
}
count=0
while read -r address card name; do
  count=$((count + 1))
  echo "$address" >&3
  put reservations "$address" "$card"
  [ -n "$name" ] || continue
  echo "$address" >&4
  put records "$address" "$address $name"
done 3> "$new/wanted-reservations" 4> "$new/wanted-records"
[ "$count" -eq "$2" ] || exit ${cutShort}
for folder in reservations records; do
  ls -A "$folder" | grep -vxF -f "$new/wanted-$folder" > "$new/unwanted" || :
  [ ! -s "$new/unwanted" ] || : > reload
  while read -r address; do rm -f "$folder/$address"; done < "$new/unwanted"
  find "$new/$folder" -type f -exec sync {} + 2>/dev/null || sync
  find "$new/$folder" -type f -exec mv -f -t "$folder" {} +
done
sync reservations records 2>/dev/null || :
[ ! -e reload ] || echo reload`;

/**
 * Adds one card; exits with notServed where the service does not run as it should, or where its leases contradict the reservation, which only
 * a stop of the service mends. Arguments: directory, both units, address, MAC address, reservation, record (empty for none).
 */
const addScript = `set -eu
umask 022
[ "$(systemctl is-active "$2" "$3")" = "active
active" ] || exit ${notServed}
cd "$1" 2>/dev/null || exit ${notServed}
[ -d reservations ] && [ -d records ] || exit ${notServed}
if [ -s leases ]; then
  awk -v a="$4" -v m="$5" '($3 == a) != ($2 == m) { wrong = 1 } END { exit wrong }' leases || exit ${notServed}
fi
address=$4
new=.new.$$
mark=
put() {
  if [ -e "$1/$address" ]; then
    old=
    IFS= read -r old < "$1/$address" || :
    [ "$old" != "$2" ] || return 0
    mark=yes
    : > reload
  fi
  printf '%s\\n' "$2" > "$new"
  sync "$new" 2>/dev/null || sync
  mv -fT "$new" "$1/$address"
  sync "$1" 2>/dev/null || :
}
if [ -n "$7" ]; then put records "$7"
elif [ -e "records/$address" ]; then mark=yes; : > reload; rm -f "records/$address"
fi
put reservations "$6"
[ -n "$mark" ] || [ -e reload ] || exit 0
systemctl reload "$3"
rm -f reload`;

/**
 * Takes one card's files away, unless the address is another card's by now; prints what is left to do. Arguments: directory, the service's unit
 * and its file, address, MAC address.
 */
const removeScript = `set -eu
cd "$1" 2>/dev/null || exit 0
[ -e "$3" ] || exit 0
card=
[ ! -f "reservations/$4" ] || IFS= read -r card < "reservations/$4" || :
case "$card" in "$5",*) : > reload; rm -f "reservations/$4" "records/$4" ;; esac
[ ! -e leases ] || ! awk -v m="$5" '$2 == m { found = 1 } END { exit !found }' leases || echo leased
systemctl is-active --quiet "$2" || echo off
[ ! -e reload ] || echo reload`;

/** Brings the host's files to the whole list; resolves with what dnsmasq needs to know of it. */
export async function writeReservations(
  ssh: SshConnection,
  names: GuestNetworkNames,
  reservations: readonly Reservation[],
): Promise<'restart' | 'reload' | undefined> {
  const stdin = reservations
    .map(cardLines)
    .map(({ address, reservation, name }) => `${address} ${reservation} ${name}\n`)
    .join('');
  const argv = ['sh', '-c', listScript, 'sh', names.directory, String(reservations.length)] as const;
  const needs = (await ssh.run(argv, { stdin })).trim().split('\n');
  return (['restart', 'reload'] as const).find((need) => needs.includes(need));
}

/** Tells dnsmasq to read everything again, or notes that it has just been started anew. */
export async function reloaded(ssh: SshConnection, names: GuestNetworkNames, how: 'reload' | 'started'): Promise<void> {
  if (how === 'reload') await ssh.run(['systemctl', 'reload', names.serviceUnit]);
  await ssh.run(['rm', '-f', `${names.directory}/reload`]);
}

/** See `Driver.ensureReservation`. */
export async function ensureReservation(
  ssh: SshConnection,
  host: HostTarget,
  networkId: string,
  card: Reservation,
): Promise<boolean> {
  const names = guestNetworkNames(networkId);
  const { address, mac, reservation, name } = cardLines(card);
  const record = name === '' ? '' : `${address} ${name}`;
  const { directory, cableUnit, serviceUnit } = names;
  const added = await ssh.exec(
    ['sh', '-c', addScript, 'sh', directory, cableUnit, serviceUnit, address, mac, reservation, record],
    { maximumOutput: 16 * 1024 },
  );
  if (added.code === 0) return true;
  if (added.code === notServed) return false;
  throw fail(
    'resourceUnavailable',
    say`The address ${address} could not be reserved on ${host.name}: ${lastWords(added.stderr)}`,
    { hint: say`On the host: systemctl status ${serviceUnit}` },
  );
}

/** See `Driver.removeReservation`. dnsmasq keeps leases in memory, so it is off while one is taken out. */
export async function removeReservation(
  ssh: SshConnection,
  host: HostTarget,
  networkId: string,
  card: Reservation,
): Promise<void> {
  const names = guestNetworkNames(networkId);
  const { address, mac } = cardLines(card);
  const { directory, serviceUnit } = names;
  const left = await ssh.run(
    ['sh', '-c', removeScript, 'sh', directory, serviceUnit, unitPath(serviceUnit), address, mac],
    { maximumOutput: 16 * 1024 },
  );
  const todo = new Set(left.trim().split('\n'));
  if (todo.has('leased') || todo.has('off')) {
    await ssh.run(['systemctl', 'stop', serviceUnit]);
    // Files of a service that never gave an address are not there yet.
    await ssh.exec(['sed', '-i', `/^[0-9]* ${mac} /d`, names.leases]);
    await startUnit(ssh, host, 'start', serviceUnit);
    await reloaded(ssh, names, 'started');
  } else if (todo.has('reload')) await reloaded(ssh, names, 'reload');
}
