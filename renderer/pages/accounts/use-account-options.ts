import { useMemo } from 'react';
import { useList } from '../../api/live.ts';
import { roleName } from '../../components/role-words.ts';
import type { Option } from '../../components/use-options.ts';

/** Domains by their paths, as the options of a field; undefined until they have been read. */
export function useDomainOptions(): readonly Option[] | undefined {
  const { rows, loading } = useList('listDomains', { pagesize: 500 });
  return useMemo(
    () => (loading ? undefined : rows.map((domain) => ({ value: domain.id, label: domain.path }))),
    [rows, loading],
  );
}

/** Roles by their names, the same way. */
export function useRoleOptions(): readonly Option[] | undefined {
  const { rows, loading } = useList('listRoles', { pagesize: 500 });
  return useMemo(
    () => (loading ? undefined : rows.map((role) => ({ value: role.id, label: roleName(role.name) }))),
    [rows, loading],
  );
}
