import type { HostPlan, HostProbe } from '../../bootstrap/types.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, type Phrase, quoted, say } from '../../contract/phrase.ts';
import { hostPreparationStates } from '../../contract/states.ts';
import type { HostPreparationView } from '../../contract/views.ts';
import type { HostCredentials } from '../../drivers/driver.ts';
import type { HostPreparationRow } from '../../store/rows.ts';
import { addEvent, date, refuseWhileBusy, startJob } from '../common.ts';

export interface Choices {
  bridge?: string | undefined;
  nic?: string | undefined;
  fqdn?: string | undefined;
  acceptEmulation?: boolean | undefined;
  closeAgent?: boolean | undefined;
  peers?: string[] | undefined;
  proxyUrl?: string | undefined;
  proxyUser?: string | undefined;
  packageSource?: string | undefined;
  unsignedPackages?: boolean | undefined;
}

export function preparationView(ctx: Ctx, row: HostPreparationRow): HostPreparationView {
  const probe = row.probe as HostProbe | undefined;
  const plan = row.plan as HostPlan | undefined;
  const choices = row.choices as Choices;
  const open = ctx.store.first('jobs', 'resource_id = ? AND completed IS NULL', row.id);
  return {
    id: row.id,
    address: row.address,
    port: row.port,
    username: row.username,
    authentication: row.authentication,
    state: row.state,
    hostkeyfingerprint: row.hostKeyFingerprint,
    hostname: row.hostname,
    operatingsystem: row.operatingSystem,
    family: row.family,
    // That of the host which it has become.
    clusterid: row.hostId === undefined ? undefined : ctx.store.tables.hosts.stored(row.hostId)?.clusterId,
    nics: (probe?.nics ?? [])
      .filter((nic) => nic.usable || nic.kind === 'bridge')
      .map((nic) => ({
        name: nic.name,
        mac: nic.mac,
        addresses: nic.addresses,
        up: nic.up,
        carriesssh: nic.carriesSsh,
      })),
    bridge: plan?.bridge ?? choices.bridge,
    nic: plan?.nic ?? choices.nic,
    fqdn: plan?.fqdn ?? choices.fqdn,
    acceptemulation: choices.acceptEmulation ?? false,
    closeagent: choices.closeAgent ?? false,
    proxyurl: choices.proxyUrl,
    proxyuser: choices.proxyUser,
    packagesource: choices.packageSource,
    unsignedpackages: choices.unsignedPackages ?? false,
    virtualization: row.virtualization,
    guests: (probe?.libvirt.domains ?? [])
      .filter((domain) => !domain.ours)
      .map(({ uuid, name, running }) => ({ id: uuid, name, running })),
    plan: (plan?.steps ?? []).map((step) => step.item),
    canapply: plan?.canApply ?? false,
    complete: plan?.complete ?? false,
    jobid: open?.id,
    hostid: row.hostId,
    error: row.error,
    errorphrase: row.error === undefined ? undefined : row.errorPhrase,
    created: date(row.created),
  };
}

/** The host key that an address must present: what the admin accepted, checked against what was pinned before. */
export function pinnedKey(ctx: Ctx, address: string, port: number) {
  return ctx.store.first('pinnedHostKeys', 'address = ? AND port = ?', address, port);
}

/** Called once the host has proved the key: one that was only typed wrong would keep the right one out. */
export function pinKey(ctx: Ctx, row: HostPreparationRow): void {
  if (row.authentication === 'local' || pinnedKey(ctx, row.address, row.port) !== undefined) return;
  ctx.store.insert('pinnedHostKeys', {
    id: ctx.ids(),
    address: row.address,
    port: row.port,
    keyType: '',
    fingerprint: row.hostKeyFingerprint,
    created: ctx.clock(),
  });
}

