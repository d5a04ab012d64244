import type { TFunction } from 'i18next';
import type { FormValues } from '../../components/form-values.ts';
import type { StepField } from '../../components/steps/step-form.ts';

/** What the contract asks about how a machine reaches packages. */
export const packageParameters = [
  'proxyurl',
  'proxyuser',
  'proxypassword',
  'packagesource',
  'unsignedpackages',
] as const;

/** What stands in empty fields. */
export const packageExamples = {
  proxyurl: 'http://proxy.lab.example:3128',
  packagesource: 'http://mirror.lab.example/debian',
};

/** Fields for a proxy and a local package source. They appear when their switch is on; most machines need neither. */
export function packageFields(t: TFunction, passwordKept = false): readonly StepField[] {
  const wanted = (values: FormValues) => values.ownpackages === true;
  const filled = (name: string) => (values: FormValues) =>
    wanted(values) && typeof values[name] === 'string' && values[name] !== '';
  return [
    {
      name: 'ownpackages',
      kind: 'switch',
      label: t('hostPreparation.ownPackages'),
      help: t('hostPreparation.ownPackagesHelp'),
      wide: true,
    },
    {
      name: 'proxyurl',
      placeholder: packageExamples.proxyurl,
      help: t('hostPreparation.proxyHelp'),
      when: wanted,
      wide: true,
    },
    { name: 'proxyuser', help: t('hostPreparation.proxyUserHelp'), when: filled('proxyurl') },
    {
      name: 'proxypassword',
      kind: 'password',
      help: passwordKept ? t('hostPreparation.proxyPasswordKept') : undefined,
      when: filled('proxyurl'),
    },
    {
      name: 'packagesource',
      placeholder: packageExamples.packagesource,
      help: t('hostPreparation.packageSourceHelp'),
      when: wanted,
      wide: true,
    },
    {
      name: 'unsignedpackages',
      kind: 'switch',
      help: t('hostPreparation.unsignedHelp'),
      when: filled('packagesource'),
      wide: true,
    },
  ].map(({ help, ...field }) => ({ ...field, ...(help !== undefined && { help }) })) as readonly StepField[];
}

/** What is sent of them: the switch itself is no parameter. */
export function withoutSwitch({ ownpackages: _shown, ...values }: FormValues): FormValues {
  return values;
}
