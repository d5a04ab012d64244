import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { runCommand } from '../../components/run-command.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { confirm } from '../../stores/overlay.ts';
import { type ForCluster, prepareLink } from './links.ts';
import { planTitle } from './plan-words.ts';

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
    async undo() {
      const changed = preparation.plan.filter((item) => item.status === 'done' || item.status === 'change');
      const list = changed.map((item) => createElement('li', { key: item.id }, `${planTitle(item)}: ${item.change}`));
      const yes = await confirm({
        title: t('hostPreparation.undoTitle', { name }),
        message: createElement(
          'div',
          undefined,
          t('hostPreparation.undoText'),
          list.length > 0 ? createElement('ul', undefined, list) : null,
        ),
        action: t('hostPreparation.undo'),
        danger: true,
      });
      if (yes) await runCommand('undoHostPreparation', { id }, name);
    },
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
