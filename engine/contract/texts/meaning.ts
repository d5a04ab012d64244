import type { Text } from '../command.ts';
import { type CommandName, contract } from '../contract.ts';
import { accountTexts } from './account.ts';
import { annotationTexts } from './annotation.ts';
import { assignTexts } from './assign.ts';
import { commandTexts } from './commands.ts';
import { commonTexts } from './common.ts';
import { dedicationTexts } from './dedication.ts';
import { eventTexts } from './event.ts';
import { fieldTexts } from './fields.ts';
import { filterTexts } from './filters.ts';
import { groupTexts } from './groups.ts';
import { guestDataTexts } from './guest-data.ts';
import { guestOsTexts } from './guest-os.ts';
import { imageTexts } from './image.ts';
import { imagePermissionTexts } from './image-permission.ts';
import { infrastructureTexts } from './infrastructure.ts';
import { installationTexts } from './installation.ts';
import { instanceFactTexts } from './instance-facts.ts';
import { instanceLifeTexts } from './instance-life.ts';
import { instanceSizeTexts } from './instance-size.ts';
import { metricsTexts } from './metrics.ts';
import { migrationTexts } from './migration.ts';
import { networkProviderTexts } from './network-provider.ts';
import { nicTexts } from './nic.ts';
import { offeringTexts } from './offering.ts';
import { ownershipTexts } from './ownership.ts';
import { projectTexts } from './project.ts';
import { resourceDetailTexts } from './resource-detail.ts';
import { resourceLimitTexts } from './resource-limit.ts';
import { settingTexts } from './setting.ts';
import { statisticsTexts } from './statistics.ts';
import { tagTexts } from './tag.ts';
import type { Texts } from './texts.ts';
import { unmanagedInstanceTexts } from './unmanaged-instance.ts';
import { usageTexts } from './usage.ts';
import { zoneTexts } from './zone.ts';

/** A word that several nouns have: the earlier one decides. */
const all: readonly Texts[] = [
  commandTexts,
  installationTexts,
  accountTexts,
  groupTexts,
  dedicationTexts,
  imagePermissionTexts,
  imageTexts,
  offeringTexts,
  resourceDetailTexts,
  zoneTexts,
  instanceLifeTexts,
  instanceFactTexts,
  migrationTexts,
  guestDataTexts,
  instanceSizeTexts,
  nicTexts,
  projectTexts,
  commonTexts,
  ownershipTexts,
  resourceLimitTexts,
  annotationTexts,
  usageTexts,
  eventTexts,
  tagTexts,
  networkProviderTexts,
  infrastructureTexts,
  settingTexts,
  guestOsTexts,
  statisticsTexts,
  metricsTexts,
  unmanagedInstanceTexts,
  assignTexts,
  fieldTexts,
];

/** What a parameter of a command means, in both languages; undefined for parameters without a text, and for what is no parameter of it. */
export function parameterText(command: CommandName, parameter: string): Text | undefined {
  if (!Object.hasOwn(contract[command].input.entries, parameter)) return undefined;
  for (const { commands } of all) {
    const own = commands?.[command] as Readonly<Record<string, Text>> | undefined;
    if (own !== undefined && Object.hasOwn(own, parameter)) return own[parameter];
  }
  if ('row' in contract[command] && Object.hasOwn(filterTexts, parameter)) return filterTexts[parameter];
  return all.find(({ parameters }) => parameters !== undefined && Object.hasOwn(parameters, parameter))?.parameters?.[
    parameter
  ];
}

/** What a field of a command's answer (or a parameter without a text of its own) means. */
export function fieldText(command: CommandName, field: string): string {
  const known = all.find(({ fields }) => fields !== undefined && Object.hasOwn(fields, field))?.fields?.[field];
  return known ?? `${field} of the ${contract[command].object}.`;
}
