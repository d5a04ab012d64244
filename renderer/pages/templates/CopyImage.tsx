import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IsoView, TemplateView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';

/** Copies a template or an ISO to another zone. */
export function CopyImage({ image, command }: { image: TemplateView | IsoView; command: 'copyTemplate' | 'copyIso' }) {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useOptions('listZones');
  const others = useMemo(() => zones.filter((zone) => zone.value !== image.zoneid), [zones, image.zoneid]);
  return (
    <ResourceForm
      command={command}
      fixed={{ id: image.id }}
      fields={[{ name: 'destzoneid', kind: 'select', options: others, takesOnly: true }]}
      summary={() => (others.length === 0 ? t('pages.noOtherZone') : t('pages.copyImageText', { name: image.name }))}
      submitLabel={words.command(command)}
    />
  );
}

/** Puts a template on primary storage ahead of its first instance. */
export function PrepareTemplate({ template }: { template: TemplateView }) {
  const { t } = useTranslation();
  const words = useWords();
  const pools = useOptions('listStoragePools', { zoneid: template.zoneid });
  return (
    <ResourceForm
      command="prepareTemplate"
      fixed={{ templateid: template.id, zoneid: template.zoneid }}
      fields={[{ name: 'storageid', kind: 'select', options: pools }]}
      summary={() => t('pages.prepareTemplateText')}
      submitLabel={words.command('prepareTemplate')}
    />
  );
}
