import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, Reservation } from '../driver.ts';
import { type CardLines, cardLines, type GuestNetworkNames, guestNetworkNames } from './dnsmasq.ts';
import { startUnit, unitPath } from './units.ts';

/*
 * Reservations lie on the host in two files that dnsmasq reads when it starts and when it is told to. They are edited there, so that what
 * travels is as long as what changes. A folder that dnsmasq watches would save the telling, but costs it more: it goes through all leases for
 * each file, and writes a line into the journal for each file of thousands whenever something is taken away.
 *
 * A mark is left before a file is changed and goes when dnsmasq has been told: whoever comes after a crash in between finds it.
 */

/** Exit status of our own scripts, apart from what programs in them use. */
const notServed = 46;
/** More at once than a command line should carry; the whole list is as good then. */
const tooMany = 200;

/** Puts a new file in the place of the old one where they differ, sorted as the whole list is. Arguments: the new file's name, the old one's. */
const replace = `replace() {
  LC_ALL=C sort -o "$1" "$1"
  if cmp -s "$1" "$2"; then rm -f "$1"; return; fi
  : > reload
  sync "$1" 2>/dev/null || sync
  mv -fT "$1" "$2"
  sync . 2>/dev/null || :
}`;

/**
 * Adds cards; exits with notServed where the service does not run as it should, or where its leases contradict a reservation, which only a
 * stop of the service mends. Arguments: directory, both units, and for each card its MAC address, address, reservation and name in one.
 */
const addScript = `set -eu
umask 022
[ "$(systemctl is-active "$2" "$3")" = "active
active" ] || exit ${notServed}
cd "$1" 2>/dev/null || exit ${notServed}
[ -f reservations ] && [ -f records ] || exit ${notServed}
unit=$3 cards=.cards.$$
shift 3
trap 'rm -f "$cards" "$cards".*' EXIT
printf '%s\\n' "$@" > "$cards"
${replace}
awk 'FILENAME == ARGV[1] { address[$1] = $2; mac[$2] = $1; next }
  ($2 in address) && address[$2] != $3 || ($3 in mac) && mac[$3] != $2 { wrong = 1 }
  END { exit wrong }' "$cards" leases 2>/dev/null || [ ! -e leases ] || exit ${notServed}
awk 'FILENAME == ARGV[1] { address[$1] = $2; mac[$2] = $1; print $3; next }
  { split($0, old, ",") }
  (old[1] in address) && address[old[1]] != old[2] { moved = 1 }
  !(old[1] in address) && !(old[2] in mac) { print }
  END { exit moved }' "$cards" reservations > "$cards.reservations" || exit ${notServed}
awk 'FILENAME == ARGV[1] { mac[$2] = $1; if ($4 != "") print $2 " " $4; next } !($1 in mac) { print }' "$cards" records > "$cards.records"
replace "$cards.records" records
replace "$cards.reservations" reservations
[ -e reload ] || exit 0
systemctl reload "$unit"
rm -f reload`;

/**
 * Takes cards out, unless their addresses are other cards' by now, and prints what is left to do. Arguments: directory, the service's unit and its
 * file, and for each card its MAC address and address in one.
 */
const removeScript = `set -eu
umask 022
cd "$1" 2>/dev/null || exit 0
[ -e "$3" ] || exit 0
unit=$2 cards=.cards.$$
shift 3
trap 'rm -f "$cards" "$cards".*' EXIT
printf '%s\\n' "$@" > "$cards"
${replace}
if [ -f reservations ] && [ -f records ]; then
  : > "$cards.gone"
  awk -v gone="$cards.gone" 'FILENAME == ARGV[1] { card[$1 "," $2] = 1; next }
    { split($0, old, ",") }
    (old[1] "," old[2]) in card { print old[2] > gone; next }
    { print }' "$cards" reservations > "$cards.reservations"
  # The name first: a card that is still reserved when this breaks off is found again.
  awk 'FILENAME == ARGV[1] { gone[$1] = 1; next } !($1 in gone) { print }' "$cards.gone" records > "$cards.records"
  replace "$cards.records" records
  replace "$cards.reservations" reservations
fi
[ ! -e leases ] || ! awk 'FILENAME == ARGV[1] { mac[$1] = 1; next } $2 in mac { found = 1 } END { exit !found }' "$cards" leases || echo leased
systemctl is-active --quiet "$unit" || echo off
[ ! -e reload ] || echo reload`;

