import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DiskOfferingView, TemplateView } from '../../../../engine/contract/views.ts';
import { WithHelp } from '../../../components/HelpMark.tsx';
import { formatBytes, gibibyte } from '../../../ui/format.ts';
import classes from './deploy.module.css';
import type { DeployDraft } from './deploy-draft.ts';
import { deployHelp } from './deploy-help.ts';
import { Section } from './Section.tsx';

interface Props {
  draft: DeployDraft;
  template: TemplateView | undefined;
  /** Installed from an ISO: the disk offering is the empty root disk's. */
  fromIso: boolean;
  diskOfferings: readonly DiskOfferingView[];
  diskOffering: DiskOfferingView | undefined;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<DeployDraft>) => void;
}

const order = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[];

/** The root disk's size, and a data disk. */
export function DiskPicker({ draft, template, fromIso, diskOfferings, diskOffering, errorOf, onChange }: Props) {
  const { t } = useTranslation();
  const sizeOf = (offering: DiskOfferingView) =>
    offering.iscustomized ? t('deploy.customSize') : formatBytes(offering.disksize * gibibyte);
  return (
    <Section title={t('deploy.disks')}>
      <div className={classes.fields}>
        {fromIso ? null : (
          <WithHelp label={t('deploy.rootDisk')} about={deployHelp('rootdisksize')}>
            <NumberInput
              label={t('deploy.rootDisk')}
              description={template && t('deploy.rootDiskHelp', { size: formatBytes(template.size) })}
              inputWrapperOrder={order}
              name="rootdisksize"
              suffix=" GiB"
              placeholder={template && formatBytes(template.size)}
              value={draft.rootdisksize ?? ''}
              onChange={(value) => onChange({ rootdisksize: typeof value === 'number' ? value : undefined })}
              error={errorOf('rootdisksize')}
              allowDecimal={false}
              allowNegative={false}
            />
          </WithHelp>
        )}
        <WithHelp label={t(fromIso ? 'deploy.rootDisk' : 'deploy.dataDisk')} about={deployHelp('diskofferingid')}>
          <Select
            label={t(fromIso ? 'deploy.rootDisk' : 'deploy.dataDisk')}
            description={fromIso ? t('deploy.isoDiskHelp') : undefined}
            inputWrapperOrder={order}
            name="diskofferingid"
            data={[
              ...(fromIso ? [] : [{ value: '', label: t('deploy.noDataDisk') }]),
              ...diskOfferings.map((offering) => ({
                value: offering.id,
                label: `${offering.name} (${sizeOf(offering)})`,
              })),
            ]}
            value={draft.diskofferingid ?? ''}
            onChange={(value) => onChange({ diskofferingid: value || undefined })}
            error={errorOf('diskofferingid')}
            allowDeselect={false}
          />
        </WithHelp>
        {diskOffering?.iscustomized ? (
          <WithHelp label={t('deploy.size')} about={deployHelp('size')}>
            <NumberInput
              label={t('deploy.size')}
              name="size"
              suffix=" GiB"
              withAsterisk
              value={draft.size ?? ''}
              onChange={(value) => onChange({ size: typeof value === 'number' ? value : undefined })}
              error={errorOf('size')}
              allowDecimal={false}
              allowNegative={false}
            />
          </WithHelp>
        ) : null}
      </div>
    </Section>
  );
}
