import { apiSettings } from './api-settings.ts';
import { brandingSettings } from './branding-settings.ts';
import { capacitySettings } from './capacity-settings.ts';
import { fail } from './contract/errors.ts';
import { fixed, say } from './contract/phrase.ts';
import { guestSettings } from './guest-settings.ts';
import { historySettings } from './history-settings.ts';
import { instanceSettings } from './instance-settings.ts';
import { limitSettings } from './limit-settings.ts';
import { placementSettings } from './placement-settings.ts';
import { plannerSettings } from './planner-settings.ts';
import { checkValue, define, type SettingDefinition } from './setting-values.ts';
import { signInSettings } from './sign-in-settings.ts';
import { statisticsSettings } from './statistics-settings.ts';
import type { Store } from './store/store.ts';
import { usageSettings } from './usage-settings.ts';

/** CloudStack's names and defaults. Only settings that act on something are listed: each says what, and `settings-effects.test.ts` shows it. */
const definitions = [
  ...placementSettings,
  ...plannerSettings,
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
  ...usageSettings,
  ...statisticsSettings,
  ...capacitySettings,
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
  ...brandingSettings,
];

/** Names are literal. A list that is annotated `SettingDefinition[]` loses them, and then nothing here fits any more: leave its type to be inferred. */
type Literal<N extends string> = string extends N ? 'a list of settings must not be annotated' : N;
export type SettingName = Literal<(typeof definitions)[number]['name']>;
type Defined<T extends SettingDefinition['type']> = Extract<(typeof definitions)[number], { type: T }>['name'];

export const settingDefinitions: readonly (SettingDefinition & { name: SettingName })[] = definitions;

/** Where a value holds. Absent parts are not asked. */
export interface SettingScope {
  zoneId?: string | undefined;
  clusterId?: string | undefined;
  poolId?: string | undefined;
  imageStoreId?: string | undefined;
  accountId?: string | undefined;
  domainId?: string | undefined;
}

export type ScopeKind = SettingDefinition['scope'];

/** Each scope with those that it takes values from, narrowest first; Global is every one's last. */
const wider: Readonly<Record<ScopeKind, readonly ScopeKind[]>> = {
  Global: ['Global'],
  Zone: ['Zone', 'Global'],
  Cluster: ['Cluster', 'Zone', 'Global'],
  StoragePool: ['StoragePool', 'Zone', 'Global'],
  ImageStore: ['ImageStore', 'Zone', 'Global'],
  Domain: ['Domain', 'Global'],
  Account: ['Account', 'Domain', 'Global'],
};

const idOf = (kind: ScopeKind, scope: SettingScope): string | undefined =>
  ({
    Global: '',
    Zone: scope.zoneId,
    Cluster: scope.clusterId,
    StoragePool: scope.poolId,
    ImageStore: scope.imageStoreId,
    Domain: scope.domainId,
    Account: scope.accountId,
  })[kind];

/** The scopes at which a setting may have a value of its own, narrowest first. */
export const scopesOf = (definition: SettingDefinition): readonly ScopeKind[] => wider[definition.scope];

/** The narrowest scope that is named. */
export const kindOf = (scope: SettingScope): ScopeKind =>
  (['Account', 'Domain', 'StoragePool', 'ImageStore', 'Cluster', 'Zone'] as const).find(
    (kind) => idOf(kind, scope) !== undefined,
  ) ?? 'Global';

/** A value with the scope that it comes from; `Default` where nobody has set it. */
export interface SettingValue {
  value: string;
  from: ScopeKind | 'Default';
}

const byName = new Map<string, (typeof settingDefinitions)[number]>(
  settingDefinitions.map((each) => [each.name, each]),
);

/**
 * The one door to settings, by CloudStack's names; the narrower value wins: a cluster's over its zone's, an account's over its domain's,
 * anything over the global one. The only writer of their table.
 */
export class Settings {
  /** Told of every value that something acts on. For tests: which settings have an effect is watched, not claimed. */
  recorder: ((read: SettingValue & { name: SettingName }) => void) | undefined;
  private readonly store: Store;
  /** Every stored value by `name scope id`: a list of hosts asks for three settings per row. Absent while a change is being written. */
  private cache: Map<string, string> | undefined;

