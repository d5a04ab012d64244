import { Progress } from '@mantine/core';
import type { TemplateView } from '../../../engine/contract/views.ts';
import { templateBadge } from '../../components/badges.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { said } from '../../i18n/said.ts';
import classes from './TemplateState.module.css';

type Image = Pick<TemplateView, 'state' | 'status' | 'statusphrase' | 'isready' | 'downloadpercent'>;

/** The state of a template or an ISO; while it is fetched or made, how far. */
export function TemplateState({ template, pill = false }: { template: Image; pill?: boolean }) {
  const downloading = /ing$|^UploadInProgress$/.test(template.state) && template.downloadpercent !== undefined;
  const status = said(template.statusphrase, template.status);
  return (
    <span className={classes.root}>
      <StateOf badge={templateBadge(template)} detail={template.isready ? undefined : status} pill={pill} />
      {downloading ? (
        <Progress
          className={classes.progress ?? ''}
          size="xs"
          value={template.downloadpercent ?? 0}
          aria-label={status}
        />
      ) : null}
    </span>
  );
}
