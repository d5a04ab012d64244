import i18next from 'i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { runCommand } from '../../components/run-command.ts';
import { word } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel, useOverlay } from '../../stores/overlay.ts';
import { showToast } from '../../stores/toasts.ts';
import { BulkResults } from './BulkResults.tsx';
import { createBulk, type InstanceCommand, inputFor } from './bulk.ts';

/** Carries an action out: on one instance as any command, on many with a panel of each one's result. */
export function runOnInstances(command: InstanceCommand, vms: readonly VirtualMachineView[], more: object = {}): void {
  const [only] = vms;
  if (only === undefined) return;
  if (vms.length === 1) {
    void runCommand(command, inputFor(command, only.id, more), only.displayname, paths.instance(only.id));
    return;
  }
  const title = i18next.t('instances.many', { verb: word('commands', command), count: vms.length });
  const bulk = createBulk(command, vms, more);
  openPanel({ title, content: <BulkResults bulk={bulk} /> });
  void bulk.ended.then((rows) => {
    // Who still sees the panel needs no message.
    if (useOverlay.getState().panel?.title === title) return;
    const failed = rows.filter((row) => row.state === 'failed').length;
    showToast({
      tone: failed > 0 ? 'error' : 'ok',
      title,
      message: i18next.t(failed > 0 ? 'instances.bulkFailed' : 'instances.bulkDone', {
        failed,
        done: rows.length,
        count: rows.length,
      }),
    });
  });
}
