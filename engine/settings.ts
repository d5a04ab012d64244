import { apiSettings } from './api-settings.ts';
import { defaultBranding } from './contract/branding.ts';
import { fail } from './contract/errors.ts';
import { fixed, say } from './contract/phrase.ts';
import { guestSettings } from './guest-settings.ts';
import { historySettings } from './history-settings.ts';
import { instanceSettings } from './instance-settings.ts';
import { limitSettings } from './limit-settings.ts';
import { checkValue, define, type SettingDefinition } from './setting-values.ts';
import { signInSettings } from './sign-in-settings.ts';
import type { Store } from './store/store.ts';

/** CloudStack’s UI has these in a file beside it. */
const brandingDeviation = 'CloudStack keeps this in a file of its user interface, config.json; here it is a setting.';

const share = { minimum: 0, maximum: 1 };
const factor = { minimum: 0.1, maximum: 100 };

/** CloudStack's names and defaults. Only settings that act on something are listed: each says what. */
export const settingDefinitions: readonly SettingDefinition[] = [
  define(
    'default.page.size',
    'Advanced',
    'number',
    '500',
    'Rows of a list when no page size is asked for.',
    'Read by every list call.',
    { whole: true, minimum: 1, maximum: 500 },
  ),
  define(
    'expunge.delay',
    'Advanced',
    'number',
    '86400',
    'Seconds that a destroyed instance can still be recovered.',
    'The clean-up expunges destroyed instances older than this.',
    { unit: 'seconds', whole: true, minimum: 0, maximum: 31536000 },
  ),
  define(
    'expunge.interval',
    'Advanced',
    'number',
    '86400',
    'Seconds between two rounds of expunging.',
    'How often the clean-up looks; a change counts from its next round.',
    { unit: 'seconds', whole: true, minimum: 1, maximum: 31536000 },
  ),
  define(
    'cluster.cpu.allocated.capacity.disablethreshold',
    'Alert',
    'number',
    '0.85',
    'Share of a cluster’s CPU, allocated, above which no instance is placed there.',
    'Placement refuses a host when its cluster would pass this share.',
    { scope: 'Cluster', ...share },
  ),
  define(
    'cluster.memory.allocated.capacity.disablethreshold',
    'Alert',
    'number',
    '0.85',
    'Share of a cluster’s memory, allocated, above which no instance is placed there.',
    'Placement refuses a host when its cluster would pass this share.',
    { scope: 'Cluster', ...share },
  ),
  define(
    'cluster.threshold.enabled',
    'Advanced',
    'boolean',
    'true',
    'Whether the thresholds also hold for starting existing instances.',
    'When false, only deploying a new instance looks at the thresholds.',
  ),
  define(
    'cpu.overprovisioning.factor',
    'Advanced',
    'number',
    '1.0',
    'How many times over a host’s CPU is given out.',
    'Placement and capacity multiply a host’s MHz by it.',
    { scope: 'Cluster', ...factor },
  ),
  define(
    'mem.overprovisioning.factor',
    'Advanced',
    'number',
    '1.0',
    'How many times over a host’s memory is given out.',
    'Placement and capacity multiply a host’s memory by it.',
    { scope: 'Cluster', ...factor },
  ),
  define(
    'storage.overprovisioning.factor',
    'Advanced',
    'number',
    '2',
    'How many times over a shared pool’s space is given out.',
    'Placement of volumes on NFS and SharedMountPoint pools.',
    { scope: 'Zone', ...factor },
  ),
  define(
    'pool.storage.capacity.disablethreshold',
    'Alert',
    'number',
    '0.85',
    'Used share of a pool above which no volume is placed there.',
    'Placement of volumes.',
    { scope: 'Zone', ...share },
  ),
  define(
    'pool.storage.allocated.capacity.disablethreshold',
    'Alert',
    'number',
    '0.85',
    'Allocated share of a pool above which no volume is placed there.',
    'Placement of volumes.',
    { scope: 'Zone', ...share },
  ),
  define(
    'host.reserved.mem.mb',
    'Advanced',
    'number',
    '1024',
    'MiB of a host’s memory kept for the host itself.',
    'Taken off each host’s memory before instances are placed.',
    { unit: 'MiB', whole: true, minimum: 0, maximum: 1048576 },
  ),
  define(
    'vm.allocation.algorithm',
    'Advanced',
    'choice',
    'random',
    'Order in which suitable hosts are tried.',
    'random; firstfit: in order of their age; firstfitleastconsumed: the emptiest first.',
    { choices: ['random', 'firstfit', 'firstfitleastconsumed'] },
  ),
  define(
    'ping.interval',
    'Advanced',
    'number',
    '60',
    'Seconds between two looks at a host.',
    'The heartbeat’s period; a change counts from its next round.',
    { unit: 'seconds', whole: true, minimum: 1, maximum: 3600 },
  ),
  define(
    'ping.timeout',
    'Advanced',
    'number',
    '2.5',
    'How many missed looks make a host Alert.',
    'A host that did not answer for ping.interval × ping.timeout goes to Alert; it is never declared Down by silence alone.',
    { minimum: 1, maximum: 100, deviation: 'CloudStack may then declare the host Down; here silence is not death.' },
  ),
  define(
    'secstorage.allowed.internal.sites',
    'Advanced',
    'text',
    '',
    'Internal networks from which templates may be fetched, as CIDRs separated by commas.',
    'A template URL whose host resolves to a private, loopback or link-local address outside these is refused.',
    { cidrs: true },
  ),
  define(
    'max.template.iso.size',
    'Advanced',
    'number',
    '50',
    'Largest template in GiB.',
    'Downloads are stopped at this size and images with a larger virtual size are refused.',
    { unit: 'GiB', whole: true, minimum: 1, maximum: 16384 },
  ),
  ...signInSettings,
  ...instanceSettings,
  ...guestSettings,
  ...historySettings,
  define(
    'job.expire.minutes',
    'Advanced',
    'number',
    '1440',
    'Minutes that ended jobs and their logs are kept.',
    'The clean-up removes older ended jobs.',
    { unit: 'minutes', whole: true, minimum: 1, maximum: 525600 },
  ),
  ...limitSettings,
  ...apiSettings,
  define(
    'update.check.url',
    'Advanced',
    'text',
    '',
    'Address that answers with the newest version, as JSON: {"version": "1.2.3"}. Empty: nobody is asked.',
    'Asked when it is set and once a day; a newer version becomes an alert. Nothing is downloaded or installed.',
    { url: true, deviation: 'CloudStack has none. Benchtop connects to nobody unless told to, so it is off.' },
  ),
  define(
    'branding.name',
    'Branding',
    'text',
    defaultBranding.name,
    'Name of this installation.',
    'Stands in the title of the window and at the head of the navigation; it is changed in every window at once.',
    { longest: 40, deviation: brandingDeviation },
  ),
  define(
    'branding.logo',
    'Branding',
    'image',
    '',
    'Logo beside the name: a PNG or an SVG of at most 64 KiB. Empty: Benchtop’s own.',
    'Shown as an image only: nothing in it is run or fetched.',
    { deviation: brandingDeviation },
  ),
  define(
    'branding.accent',
    'Branding',
    'color',
    defaultBranding.accent,
    'Accent colour of buttons, links and what is selected: #rrggbb, or the name of a palette such as teal.',
    'Its hue is kept; its lightness is set so that text stays readable in the light and in the dark theme.',
    { deviation: brandingDeviation },
  ),
];

