import { useTranslation } from 'react-i18next';
import { icons } from '../../components/frame/navigation-items.ts';
import { paths } from '../../paths.ts';
import { StepBody } from './StepBody.tsx';
import type { StepProps } from './step-props.ts';
import { ZoneForm } from './ZoneForm.tsx';

export function ZoneStep({ resources, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const { zone } = resources;
  return (
    <StepBody
      label={t('nav.zones')}
      things={[
        {
          id: zone.id,
          name: zone.name,
          icon: icons.zone,
          href: paths.zone(zone.id),
          facts: [
            t(`values.${zone.networktype}`),
            `DNS ${[zone.dns1, zone.dns2].filter(Boolean).join(', ')}`,
            t('zoneSetup.zone.internalDns', { dns: zone.internaldns1 }),
            zone.domain,
          ]
            .filter(Boolean)
            .join(' · '),
          editable: true,
        },
      ]}
      done
      onNext={onNext}
      onBack={onBack}
      form={({ saved, foot, saveLabel }) => (
        <ZoneForm zone={zone} name={zone.name} saveLabel={saveLabel} foot={foot} onSaved={saved} />
      )}
    />
  );
}
