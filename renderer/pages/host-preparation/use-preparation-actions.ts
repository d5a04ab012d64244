import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { runCommand } from '../../components/run-command.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { confirm, openWidePanel } from '../../stores/overlay.ts';
import { type ForCluster, prepareLink } from './links.ts';
import { UndoPreparation } from './UndoPreparation.tsx';

/** What can be done about a preparation; each refusal is told where the actions of all pages tell it. */
export function usePreparationActions(preparation: HostPreparationView, target: ForCluster | undefined) {
  const { t } = useTranslation();
  const { id, address, username } = preparation;
  const name = preparation.hostname ?? address;
  const back = prepareLink(target);
  const query = new URLSearchParams({ address, user: username });
  return {
    /** Back to the form with what is known filled in; secrets never come back. */
    loginLink: `${back}${back.includes('?') ? '&' : '?'}${query}`,
    lookAgain: () => runCommand('updateHostPreparation', { id }, name),
    apply: () => runCommand('applyHostPreparation', { id }, name),
    /** Shows what would be taken back; the yes is given there. */
    undo: () =>
      openWidePanel({
        title: t('hostPreparation.undoTitle', { name }),
        content: createElement(UndoPreparation, { preparation }),
      }),
    async forget() {
      const yes = await confirm({
        title: t('hostPreparation.forgetMachineTitle', { name }),
        message: t('hostPreparation.forgetMachineText'),
        action: t('hostPreparation.forgetMachine'),
        danger: true,
      });
      if (yes && (await runCommand('deleteHostPreparation', { id }, name))) navigate(paths.hosts);
    },
  };
}
