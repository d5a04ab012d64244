import accountsEn from './en/accounts.json';
import apiEn from './en/api.json';
import commandsEn from './en/commands.json';
import eventTypesEn from './en/event-types.json';
import fieldsEn from './en/fields.json';
import frameEn from './en/frame.json';
import guestDataEn from './en/guest-data.json';
import hostPreparationEn from './en/host-preparation.json';
import infrastructureEn from './en/infrastructure.json';
import instancesEn from './en/instances.json';
import lifecycleEn from './en/lifecycle.json';
import listsEn from './en/lists.json';
import offeringsEn from './en/offerings.json';
import operationsEn from './en/operations.json';
import pagesEn from './en/pages.json';
import projectsEn from './en/projects.json';
import sessionEn from './en/session.json';
import uploadsEn from './en/uploads.json';
import wordsEn from './en/words.json';
import zoneSetupEn from './en/zone-setup.json';

/** Every string of the GUI in English. A file holds one or more groups; a group's name is the first part of its keys. */
export const english = {
  ...frameEn,
  ...listsEn,
  ...wordsEn,
  ...fieldsEn,
  ...commandsEn,
  ...apiEn,
  ...pagesEn,
  ...projectsEn,
  ...instancesEn,
  ...infrastructureEn,
  ...zoneSetupEn,
  ...hostPreparationEn,
  ...guestDataEn,
  ...lifecycleEn,
  ...uploadsEn,
  ...sessionEn,
  ...accountsEn,
  ...offeringsEn,
  ...operationsEn,
  ...eventTypesEn,
};
