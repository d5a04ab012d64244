import { Button, FileButton } from '@mantine/core';
import { FileKey } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, Output } from '../../../engine/contract/contract.ts';
import { ApiError } from '../../api/client.ts';
import type { FormValues } from '../../components/form-values.ts';
import { StepForm } from '../../components/steps/StepForm.tsx';
import type { StepField, StepPart } from '../../components/steps/step-form.ts';
import classes from './HostPreparation.module.css';
import { packageFields, packageParameters, withoutSwitch } from './package-fields.ts';

/** How to get into a machine: what createHostPreparation needs beside the accepted key. */
export type Login = Omit<Input<'createHostPreparation'>, 'hostkeyfingerprint'>;

const names = [
  'address',
  'port',
  'username',
  'authentication',
  'password',
  'privatekey',
  'passphrase',
  'sudopassword',
  ...packageParameters,
];
const part: StepPart = {
  command: 'createHostPreparation',
  parameters: Object.fromEntries(names.map((name) => [name, name])),
};
const parts = [part];

interface Props {
  initial: FormValues;
  foot?: ReactNode;
  /** The computer that Benchtop runs on, where it can be a host itself. */
  here?: Output<'getThisComputer'> | undefined;
  /** Reads the machine's key. What it throws stands at its field. */
  onLogin: (login: Login) => Promise<void>;
}

/** Address, user and secret of a machine. Nothing is sent to it before its key was compared. */
export function LoginForm({ initial, foot, here, onLogin }: Props) {
  const { t } = useTranslation();
  const fields = useMemo<readonly StepField[]>(() => {
    const by = (way: string) => (values: FormValues) => values.authentication === way;
    const isHere = by('local');
    const notHere = (values: FormValues) => !isHere(values);
    const notRoot = (values: FormValues) =>
      isHere(values) ? here?.root === false : String(values.username ?? '').trim() !== 'root';
    return [
      {
        name: 'ownaddress',
        kind: 'select',
        label: t('fields.address'),
        help: t('hostPreparation.ownAddressHelp'),
        options: (here?.address ?? []).map((value) => ({ value, label: value })),
        when: isHere,
        wide: true,
      },
      { name: 'address', placeholder: '192.168.10.11', help: t('hostPreparation.addressHelp'), when: notHere },
      { name: 'port', kind: 'number', help: t('hostPreparation.portHelp'), when: notHere },
      { name: 'username', help: t('hostPreparation.userHelp'), when: notHere, wide: true },
      {
        name: 'authentication',
        kind: 'segmented',
        options: [
          { value: 'password', label: t('fields.password') },
          { value: 'key', label: t('fields.privatekey') },
          { value: 'agent', label: t('hostPreparation.agent') },
          ...(here?.possible === true ? [{ value: 'local', label: t('hostPreparation.thisComputer') }] : []),
        ],
        wide: true,
      },
      { name: 'password', kind: 'password', when: by('password'), wide: true },
      {
        name: 'privatekey',
        kind: 'textarea',
        help: t('hostPreparation.keyHelp'),
        placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
        when: by('key'),
        wide: true,
      },
      { name: 'passphrase', kind: 'password', help: t('hostPreparation.passphraseHelp'), when: by('key'), wide: true },
      { name: 'sudopassword', kind: 'password', help: t('hostPreparation.sudoHelp'), when: notRoot, wide: true },
      ...packageFields(t),
    ];
  }, [t, here]);
  return (
    <StepForm
      label={t('hostPreparation.loginTitle')}
      fields={fields}
      initial={{
        port: 22,
        username: 'root',
        authentication: 'password',
        ownpackages: initial.proxyurl !== undefined || initial.packagesource !== undefined,
        ...initial,
      }}
      parts={parts}
      derive={() => ({ ownaddress: here?.address[0] })}
      submitLabel={t('hostPreparation.readKey')}
      foot={foot}
      submit={async (values) => {
        // Told here, not after the key was compared.
        const secret = { password: 'password', key: 'privatekey', agent: undefined }[values.authentication as string];
        if (secret !== undefined && values[secret] === undefined)
          throw new ApiError({ code: 'parameter', message: t('validation.required'), field: secret });
        const { ownaddress, ...login } = withoutSwitch(values);
        await onLogin(
          (values.authentication === 'local'
            ? { ...login, address: ownaddress, username: here?.username }
            : login) as Login,
        );
      }}
    >
      {(values, set) => (
        <>
          {values.authentication === 'key' ? (
            <FileButton onChange={(file) => void file?.text().then((text) => set('privatekey', text))}>
              {(button) => (
                <Button
                  {...button}
                  variant="default"
                  leftSection={<FileKey size={15} aria-hidden />}
                  style={{ alignSelf: 'flex-start' }}
                >
                  {t('hostPreparation.chooseKey')}
                </Button>
              )}
            </FileButton>
          ) : null}
          {values.authentication === 'local' ? <p className={classes.lead}>{t('hostPreparation.hereText')}</p> : null}
          {values.authentication === 'agent' ? <p className={classes.lead}>{t('hostPreparation.agentText')}</p> : null}
        </>
      )}
    </StepForm>
  );
}
