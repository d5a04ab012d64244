import type { english } from './english.ts';
import accountsZh from './zh-CN/accounts.json';
import apiZh from './zh-CN/api.json';
import commandsZh from './zh-CN/commands.json';
import eventTypesZh from './zh-CN/event-types.json';
import fieldsZh from './zh-CN/fields.json';
import frameZh from './zh-CN/frame.json';
import guestDataZh from './zh-CN/guest-data.json';
import hostPreparationZh from './zh-CN/host-preparation.json';
import infrastructureZh from './zh-CN/infrastructure.json';
import instancesZh from './zh-CN/instances.json';
import lifecycleZh from './zh-CN/lifecycle.json';
import listsZh from './zh-CN/lists.json';
import offeringsZh from './zh-CN/offerings.json';
import operationsZh from './zh-CN/operations.json';
import pagesZh from './zh-CN/pages.json';
import sentences from './zh-CN/phrases.json';
import projectsZh from './zh-CN/projects.json';
import sessionZh from './zh-CN/session.json';
import uploadsZh from './zh-CN/uploads.json';
import wordsZh from './zh-CN/words.json';
import zoneSetupZh from './zh-CN/zone-setup.json';

/** Has exactly English's keys: the compiler refuses a missing one, the test a superfluous one. */
export const simplifiedChinese: typeof english = {
  ...frameZh,
  ...listsZh,
  ...wordsZh,
  ...fieldsZh,
  ...commandsZh,
  ...apiZh,
  ...pagesZh,
  ...projectsZh,
  ...instancesZh,
  ...infrastructureZh,
  ...zoneSetupZh,
  ...hostPreparationZh,
  ...guestDataZh,
  ...lifecycleZh,
  ...uploadsZh,
  ...sessionZh,
  ...accountsZh,
  ...offeringsZh,
  ...operationsZh,
  ...eventTypesZh,
};

/** What the engine says, by the English key of each sentence. */
export const phrases: Readonly<Record<string, string>> = sentences;
