import i18next from 'i18next';
import { Ban, CircleCheck } from 'lucide-react';
import type { CommandName } from '../../engine/contract/contract.ts';
import type { ResourceAction } from './resource-action.ts';
import { word } from './words.ts';

/** Enable and disable, the same for zones, pods, clusters and physical networks; each refuses what already is. */
export function allocationActions<R>(
  needs: CommandName,
  stateOf: (row: R) => string,
  set: (rows: readonly R[], state: 'Enabled' | 'Disabled') => unknown,
): ResourceAction<R>[] {
  const one = (id: string, label: string, icon: ResourceAction<R>['icon'], state: 'Enabled' | 'Disabled') => ({
    id,
    needs,
    label,
    icon,
    bulk: true,
    refusal: (row: R) =>
      stateOf(row) === state ? i18next.t('refusal.already', { state: word('states', state) }) : undefined,
    run: (rows: readonly R[]) => set(rows, state),
  });
  return [
    one('enable', i18next.t('pages.enable'), CircleCheck, 'Enabled'),
    one('disable', i18next.t('pages.disable'), Ban, 'Disabled'),
  ];
}
