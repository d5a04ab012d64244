import { aptSourcePath, dnfSourcePath } from '../package-sources.ts';

/** Shell functions that tell what is installed (argument: dpkg's letter for how far), and write down what was added since `before`. */
const listing = String.raw`installed() {
  case $manager in
    apt) dpkg-query --show --showformat '\${db:Status-Abbrev} \${Package}:\${Architecture} \${Version}\n' | sed -n "s/^i$1. *//p" ;;
    dnf) rpm --query --all --qf '%{NAME}.%{ARCH} %{VERSION}-%{RELEASE}\n' ;;
  esac | sort
}
names() { cut -d: -f1 "/etc/$1" | sort; }
record() {
  installed "[^n]" >"$records/after"
  cut -d' ' -f1 "$records/before" >"$records/names.before"
  cut -d' ' -f1 "$records/after" | comm -13 "$records/names.before" - >"$records/added.new"
  names passwd | comm -13 "$records/users.before" - >"$records/users.added"
  names group | comm -13 "$records/groups.before" - >"$records/groups.added"
  mv "$records/added.new" "$records/added"
}
`;

/** Writes down what an installation has added that was cut short before it could say so itself. */
export const recordScript = `
set -u
manager=$1 records=$2
LC_ALL=C
export LC_ALL
${listing}
[ -e "$records/added" ] || record
`.replaceAll('\\${', '${');

/**
 * Installs packages and writes down exactly what that added. Arguments: `apt` or `dnf`, directory for the records, names. What was there
 * before is recorded once, so a repetition after a power cut still knows it. Exit status 3: the packages could not be fetched and nothing
 * was installed; 4: the installation failed; 130: stopped on request.
 */
export const installScript = String.raw`
set -u
manager=$1 records=$2
shift 2
LC_ALL=C DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
export LC_ALL DEBIAN_FRONTEND DEBIAN_PRIORITY NEEDRESTART_SUSPEND APT_LISTCHANGES_FRONTEND
mkdir -p "$records/accounts"
${listing}
tree() { find /etc /var/lib /var/cache /var/log /var/spool -xdev -maxdepth 5 -path /var/lib/benchtop -prune -o -print | sort; }
if [ ! -e "$records/before" ]; then
  for file in passwd group shadow gshadow subuid subgid passwd- group- shadow- gshadow- subuid- subgid-; do
    if [ -e "/etc/$file" ]; then cp --archive "/etc/$file" "$records/accounts/$file"; fi
  done
  names passwd >"$records/users.before"
  names group >"$records/groups.before"
  if [ "$manager" = apt ]; then
    dpkg-query --show --showformat '\${db:Status-Abbrev} \${Package}\n' | sed -n 's/^rc  *//p' | sort >"$records/removed.before"
    if [ -e /var/lib/apt/extended_states ]; then cp --archive /var/lib/apt/extended_states "$records/extended_states"; fi
  fi
  tree >"$records/tree.before"
  installed i >"$records/before.new" && mv "$records/before.new" "$records/before"
fi
# A local source that was chosen is the only one: the others may be out of reach, and asking them may take minutes.
only=
case $manager in
  apt) if [ -e ${aptSourcePath} ]; then only='-o Dir::Etc::SourceList=${aptSourcePath} -o Dir::Etc::SourceParts=- -o APT::Get::List-Cleanup=0'; fi ;;
  dnf) if [ -e ${dnfSourcePath} ]; then only='--disablerepo=* --enablerepo=benchtop*'; fi ;;
esac
case $manager in
  apt)
    # -o APT::Update::Error-Mode=any: a source that does not answer is an error, told by its name, but one that is not needed stops nothing.
    apt-get -q $only -o APT::Update::Error-Mode=any -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 update || echo 'benchtop: a package source did not answer'
    ls /var/cache/apt/archives 2>/dev/null | sort >"$records/archives.before"
    options="$only -q -y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2"
    [ -z "$stopped" ] || exit 130
    apt-get $options --download-only install "$@" || exit 3
    [ -z "$stopped" ] || exit 130
    apt-get $options -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$@"
    code=$?
    record
    ls /var/cache/apt/archives | sort | comm -13 "$records/archives.before" - | while read -r archive; do
      case $archive in *.deb) rm -f "/var/cache/apt/archives/$archive" ;; esac
    done
    ;;
  dnf)
    [ -z "$stopped" ] || exit 130
    dnf -y $only --setopt=install_weak_deps=False --downloadonly install "$@" || exit 3
    [ -z "$stopped" ] || exit 130
    dnf -y $only --setopt=install_weak_deps=False install "$@"
    code=$?
    record
    ;;
esac
# libvirt's own network with NAT would start with the daemon, listen, and switch forwarding on. Nobody has asked for it on a host that
# had no libvirt before; it stays defined.
if ! grep -qxF /etc/libvirt "$records/tree.before"; then rm -f /etc/libvirt/qemu/networks/autostart/default.xml; fi
[ "$code" = 0 ] || exit 4
`.replaceAll('\\${', '${');

