import type { Ctx, Handlers } from '../../context.ts';
import { accentOf, defaultBranding } from '../../contract/branding.ts';
import { say } from '../../contract/phrase.ts';
import type { ConfigurationView } from '../../contract/views.ts';
import { settingDefinitions } from '../../settings.ts';
import { pageOf } from '../../store/page.ts';
import { addEvent } from '../common.ts';

type SettingDefinition = (typeof settingDefinitions)[number];
type Scope = { zoneId?: string; clusterId?: string };

function settingView(ctx: Ctx, definition: SettingDefinition, scope: Scope): ConfigurationView {
  return {
    name: definition.name,
    category: definition.category,
    value: ctx.settings.text(definition.name, scope),
    defaultvalue: definition.default,
    description: definition.description,
    scope: definition.scope,
    type: definition.type,
    minimum: definition.minimum,
    maximum: definition.maximum,
    whole: definition.whole,
    choices: definition.choices === undefined ? undefined : [...definition.choices],
    unit: definition.unit,
    isdynamic: true,
    effective: true,
    effect: definition.effect,
    deviation: definition.deviation,
  };
}

const scopeOf = (input: { zoneid?: string | undefined; clusterid?: string | undefined }): Scope => ({
  ...(input.zoneid !== undefined && { zoneId: input.zoneid }),
  ...(input.clusterid !== undefined && { clusterId: input.clusterid }),
});

function checkScope(ctx: Ctx, input: { zoneid?: string | undefined; clusterid?: string | undefined }): void {
  if (input.zoneid !== undefined) ctx.store.need('zones', input.zoneid, 'zoneid');
  if (input.clusterid !== undefined) ctx.store.need('clusters', input.clusterid, 'clusterid');
}

export const settingHandlers = {
  listConfigurations(ctx, _caller, input) {
    checkScope(ctx, input);
    const found = settingDefinitions.filter(
      (each) =>
        (input.name === undefined || each.name === input.name) &&
        (input.category === undefined || each.category === input.category) &&
        // Every setting that is listed acts on something.
        input.effective !== false,
    );
    const page = pageOf(found, input, {
      keyword: (each) => `${each.name} ${each.description}`,
      sortable: ['name', 'category'],
    });
    return { count: page.count, configuration: page.rows.map((each) => settingView(ctx, each, scopeOf(input))) };
  },

  getBranding(ctx) {
    const logo = ctx.settings.text('branding.logo');
    return {
      name: ctx.settings.text('branding.name'),
      logo: logo === '' ? undefined : logo,
      accent: accentOf(ctx.settings.text('branding.accent')) ?? defaultBranding.accent,
    };
  },

  updateConfiguration(ctx, caller, input) {
    const definition = ctx.settings.definition(input.name);
    checkScope(ctx, input);
    const view = ctx.store.write(() => {
      ctx.settings.set(input.name, input.value, scopeOf(input));
      addEvent(ctx, caller, {
        type: 'CONFIGURATION.VALUE.EDIT',
        description:
          definition.type === 'image'
            ? say`Changed ${input.name}`
            : input.value === undefined
              ? say`Set ${input.name} to its default, ${definition.default}`
              : say`Set ${input.name} to ${input.value}`,
        resourceType: 'Configuration',
        resourceName: input.name,
      });
      return settingView(ctx, definition, scopeOf(input));
    });
    if (input.name === 'update.check.url') ctx.poke('update-check');
    return view;
  },
} satisfies Partial<Handlers>;