  constructor(store: Store) {
    this.store = store;
    store.defaultPageSize = () => this.number('default.page.size');
  }

  definition(name: string): (typeof settingDefinitions)[number] {
    const found = byName.get(name);
    if (found === undefined) throw fail('parameter', say`There is no setting named ${name}.`, { field: 'name' });
    return found;
  }

  text(name: SettingName, scope: SettingScope = {}): string {
    const found = this.valueAt(this.definition(name), scope);
    this.recorder?.({ name, ...found });
    return found.value;
  }

  number(name: Defined<'number'>, scope: SettingScope = {}): number {
    return Number(this.text(name, scope));
  }

  boolean(name: Defined<'boolean'>, scope: SettingScope = {}): boolean {
    return this.text(name, scope) === 'true';
  }

  /** What holds at a scope, to be shown: nothing acts on it. `inherited` is what would hold there without a value of its own. */
  show(definition: SettingDefinition, scope: SettingScope): { value: string; inherited: string; overridden: boolean } {
    const kind = kindOf(scope);
    const own = this.read(definition.name, kind, idOf(kind, scope) ?? '');
    const inherited = this.valueAt(definition, scope, kind).value;
    return { value: own ?? inherited, inherited, overridden: own !== undefined };
  }

  /** The narrowest value of a scope; `except` leaves out what that scope itself has. */
  private valueAt(definition: SettingDefinition, scope: SettingScope, except?: ScopeKind): SettingValue {
    for (const kind of scopesOf(definition)) {
      const id = idOf(kind, scope);
      if (id === undefined) continue;
      for (const each of kind === 'Domain' ? this.domains(definition, scope, id) : [id]) {
        if (kind === except && each === id) continue;
        const value = this.read(definition.name, kind, each);
        if (value !== undefined) return { value, from: kind };
      }
    }
    return { value: definition.default, from: 'Default' };
  }

  /** Checks and stores a value; an absent value goes back to what it would inherit. Errors: parameter with what would be accepted. */
  set(name: string, value: string | undefined, scope: SettingScope = {}): void {
    const definition = this.definition(name);
    if (value !== undefined) checkValue(definition, value);
    const kind = kindOf(scope);
    const id = idOf(kind, scope) ?? '';
    if (!scopesOf(definition).includes(kind))
      throw fail('parameter', say`${name} is a ${fixed(definition.scope.toLowerCase())} setting.`, {
        hint:
          definition.scope === 'Global'
            ? say`Change it without a zone or cluster.`
            : say`Change it where it holds: ${fixed(scopesOf(definition).join(', ').toLowerCase())}.`,
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

  /** Forgets the values of zones, clusters, pools and people that are gone. */
  forgetGone(): void {
    this.cache = undefined;
    this.store.write(() => {
      for (const [kind, table] of tableOf)
        this.store.sqlite
          .prepare(
            `DELETE FROM configuration WHERE scope = ? AND scope_id NOT IN (SELECT id FROM ${table} WHERE removed IS NULL)`,
          )
          .run(kind);
    });
  }

  /** The domain that is asked, and those above it, where the settings say that they hold below; an account asks its domain only where they say so. */
  private domains(definition: SettingDefinition, scope: SettingScope, id: string): string[] {
    const ofAccount = definition.scope === 'Account' && scope.accountId !== undefined;
    if (ofAccount && !this.boolean('enable.account.settings.for.domain')) return [];
    if (!this.boolean('enable.domain.settings.for.child.domain')) return [id];
    const rows = this.store.sqlite
      .prepare(
        `SELECT above.id FROM domain JOIN domain AS above ON substr(domain.path, 1, length(above.path)) = above.path
          WHERE domain.id = ? ORDER BY length(above.path) DESC`,
      )
      .all(id);
    return (rows as { id: string }[]).map((row) => row.id);
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

const tableOf: readonly [ScopeKind, string][] = [
  ['Zone', 'zone'],
  ['Cluster', 'cluster'],
  ['StoragePool', 'storage_pool'],
  ['ImageStore', 'image_store'],
  ['Domain', 'domain'],
  ['Account', 'account'],
];
