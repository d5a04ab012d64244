import i18next from 'i18next';
import { closePanel, confirm, useOverlay } from '../stores/overlay.ts';

/** Closes the side panel; a form with unsaved changes asks first. */
export async function closePanelAsking(): Promise<void> {
  if (useOverlay.getState().panelDirty) {
    const yes = await confirm({
      title: i18next.t('forms.discardTitle'),
      message: i18next.t('forms.discardText'),
      action: i18next.t('forms.discard'),
      danger: true,
    });
    if (!yes) return;
  }
  closePanel();
}
