import type { Caller, Ctx, Handlers } from '../../context.ts';
import { accentOf, defaultBranding } from '../../contract/branding.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { ConfigurationView } from '../../contract/views.ts';
import { kindOf, type SettingScope, scopesOf, settingDefinitions } from '../../settings.ts';
import { pageOf } from '../../store/page.ts';
import { addEvent } from '../common.ts';
import { groupOf, settingGroups } from './setting-groups.ts';

type SettingDefinition = (typeof settingDefinitions)[number];

/** `vm.allocation.algorithm` → `Vm allocation algorithm`, as CloudStack titles it. */
const titleOf = (name: string): string => {
  const words = name.replace(/[._-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function settingView(ctx: Ctx, definition: SettingDefinition, scope: SettingScope): ConfigurationView {
  const { value, inherited, overridden } = ctx.settings.show(definition, scope);
  return {
    name: definition.name,
    category: definition.category,
    ...groupOf(definition.name),
    parent: definition.parent,
    value,
    defaultvalue: definition.default,
    displaytext: titleOf(definition.name),
    description: definition.description,
    scope: definition.scope,
    scopes: [...scopesOf(definition)],
    overridden,
    inheritedvalue: inherited,
    type: definition.type,
    minimum: definition.minimum,
    maximum: definition.maximum,
    whole: definition.whole,
    choices: definition.choices === undefined ? undefined : [...definition.choices],
    options: definition.choices?.join(','),
    unit: definition.unit,
    isdynamic: true,
    effective: true,
    effect: definition.effect,
    deviation: definition.deviation,
  };
}

type ScopeField = 'zoneid' | 'clusterid' | 'storageid' | 'accountid' | 'domainid';
type ScopeInput = { [K in ScopeField]?: string | undefined };
const scopeFields: readonly ScopeField[] = ['zoneid', 'clusterid', 'storageid', 'accountid', 'domainid'];

/** The scope that is asked for, with what it takes values from. Error: parameter for what is not there, and for two at once. */
function scopeOf(ctx: Ctx, input: ScopeInput): SettingScope {
  const named = scopeFields.filter((field) => input[field] !== undefined);
  if (named.length > 1)
    throw fail('parameter', say`A setting is read or changed at one scope: ${named.join(', ')} were given.`, {
      field: named[1] ?? 'zoneid',
      hint: say`Leave out all but one of them.`,
    });
  if (input.clusterid !== undefined) {
    const { id, zoneId } = ctx.store.need('clusters', input.clusterid, 'clusterid');
    return { clusterId: id, zoneId };
  }
  if (input.storageid !== undefined) {
    const { id, zoneId } = ctx.store.need('storagePools', input.storageid, 'storageid');
    return { poolId: id, zoneId };
  }
  if (input.accountid !== undefined) {
    const { id, domainId } = ctx.store.need('accounts', input.accountid, 'accountid');
    return { accountId: id, domainId };
  }
  if (input.zoneid !== undefined) return { zoneId: ctx.store.need('zones', input.zoneid, 'zoneid').id };
  if (input.domainid !== undefined) return { domainId: ctx.store.need('domains', input.domainid, 'domainid').id };
  return {};
}

/** Sets or resets; told as an event. */
function change(ctx: Ctx, caller: Caller, name: string, value: string | undefined, scope: SettingScope) {
  const definition = ctx.settings.definition(name);
  const kind = kindOf(scope);
  const view = ctx.store.write(() => {
    ctx.settings.set(name, value, scope);
    const now = settingView(ctx, definition, scope);
    addEvent(ctx, caller, {
      type: 'CONFIGURATION.VALUE.EDIT',
      description:
        definition.type === 'image'
          ? say`Changed ${name}`
          : value !== undefined
            ? say`Set ${name} to ${value}`
            : kind === 'Global'
              ? say`Set ${name} to its default, ${definition.default}`
              : say`Set ${name} to what it inherits, ${now.value}`,
      resourceType: 'Configuration',
      resourceName: name,
    });
    return now;
  });
  if (name === 'update.check.url') ctx.poke('update-check');
  return view;
}

export const settingHandlers = {
  listConfigurations(ctx, _caller, input) {
    const scope = scopeOf(ctx, input);
    const kind = kindOf(scope);
    const found = settingDefinitions.filter((each) => {
      const { group, subgroup } = groupOf(each.name);
      return (
        scopesOf(each).includes(kind) &&
        (input.name === undefined || each.name === input.name) &&
        (input.category === undefined || each.category === input.category) &&
        (input.group === undefined || group === input.group) &&
        (input.subgroup === undefined || subgroup === input.subgroup) &&
        (input.parent === undefined || each.parent === input.parent) &&
        // Every setting that is listed acts on something.
        input.effective !== false
      );
    });
    const page = pageOf(found, input, {
      keyword: (each) => `${each.name} ${each.description}`,
      sortable: ['name', 'category'],
    });
    return { count: page.count, configuration: page.rows.map((each) => settingView(ctx, each, scope)) };
  },

  listConfigurationGroups(_ctx, _caller, input) {
    const places = settingDefinitions.map((each) => groupOf(each.name));
    const groups = settingGroups
      .map((each, index) => {
        const inside = places.filter(({ group }) => group === each.name).map(({ subgroup }) => subgroup);
        const subgroup = [...new Set(inside)].sort().map((name, place) => ({ name, precedence: place + 1 }));
        return { ...each, precedence: index + 1, subgroup };
      })
      .filter((each) => each.subgroup.length > 0 && (input.group === undefined || each.name === input.group));
    const page = pageOf(groups, input, { keyword: (each) => each.name, sortable: ['name', 'precedence'] });
    return { count: page.count, configurationgroup: page.rows };
  },

  getBranding(ctx) {
    const logo = ctx.settings.text('branding.logo');
    return {
      name: ctx.settings.text('branding.name'),
      logo: logo === '' ? undefined : logo,
      accent: accentOf(ctx.settings.text('branding.accent')) ?? defaultBranding.accent,
    };
  },

  updateConfiguration: (ctx, caller, input) => change(ctx, caller, input.name, input.value, scopeOf(ctx, input)),

  resetConfiguration: (ctx, caller, input) => change(ctx, caller, input.name, undefined, scopeOf(ctx, input)),
} satisfies Partial<Handlers>;
