import commandsEn from './en/commands.json';
import fieldsEn from './en/fields.json';
import frameEn from './en/frame.json';
import hostPreparationEn from './en/host-preparation.json';
import infrastructureEn from './en/infrastructure.json';
import instancesEn from './en/instances.json';
import listsEn from './en/lists.json';
import pagesEn from './en/pages.json';
import wordsEn from './en/words.json';
import zoneSetupEn from './en/zone-setup.json';
import commandsZh from './zh-CN/commands.json';
import fieldsZh from './zh-CN/fields.json';
import frameZh from './zh-CN/frame.json';
import hostPreparationZh from './zh-CN/host-preparation.json';
import infrastructureZh from './zh-CN/infrastructure.json';
import instancesZh from './zh-CN/instances.json';
import listsZh from './zh-CN/lists.json';
import pagesZh from './zh-CN/pages.json';
import wordsZh from './zh-CN/words.json';
import zoneSetupZh from './zh-CN/zone-setup.json';

/** Every string of the GUI, per language. A file holds one or more groups; a group's name is the first part of its keys. */
export const english = {
  ...frameEn,
  ...listsEn,
  ...wordsEn,
  ...fieldsEn,
  ...commandsEn,
  ...pagesEn,
  ...instancesEn,
  ...infrastructureEn,
  ...zoneSetupEn,
  ...hostPreparationEn,
};

/** Has exactly English's keys: the compiler refuses a missing one, the test a superfluous one. */
export const simplifiedChinese: typeof english = {
  ...frameZh,
  ...listsZh,
  ...wordsZh,
  ...fieldsZh,
  ...commandsZh,
  ...pagesZh,
  ...instancesZh,
  ...infrastructureZh,
  ...zoneSetupZh,
  ...hostPreparationZh,
};
