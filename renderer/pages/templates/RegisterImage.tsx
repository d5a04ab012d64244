import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { followUpload, removeImage } from '../../components/uploads/follow-upload.ts';
import { lookAtFile, nameOf } from '../../components/uploads/look-at-file.ts';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';
import { closePanel } from '../../stores/overlay.ts';

type ImageKind = 'template' | 'iso';
type Source = 'url' | 'file';

/** The command behind the form, by what the image is and where it comes from. */
const ways = {
  template: { url: { command: 'registerTemplate' }, file: { command: 'getUploadParamsForTemplate' } },
  iso: { url: { command: 'registerIso' }, file: { command: 'getUploadParamsForIso' } },
} as const;

const examples = {
  template: 'https://cloud.debian.org/…/debian-13-nocloud-amd64.qcow2',
  iso: 'https://cdimage.debian.org/…/debian-13-amd64-netinst.iso',
} as const;

/** What the chooser of files offers first; what a file really is, its first bytes say. */
const accepted = { template: '.qcow2,.qcow,.img,.raw,.bin', iso: '.iso' } as const;

interface Props {
  image: ImageKind;
  /** The zone whose set-up asks for the image; otherwise it is the one that lists are narrowed to. */
  zoneId?: string | undefined;
  /** What is known already: of a file that was dropped, or of an image that came to nothing. */
  start?: FormValues;
  /** The image that came to nothing, which goes when this one is on its way. */
  replaces?: string;
}

/** Registers a template or an ISO, by its address or by a file of this computer. */
export function RegisterImage({ image, zoneId: asked, start, replaces }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useOptions('listZones');
  const osTypes = useOptions('listOsTypes');
  const chosen = useZoneId();
  const zoneId = asked ?? chosen ?? zones[0]?.value;
  // Clusters are the administrator's to see; what a zone runs is anybody's.
  const hypervisors = useList('listHypervisors', zoneId === undefined ? undefined : { zoneid: zoneId }).rows;
  const simulated = hypervisors.some(({ name }) => name === 'Simulator');
  const real = hypervisors.some(({ name }) => name === 'KVM');
  const [source, setSource] = useState<Source>(start?.source === 'file' ? 'file' : 'url');
  const template = image === 'template';
  const { command } = ways[image][source];
  const fields = useMemo<readonly FormField[]>(() => {
    const fromUrl = (values: FormValues) => values.source !== 'file';
    const look = async (value: unknown, values: FormValues) => {
      if (!(value instanceof File)) return {};
      const found = await lookAtFile(value);
      if (found.kind === undefined) return { problem: t(`uploads.refused.${found.refusal}`, { what: found.what }) };
      if ((found.kind === 'ISO') === template) return { problem: t(template ? 'uploads.isIso' : 'uploads.noIso') };
      return {
        values: {
          ...((values.name ?? '') === '' && { name: nameOf(value) }),
          ...(template && { format: found.kind }),
        },
      };
    };
    const featured: FormField[] = [
      { name: 'isfeatured', kind: 'switch', help: t('pages.featuredHelp') },
      { name: 'ispublic', kind: 'switch', help: t('pages.publicHelp') },
    ];
    return [
      { name: 'name' },
      { name: 'displaytext' },
      {
        name: 'source',
        kind: 'segmented',
        label: t('uploads.source'),
        options: [
          { value: 'url', label: t('uploads.fromUrl') },
          { value: 'file', label: t('uploads.fromHere') },
        ],
      },
      {
        name: 'url',
        placeholder: examples[image],
        when: fromUrl,
        ...(!template && { help: t('pages.isoUrlHelp') }),
      },
      {
        name: 'file',
        kind: 'file',
        label: t('uploads.file'),
        help: t('uploads.fileHelp'),
        accept: accepted[image],
        when: (values) => !fromUrl(values),
        fills: look,
      },
      { name: 'checksum' },
      { name: 'zoneid', kind: 'select', options: zones },
      ...(template
        ? [{ name: 'format', kind: 'segmented', options: valueOptions(['QCOW2', 'RAW'], String) } as const]
        : []),
      {
        name: 'hypervisor',
        kind: 'segmented',
        options: valueOptions(['KVM', 'Simulator'], words.value),
        when: () => simulated && (template || real),
      },
      { name: 'ostypeid', kind: 'select', options: osTypes },
      ...(template ? [] : [{ name: 'bootable', kind: 'switch', help: t('pages.bootableHelp') } as const]),
      ...featured,
      ...(template
        ? [
            { name: 'passwordenabled', kind: 'switch', help: t('pages.passwordHelp') } as const,
            { name: 'isdynamicallyscalable', kind: 'switch' } as const,
          ]
        : []),
    ];
  }, [image, template, zones, osTypes, simulated, real, words, t]);
  const hypervisor = simulated && !real ? 'Simulator' : 'KVM';
  return (
    <ResourceForm
      key={`${zoneId}${simulated}${real}`}
      command={command}
      fields={fields}
      initial={{
        source,
        zoneid: zoneId,
        ispublic: true,
        ...(template ? { format: 'QCOW2', hypervisor } : { bootable: true, ...(simulated && real && { hypervisor }) }),
        ...start,
      }}
      {...(template && !simulated ? { fixed: { hypervisor: 'KVM' } } : {})}
      aliases={{ filesize: 'file' }}
      prepare={({ source: _source, file, ...rest }) => ({
        ...rest,
        ...(file instanceof File && { filesize: file.size }),
      })}
      onValues={(values) => setSource(values.source === 'file' ? 'file' : 'url')}
      onDone={(answer, input, { file }) => {
        closePanel();
        if (replaces !== undefined) void removeImage(image, replaces);
        if ('postURL' in answer && 'filesize' in input && file instanceof File)
          void followUpload(template ? 'getUploadParamsForTemplate' : 'getUploadParamsForIso', input, file, answer);
      }}
      {...(source === 'file' && { summary: () => t('uploads.summary') })}
      submitLabel={source === 'file' ? t('uploads.upload') : words.command(command)}
    />
  );
}