function checkLogin(input: {
  authentication: string;
  password?: string | undefined;
  privatekey?: string | undefined;
  hostkeyfingerprint?: string | undefined;
}): void {
  if (input.authentication !== 'local' && input.hostkeyfingerprint === undefined)
    throw fail('parameter', say`The host key’s fingerprint is missing.`, {
      field: 'hostkeyfingerprint',
      hint: say`Read the key with getHostKey and compare it first.`,
    });
  if (input.authentication === 'password' && input.password === undefined)
    throw fail('parameter', say`The password is missing.`, { field: 'password' });
  if (input.authentication === 'key' && input.privatekey === undefined)
    throw fail('parameter', say`The private key is missing.`, {
      field: 'privatekey',
      hint: say`Paste the whole key file, with its first and last line.`,
    });
}

type PackageInput = Partial<
  Record<'proxyurl' | 'proxyuser' | 'proxypassword' | 'packagesource', string | undefined> & {
    unsignedpackages: boolean | undefined;
  }
>;

function checkPackageSources(input: PackageInput, now: Choices = {}): void {
  const proxy = input.proxyurl ?? now.proxyUrl ?? '';
  const user = (input.proxyuser ?? now.proxyUser) || undefined;
  if (proxy === '' && (input.proxyuser || input.proxypassword !== undefined))
    throw fail('parameter', say`A user or password is given, but no proxy.`, { field: 'proxyurl' });
  if (input.proxypassword !== undefined && user === undefined)
    throw fail('parameter', say`The proxy’s password comes without its user.`, { field: 'proxyuser' });
}

/** The choices about packages after an input; an empty URL takes one back with all that belongs to it. */
function packageChoices(now: Choices, input: PackageInput): Choices {
  const proxyUrl = input.proxyurl ?? now.proxyUrl;
  const packageSource = input.packagesource ?? now.packageSource;
  return {
    ...now,
    proxyUrl: proxyUrl === '' ? undefined : proxyUrl,
    proxyUser: proxyUrl === '' ? undefined : (input.proxyuser ?? now.proxyUser) || undefined,
    packageSource: packageSource === '' ? undefined : packageSource,
    unsignedPackages: packageSource === '' ? undefined : (input.unsignedpackages ?? now.unsignedPackages),
  };
}

/** Keeps the proxy's password beside the login. One that was meant for another proxy or user is never sent to this one. */
function keepProxyPassword(ctx: Ctx, id: string, before: Choices, after: Choices, password: string | undefined): void {
  if (password !== undefined) ctx.secrets.put(id, 'proxyPassword', password);
  else if (before.proxyUrl !== after.proxyUrl || before.proxyUser !== after.proxyUser)
    ctx.secrets.remove(id, 'proxyPassword');
}

/** Credentials of a host or preparation out of the secret store. */
export function credentialsOf(ctx: Ctx, ownerId: string): HostCredentials {
  const authentication = (ctx.secrets.get(ownerId, 'authentication') ??
    'password') as HostCredentials['authentication'];
  const credentials: HostCredentials = { authentication };
  for (const name of ['password', 'privateKey', 'passphrase', 'sudoPassword'] as const) {
    const value = ctx.secrets.get(ownerId, name);
    if (value !== undefined) credentials[name] = value;
  }
  return credentials;
}

const begun: Readonly<Record<string, (address: string) => Phrase>> = {
  probe: (address) => say`Looking at the machine ${address}`,
  apply: (address) => say`Preparing the machine ${address}`,
  undo: (address) => say`Returning the machine ${address} to what it was`,
};

function startOn(
  ctx: Ctx,
  caller: Parameters<Handlers['applyHostPreparation']>[1],
  kind: string,
  row: HostPreparationRow,
  action: string,
) {
  refuseWhileBusy(ctx, row.id, row.address);
  return ctx.store.write(() => {
    ctx.store.transition('hostPreparations', hostPreparationStates, row.id, action, { error: undefined } as never);
    return startJob(
      ctx,
      caller,
      kind,
      { id: row.id, from: row.state },
      {
        resourceNoun: 'hostpreparation',
        resourceId: row.id,
        resourceName: row.hostname ?? row.address,
        hostId: row.id,
        said: begun[action]?.(row.address) ?? quoted(row.address),
      },
    );
  });
}