const byName = new Map(settingDefinitions.map((each) => [each.name, each]));

/** Settings by CloudStack's names; a cluster's value wins over its zone's, a zone's over the global one. The only writer of their table. */
export class Settings {
  private readonly store: Store;
  /** Every stored value by `name scope id`: a list of hosts asks for three settings per row. Absent while a change is being written. */
  private cache: Map<string, string> | undefined;

  constructor(store: Store) {
    this.store = store;
    store.defaultPageSize = () => this.number('default.page.size');
  }

  definition(name: string): SettingDefinition {
    const found = byName.get(name);
    if (found === undefined) throw fail('parameter', say`There is no setting named ${name}.`, { field: 'name' });
    return found;
  }

  text(name: string, scope: { zoneId?: string; clusterId?: string } = {}): string {
    const definition = this.definition(name);
    const candidates = [
      scope.clusterId === undefined ? undefined : this.read(name, 'Cluster', scope.clusterId),
      scope.zoneId === undefined ? undefined : this.read(name, 'Zone', scope.zoneId),
      this.read(name, 'Global', ''),
    ];
    return candidates.find((value) => value !== undefined) ?? definition.default;
  }

  number(name: string, scope: { zoneId?: string; clusterId?: string } = {}): number {
    return Number(this.text(name, scope));
  }

  boolean(name: string, scope: { zoneId?: string; clusterId?: string } = {}): boolean {
    return this.text(name, scope) === 'true';
  }

  /** Checks and stores a value; an absent value goes back to the default. Errors: parameter with what would be accepted. */
  set(
    name: string,
    value: string | undefined,
    scope: { zoneId?: string | undefined; clusterId?: string | undefined } = {},
  ): void {
    const definition = this.definition(name);
    if (value !== undefined) checkValue(definition, value);
    const [kind, id] =
      scope.clusterId !== undefined
        ? ['Cluster', scope.clusterId]
        : scope.zoneId !== undefined
          ? ['Zone', scope.zoneId]
          : ['Global', ''];
    if (kind !== 'Global' && definition.scope !== 'Cluster' && definition.scope !== kind)
      throw fail('parameter', say`${name} is a ${fixed(definition.scope.toLowerCase())} setting.`, {
        hint: say`Change it without a zone or cluster.`,
      });
    this.cache = undefined;
    this.store.write(() => {
      if (value === undefined)
        this.store.sqlite
          .prepare('DELETE FROM configuration WHERE name = ? AND scope = ? AND scope_id = ?')
          .run(name, kind, id);
      else
        this.store.sqlite
          .prepare('INSERT OR REPLACE INTO configuration VALUES (?, ?, ?, ?)')
          .run(name, kind, id, value);
      this.store.changed({ noun: 'configuration', id: name, change: 'updated' });
    });
  }

  private read(name: string, scope: string, scopeId: string): string | undefined {
    const values = this.cache ?? this.load();
    // What a transaction sees may still be rolled back, so it is not kept.
    if (!this.store.sqlite.inTransaction) this.cache = values;
    return values.get(`${name} ${scope} ${scopeId}`);
  }

  private load(): Map<string, string> {
    const rows = this.store.sqlite.prepare('SELECT name, scope, scope_id AS id, value FROM configuration').all();
    return new Map(
      (rows as { name: string; scope: string; id: string; value: string }[]).map((row) => [
        `${row.name} ${row.scope} ${row.id}`,
        row.value,
      ]),
    );
  }
}
