import i18next from 'i18next';
import { readyMadeRoles } from '../../engine/contract/role.ts';
import { word } from './words.ts';

/** A role's name: the ready-made ones in the language of the window, others as they were given. */
export function roleName(name: string): string {
  return readyMadeRoles.some((each) => each.name === name) ? word('values', name) : name;
}

/** What a role is for, the same way. */
export function roleText(role: { id: string; description?: string | undefined }): string | undefined {
  const at = readyMadeRoles.findIndex((each) => each.id === role.id);
  return at === -1 ? role.description : i18next.t(`accounts.readyMade.${at as 0}`);
}

/** A type in words: how far it reaches. */
export const typeName = (type: string): string => i18next.t(`accounts.types.${type as 'Admin'}`);