export const hostPreparationHandlers = {
  getThisComputer(ctx) {
    const { addresses, ...rest } = ctx.access.thisComputer();
    return { ...rest, address: addresses };
  },

  async getHostKey(ctx, _caller, input) {
    const port = input.port ?? 22;
    const key = await ctx.access.hostKey(input.address, port);
    const pinned = pinnedKey(ctx, input.address, port);
    return {
      address: input.address,
      port,
      keytype: key.keyType,
      fingerprint: key.fingerprint,
      pinnedfingerprint:
        pinned !== undefined && pinned.fingerprint !== key.fingerprint ? pinned.fingerprint : undefined,
    };
  },

  forgetHostKey(ctx, caller, input) {
    const pinned = pinnedKey(ctx, input.address, input.port ?? 22);
    if (pinned === undefined || pinned.fingerprint !== input.fingerprint)
      throw fail('parameter', say`The key ${input.fingerprint} is not pinned for ${input.address}.`, {
        field: 'fingerprint',
      });
    return ctx.store.write(() => {
      ctx.store.sqlite.prepare('DELETE FROM pinned_host_key WHERE id = ?').run(pinned.id);
      addEvent(ctx, caller, {
        type: 'HOST.KEY.FORGET',
        level: 'WARN',
        description: say`Forgot the pinned key of ${input.address}`,
        resourceType: 'Host',
        resourceName: input.address,
      });
      return { success: true };
    });
  },

  createHostPreparation(ctx, caller, input) {
    checkLogin(input);
    checkPackageSources(input);
    const port = input.port ?? 22;
    const fingerprint = input.hostkeyfingerprint ?? '';
    const pinned = input.authentication === 'local' ? undefined : pinnedKey(ctx, input.address, port);
    if (pinned !== undefined && pinned.fingerprint !== fingerprint)
      throw fail('hostKey', say`${input.address} is pinned to the key ${pinned.fingerprint}, not ${fingerprint}.`, {
        field: 'hostkeyfingerprint',
        hint: say`If the host was reinstalled, forget the old key first; if not, somebody may be in between.`,
      });
    if (ctx.store.first('hosts', 'removed IS NULL AND address = ? AND port = ?', input.address, port) !== undefined)
      throw fail('parameter', say`${input.address} is a host of this cloud already.`, { field: 'address' });
    const earlier = ctx.store.first(
      'hostPreparations',
      'removed IS NULL AND address = ? AND port = ?',
      input.address,
      port,
    );
    if (earlier !== undefined) {
      refuseWhileBusy(ctx, earlier.id, earlier.address);
      // Under another key, accepted after the old one was forgotten, it is a machine that was installed anew.
      const same = earlier.hostKeyFingerprint === fingerprint;
      if (same && (earlier.state === 'Applied' || earlier.state === 'Failed'))
        throw fail('conflict', say`${input.address} has been prepared before and is ${fixed(earlier.state)}.`, {
          field: 'address',
          hint: say`Go on with that preparation, or undo it first.`,
        });
    }
    return ctx.store.write(() => {
      if (earlier !== undefined) {
        ctx.store.remove('hostPreparations', earlier.id);
        ctx.secrets.remove(earlier.id);
      }
      const id = ctx.ids();
      ctx.store.insert('hostPreparations', {
        id,
        address: input.address,
        port,
        username: input.username,
        authentication: input.authentication,
        state: 'New',
        hostKeyFingerprint: fingerprint,
        choices: {
          ...packageChoices({}, input),
          bridge: input.bridge,
          nic: input.nic,
          fqdn: input.fqdn,
          acceptEmulation: input.acceptemulation,
          closeAgent: input.closeagent,
          peers: input.peers,
        },
        created: ctx.clock(),
      });
      ctx.secrets.put(id, 'authentication', input.authentication);
      if (input.password !== undefined) ctx.secrets.put(id, 'password', input.password);
      if (input.privatekey !== undefined) ctx.secrets.put(id, 'privateKey', input.privatekey);
      if (input.passphrase !== undefined) ctx.secrets.put(id, 'passphrase', input.passphrase);
      if (input.sudopassword !== undefined) ctx.secrets.put(id, 'sudoPassword', input.sudopassword);
      if (input.proxypassword !== undefined) ctx.secrets.put(id, 'proxyPassword', input.proxypassword);
      return startOn(ctx, caller, 'createHostPreparation', ctx.store.need('hostPreparations', id), 'probe');
    });
  },

  updateHostPreparation(ctx, caller, input) {
    const row = ctx.store.need('hostPreparations', input.id);
    const choices = row.choices as Choices;
    checkPackageSources(input, choices);
    return ctx.store.write(() => {
      const packages = packageChoices(choices, input);
      keepProxyPassword(ctx, row.id, choices, packages, input.proxypassword);
      ctx.store.update('hostPreparations', row.id, {
        choices: {
          ...packages,
          ...(input.bridge !== undefined && { bridge: input.bridge }),
          ...(input.nic !== undefined && { nic: input.nic }),
          ...(input.fqdn !== undefined && { fqdn: input.fqdn }),
          ...(input.acceptemulation !== undefined && { acceptEmulation: input.acceptemulation }),
          ...(input.closeagent !== undefined && { closeAgent: input.closeagent }),
        },
      });
      return startOn(ctx, caller, 'updateHostPreparation', row, 'probe');
    });
  },

  applyHostPreparation(ctx, caller, input) {
    const row = ctx.store.need('hostPreparations', input.id);
    const plan = row.plan as HostPlan | undefined;
    const blocked = plan?.steps.find((step) => step.item.status === 'blocked')?.item;
    if (plan === undefined || !plan.canApply)
      throw fail(
        'conflict',
        blocked === undefined
          ? say`There is no plan yet.`
          : say`${fixed(blocked.title)}: ${blocked.phrases?.found ?? blocked.found}`,
        {
          hint: blocked?.phrases?.hint ?? say`Look at the host first.`,
        },
      );
    return startOn(ctx, caller, 'applyHostPreparation', row, 'apply');
  },

  undoHostPreparation(ctx, caller, input) {
    const row = ctx.store.need('hostPreparations', input.id);
    if (row.hostId !== undefined)
      throw fail('inUse', say`${row.hostname ?? row.address} is a host of a cluster.`, {
        hint: say`Remove it from its cluster first.`,
      });
    return startOn(ctx, caller, 'undoHostPreparation', row, 'undo');
  },

  deleteHostPreparation(ctx, _caller, input) {
    const row = ctx.store.need('hostPreparations', input.id);
    refuseWhileBusy(ctx, row.id, row.address);
    if (row.state === 'Applied')
      throw fail('conflict', say`${row.address} is prepared.`, {
        hint: say`Undo the preparation first, so that the host is left as it was found.`,
      });
    return ctx.store.write(() => {
      if (row.state !== 'New') ctx.store.transition('hostPreparations', hostPreparationStates, row.id, 'remove');
      ctx.store.remove('hostPreparations', row.id);
      ctx.secrets.remove(row.id);
      return { success: true };
    });
  },

  listHostPreparations(ctx, _caller, input) {
    const page = ctx.store.list('hostPreparations', input, {
      filters: [
        ['id = ?', input.id],
        ['state = ?', input.state],
        ['host_id IN (SELECT id FROM host WHERE cluster_id = ?)', input.clusterid],
      ],
      sortable: { address: 'address', state: 'state', created: 'created' },
    });
    return { count: page.count, hostpreparation: page.rows.map((row) => preparationView(ctx, row)) };
  },
} satisfies Partial<Handlers>;