/** Prints the packages that would go with ours because they need one of ours; someone installed them afterwards. */
export const dependentsScript = String.raw`
set -u
manager=$1 records=$2
LC_ALL=C
export LC_ALL
case $manager in
  apt)
    names=$(dpkg-query --show --showformat '\${db:Status-Abbrev} \${Package}:\${Architecture}\n' | sed -n 's/^i.  *//p' | sort | comm -12 - "$records/added")
    [ -n "$names" ] || exit 0
    apt-get -qq -s -o APT::Get::AutomaticRemove=false purge $names | sed -n 's/^\(Remv\|Purg\) \([^ ]*\) .*/\2/p' | sort -u |
      while read -r name; do
        case $name in *:*) ;; *) name=$name: ;; esac
        grep -q "^$name" "$records/added" || echo "\${name%:}"
      done
    ;;
  dnf)
    names=$(rpm -qa --qf '%{NAME}.%{ARCH}\n' | sort | comm -12 - "$records/added")
    [ -n "$names" ] || exit 0
    rpm -e --test $names 2>&1 | sed -n 's/.* is needed by (installed) //p' | sort -u
    ;;
esac
exit 0
`.replaceAll('\\${', '${');

/**
 * Removes what the installation added, and what packages' own scripts and daemons leave: accounts, directories of the family's list and
 * empty directories that were not there before. Arguments: `apt` or `dnf`, directory of the records, directories that may be removed.
 */
export const removeScript = String.raw`
set -u
manager=$1 records=$2
shift 2
LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
export LC_ALL DEBIAN_FRONTEND NEEDRESTART_SUSPEND
code=0
# Units of packages that are about to go: not every package stops its own.
units() {
  case $manager in
    apt) cut -d' ' -f1 "$records/added" | while read -r name; do dpkg-query --listfiles "$name" 2>/dev/null; done ;;
    dnf) while read -r name; do rpm --query --list "$name" 2>/dev/null; done <"$records/added" ;;
  esac | sed -n 's/^.*\/systemd\/system\/\([A-Za-z0-9_.:-]*\.\(socket\|timer\|path\|service\)\)$/\1/p' | sort -u
}
for kind in socket timer path service; do
  units | grep "\.$kind$" | while read -r unit; do
    if systemctl is-active --quiet "$unit"; then systemctl stop "$unit" </dev/null; fi
  done
done
case $manager in
  apt)
    names=$(dpkg-query --show --showformat '\${db:Status-Abbrev} \${Package}:\${Architecture}\n' | sed -n 's/^[irp][^n]. *//p' | sort | comm -12 - "$records/added")
    # A power cut in the middle leaves packages that are unpacked only; the package manager does nothing else before they are set up.
    if [ -n "$names" ] && [ -n "$(dpkg --audit)" ]; then
      dpkg --force-confdef --force-confold --configure -a
      dpkg --force-remove-reinstreq --force-depends --purge $(dpkg-query --show --showformat '\${db:Status-Abbrev} \${Package}:\${Architecture}\n' | sed -n 's/^..R *//p' | sort | comm -12 - "$records/added") 2>/dev/null
    fi
    if [ -n "$names" ]; then apt-get -q -y -o DPkg::Lock::Timeout=300 -o APT::Get::AutomaticRemove=false purge $names || code=4; fi
    ;;
  dnf)
    names=$(rpm -qa --qf '%{NAME}.%{ARCH}\n' | sort | comm -12 - "$records/added")
    if [ -n "$names" ]; then dnf -y --setopt=clean_requirements_on_remove=False --disablerepo='*' remove $names || code=4; fi
    ;;
esac
[ "$code" = 0 ] || exit "$code"
systemctl daemon-reload
for unit in $(systemctl list-units --all --plain --no-legend --state=not-found --state=failed | cut -d' ' -f1); do
  [ "$(systemctl show --property=LoadState --value "$unit")" != not-found ] || systemctl reset-failed "$unit" 2>/dev/null
done
before() { grep -qxF "$1" "$records/tree.before"; }
for path in "$@"; do
  if [ -d "$path" ] && ! before "$path"; then rm -rf --one-file-system "$path"; fi
done
while read -r user; do if getent passwd "$user" >/dev/null; then userdel "$user" || code=5; fi; done <"$records/users.added"
while read -r group; do if getent group "$group" >/dev/null; then groupdel "$group" || code=5; fi; done <"$records/groups.added"
# What the account tools left is the former content line by line: then the former files, times and all, come back.
for file in passwd group shadow gshadow subuid subgid; do
  saved=$records/accounts/$file
  if [ -e "$saved" ] && cmp -s "$saved" "/etc/$file"; then
    cp --archive "$saved" "/etc/$file"
    if [ -e "$saved-" ]; then cp --archive "$saved-" "/etc/$file-"; else rm -f "/etc/$file-"; fi
  fi
done
find /etc /var/lib /var/cache /var/log /var/spool -xdev -maxdepth 5 -path /var/lib/benchtop -prune -o -print | sort >"$records/tree.after"
# Deepest first: new directories that are empty now, and links of units that are gone.
comm -13 "$records/tree.before" "$records/tree.after" | sort -r | while read -r path; do
  if [ -d "$path" ] && [ ! -L "$path" ]; then rmdir "$path" 2>/dev/null
  elif [ -L "$path" ] && [ ! -e "$path" ]; then case $path in /etc/systemd/system/*) rm -f "$path" ;; esac
  fi
done
exit "$code"
`.replaceAll('\\${', '${');