const mark = (names: GuestNetworkNames) => `${names.directory}/reload`;

/** The two files with these cards, as the scripts leave them: sorted by their bytes. */
export function reservationFiles(reservations: readonly Reservation[]): { reservations: string; records: string } {
  const cards = reservations.map(cardLines);
  const sorted = (lines: string[]) =>
    lines
      .sort()
      .map((line) => `${line}\n`)
      .join('');
  return {
    reservations: sorted(cards.map((card) => card.reservation)),
    records: sorted(cards.filter(({ name }) => name !== '').map(({ address, name }) => `${address} ${name}`)),
  };
}

/** Brings the host's files to the whole list; true when dnsmasq is to be told. */
export async function writeReservations(
  ssh: SshConnection,
  names: GuestNetworkNames,
  reservations: readonly Reservation[],
): Promise<boolean> {
  const files = reservationFiles(reservations);
  const wanted = [
    { path: names.reservations, text: files.reservations },
    { path: names.records, text: files.records },
  ];
  const [marked, ...found] = await Promise.all([
    ssh.readFile(mark(names)),
    ...wanted.map(async (file) => ({ ...file, found: await ssh.readFile(file.path) })),
  ]);
  const differing = found.filter((file) => file.found !== file.text);
  if (differing.length === 0) return marked !== undefined;
  await ssh.run(['touch', mark(names)]);
  await Promise.all(differing.map(({ path, text }) => ssh.writeFile(path, text, 0o644)));
  return true;
}

/** Tells dnsmasq to read everything again, or notes that it has just been started anew. */
export async function reloaded(ssh: SshConnection, names: GuestNetworkNames, how: 'reload' | 'started'): Promise<void> {
  if (how === 'reload') await ssh.run(['systemctl', 'reload', names.serviceUnit]);
  await ssh.run(['rm', '-f', mark(names)]);
}

/** See `Driver.ensureReservations`. */
export async function ensureReservations(
  ssh: SshConnection,
  host: HostTarget,
  networkId: string,
  reservations: readonly Reservation[],
): Promise<boolean> {
  const names = guestNetworkNames(networkId);
  const cards = reservations.map(cardLines);
  if (cards.length > tooMany) return false;
  const words = cards.map(({ mac, address, reservation, name }) => `${mac} ${address} ${reservation} ${name}`);
  const { directory, cableUnit, serviceUnit } = names;
  const added = await ssh.exec(['sh', '-c', addScript, 'sh', directory, cableUnit, serviceUnit, ...words]);
  if (added.code === 0) return true;
  if (added.code === notServed) return false;
  throw fail(
    'resourceUnavailable',
    say`The address ${cards[0]?.address ?? ''} could not be reserved on ${host.name}: ${lastWords(added.stderr)}`,
    { hint: say`On the host: systemctl status ${serviceUnit}` },
  );
}

/** See `Driver.removeReservations`. */
export async function removeReservations(
  ssh: SshConnection,
  host: HostTarget,
  networkId: string,
  reservations: readonly Reservation[],
): Promise<void> {
  const names = guestNetworkNames(networkId);
  const cards = reservations.map(cardLines);
  while (cards.length > 0) await removeSome(ssh, host, names, cards.splice(0, tooMany));
}

/** dnsmasq keeps leases in memory, so it is off while some are taken out. */
async function removeSome(
  ssh: SshConnection,
  host: HostTarget,
  names: GuestNetworkNames,
  cards: readonly CardLines[],
): Promise<void> {
  const { directory, serviceUnit } = names;
  const words = cards.map(({ mac, address }) => `${mac} ${address}`);
  const left = await ssh.run(['sh', '-c', removeScript, 'sh', directory, serviceUnit, unitPath(serviceUnit), ...words]);
  const todo = new Set(left.trim().split('\n'));
  if (todo.has('leased') || todo.has('off')) {
    await ssh.run(['systemctl', 'stop', serviceUnit]);
    // The file of a service that never gave an address is not there yet.
    await ssh.exec(['sed', '-i', ...cards.flatMap(({ mac }) => ['-e', `/^[0-9]* ${mac} /d`]), names.leases]);
    await startUnit(ssh, host, 'start', serviceUnit);
    await reloaded(ssh, names, 'started');
  } else if (todo.has('reload')) await reloaded(ssh, names, 'reload');
}
