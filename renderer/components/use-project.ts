import { contract } from '../../engine/contract/contract.ts';
import { forOwnerEntries, ownerEntries } from '../../engine/contract/ownership.ts';
import { useList } from '../api/live.ts';
import { usePreferences } from '../stores/preferences.ts';

/** The project that lists and forms act in; one that is gone, or that the caller is no longer in, is none. */
export function useProjectId(): string | undefined {
  const chosen = usePreferences((preferences) => preferences.projectId);
  const { rows, loading } = useList('listProjects', chosen === undefined ? undefined : { pagesize: 500 });
  return chosen !== undefined && (loading || rows.some((project) => project.id === chosen)) ? chosen : undefined;
}

const entriesOf = (command: keyof typeof contract): Record<string, unknown> => contract[command].input.entries;

/** Whether a list can be narrowed to a project. */
export const listsByProject = (command: keyof typeof contract): boolean =>
  entriesOf(command).projectid === ownerEntries.projectid;

/** Whether a command makes something that a project can own. */
export const makesForProject = (command: keyof typeof contract): boolean =>
  entriesOf(command).projectid === forOwnerEntries.projectid;
