import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/live.ts';
import type { FormValues } from './form-values.ts';
import type { Option } from './use-options.ts';

/** For whom something may be: accounts with the domains that they are in, and projects. */
export function useOwners(): readonly Option[] {
  const { t } = useTranslation();
  const accounts = useList('listAccounts', { pagesize: 500, sortby: 'name' }).rows;
  const projects = useList('listProjects', { pagesize: 500, sortby: 'name' }).rows;
  return useMemo(
    () => [
      ...accounts.map(({ name, domainid, domain }) => ({
        value: JSON.stringify({ account: name, domainid }),
        label: t('owners.account', { account: name, domain }),
      })),
      ...projects.map(({ id, name }) => ({
        value: JSON.stringify({ projectid: id }),
        label: t('owners.project', { project: name }),
      })),
    ],
    [accounts, projects, t],
  );
}

/** The parameters that name one of them. */
export const ownerInput = (owner: unknown): FormValues =>
  typeof owner === 'string' && owner !== '' ? (JSON.parse(owner) as FormValues) : {};
