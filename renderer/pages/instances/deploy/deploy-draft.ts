import { encodedText } from '../../../components/user-data-text.ts';

/** What a person chose on the deploy page; what is missing is filled in by `useDeployChoices`. */
export interface DeployDraft {
  zoneid?: string | undefined;
  /** Which of the two lists is shown; the id in `templateid` may be of either. */
  source?: 'template' | 'iso' | undefined;
  templateid?: string | undefined;
  serviceofferingid?: string | undefined;
  /** What is chosen of a custom offering: MHz and MiB. */
  cpunumber?: number | undefined;
  cpuspeed?: number | undefined;
  memory?: number | undefined;
  /** GiB. */
  rootdisksize?: number | undefined;
  diskofferingid?: string | undefined;
  /** GiB, for a disk offering without a size of its own. */
  size?: number | undefined;
  /** The first one is the default NIC's. */
  networkids?: readonly string[] | undefined;
  ipaddress?: string | undefined;
  name?: string | undefined;
  /** More than one: named by the pattern, from the first number on. */
  count?: number | undefined;
  namepattern?: string | undefined;
  start?: number | undefined;
  displayname?: string | undefined;
  clusterid?: string | undefined;
  hostid?: string | undefined;
  startvm?: boolean | undefined;
  /** Names of the owner's SSH keys. */
  keypairs?: readonly string[] | undefined;
  userdatakind?: 'none' | 'own' | 'registered' | undefined;
  userdatatext?: string | undefined;
  userdataid?: string | undefined;
  userdatadetails?: Readonly<Record<string, string>> | undefined;
  /** The instance group, by its name. */
  group?: string | undefined;
  affinitygroupids?: readonly string[] | undefined;
  /** For another account than one's own: its name and domain. */
  account?: string | undefined;
  domainid?: string | undefined;
  /** The project that is chosen at the head of the window, where no account is. */
  projectid?: string | undefined;
}

let last: DeployDraft = {};

/** Kept while the window lives, so that a deployment that failed can be changed and tried again. */
export function rememberDraft(draft: DeployDraft): void {
  last = draft;
}

/** What the page begins with: the last draft for `?again=1`, else what the link names (`?templateid=…`). */
export function draftFrom(search: string): DeployDraft {
  const query = new URLSearchParams(search);
  if (query.has('again')) return last;
  const draft: DeployDraft = {};
  for (const name of ['zoneid', 'templateid', 'serviceofferingid', 'clusterid', 'hostid'] as const) {
    const value = query.get(name);
    if (value !== null) draft[name] = value;
  }
  return draft;
}

/** Whether the draft is for many alike. */
export const isMany = (draft: DeployDraft): boolean => (draft.count ?? 1) > 1;

/** The command's input: empty texts and what is at its default are left out. */
export function deployInput(draft: DeployDraft): Record<string, unknown> {
  const {
    networkids,
    affinitygroupids,
    startvm,
    source: _shown,
    name,
    displayname,
    ipaddress,
    count,
    namepattern,
    start,
    cpunumber,
    cpuspeed,
    memory,
    keypairs,
    userdatakind,
    userdatatext,
    userdataid,
    userdatadetails,
    ...alike
  } = draft;
  const sizes = Object.entries({ cpuNumber: cpunumber, cpuSpeed: cpuspeed, memory }).filter(
    ([, value]) => value !== undefined,
  );
  const rest = isMany(draft) ? { ...alike, count, namepattern, start } : { ...alike, name, displayname, ipaddress };
  const values = Object.entries(userdatadetails ?? {}).filter(([, value]) => value !== '');
  const guest = {
    ...(keypairs !== undefined && keypairs.length > 0 && { keypairs: [...keypairs] }),
    ...(userdatakind === 'own' && userdatatext && { userdata: encodedText(userdatatext) }),
    ...(userdatakind === 'registered' &&
      userdataid !== undefined && {
        userdataid,
        ...(values.length > 0 && { userdatadetails: Object.fromEntries(values) }),
      }),
  };
  const chosen = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
  return {
    ...Object.fromEntries(chosen),
    ...(networkids === undefined || networkids.length === 0 ? {} : { networkids: [...networkids] }),
    ...(affinitygroupids === undefined || affinitygroupids.length === 0
      ? {}
      : { affinitygroupids: [...affinitygroupids] }),
    ...(startvm === false ? { startvm } : {}),
    ...guest,
    ...(sizes.length === 0 ? {} : { details: Object.fromEntries(sizes.map(([name, value]) => [name, String(value)])) }),
  };
}
