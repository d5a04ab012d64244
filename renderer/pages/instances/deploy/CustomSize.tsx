import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../../engine/contract/views.ts';
import { offeringLimits, offeringText, type SizeField } from '../../../components/offering-size.ts';
import { useWords } from '../../../components/words.ts';
import classes from './deploy.module.css';
import type { DeployDraft } from './deploy-draft.ts';

interface Props {
  offering: ServiceOfferingView;
  /** With every size filled in. */
  draft: DeployDraft;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<DeployDraft>) => void;
}

const units: Record<SizeField, string> = { cpunumber: '', cpuspeed: ' MHz', memory: ' MiB' };

/** The sizes that a custom offering leaves open, with what it allows. */
export function CustomSize({ offering, draft, errorOf, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const limits = offeringLimits(offering);
  const open = (['cpunumber', 'cpuspeed', 'memory'] as const).filter((field) => limits[field][0] !== limits[field][1]);
  return (
    <div className={classes.fields}>
      {open.map((field) => {
        const [least, most] = limits[field];
        const value = draft[field];
        const beyond = value === undefined || value < least || value > most;
        return (
          <NumberInput
            key={field}
            label={words.field(field)}
            description={
              field === 'cpuspeed' ? undefined : t('offerings.between', { range: offeringText(offering, field) })
            }
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            name={field}
            suffix={units[field]}
            withAsterisk
            value={value ?? ''}
            onChange={(next) => onChange({ [field]: typeof next === 'number' ? next : undefined })}
            error={
              errorOf(field) ??
              (beyond ? t('offerings.beyond', { least: String(least), most: String(most) }) : undefined)
            }
            allowDecimal={false}
            allowNegative={false}
          />
        );
      })}
    </div>
  );
}
