import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useQuery } from '../../api/live.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { TextShown } from '../../components/TextShown.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { encodedText } from '../../components/user-data-text.ts';
import { useWords } from '../../components/words.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

type Props = { vm: VirtualMachineView };

/** Lists are of the instance's own account, or of its project. */
const ofOwner = (vm: VirtualMachineView) =>
  vm.projectid === undefined ? { account: vm.account, domainid: vm.domainid } : { projectid: vm.projectid };

/** The keys of the instance's owner, by name. */
export function ResetSshKeys({ vm }: Props) {
  const words = useWords();
  const pairs = useOptions('listSSHKeyPairs', ofOwner(vm));
  return (
    <ResourceForm
      command="resetSSHKeyForVirtualMachine"
      fixed={{ id: vm.id }}
      initial={{ keypairs: vm.keypairs?.split(',') }}
      fields={[
        {
          name: 'keypairs',
          kind: 'multiselect',
          options: pairs.map(({ label }) => ({ value: label, label })),
        },
      ]}
      submitLabel={words.command('resetSSHKeyForVirtualMachine')}
    />
  );
}

export function ResetPassword({ vm }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ResourceForm
      command="resetPasswordForVirtualMachine"
      fixed={{ id: vm.id }}
      fields={[{ name: 'password', kind: 'password', help: t('guestData.passwordHelp') }]}
      submitLabel={words.command('resetPasswordForVirtualMachine')}
    />
  );
}

export function ResetUserData({ vm }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const registered = useOptions('listUserData', ofOwner(vm));
  return (
    <ResourceForm
      command="resetUserDataForVirtualMachine"
      fixed={{ id: vm.id }}
      initial={{ kind: vm.userdataid === undefined ? 'own' : 'registered', userdataid: vm.userdataid }}
      fields={[
        {
          name: 'kind',
          kind: 'segmented',
          label: t('nouns.userdata'),
          options: valueOptions(['own', 'registered'], (value) =>
            t(value === 'own' ? 'guestData.own' : 'guestData.registered'),
          ),
        },
        {
          name: 'text',
          label: t('guestData.text'),
          kind: 'textarea',
          placeholder: t('guestData.placeholder'),
          when: ({ kind }) => kind === 'own',
        },
        { name: 'userdataid', kind: 'select', options: registered, when: ({ kind }) => kind === 'registered' },
      ]}
      prepare={({ kind: _kind, text, ...values }) => ({
        ...values,
        ...(typeof text === 'string' && text !== '' && { userdata: encodedText(text) }),
      })}
      aliases={{ userdata: 'text' }}
      submitLabel={words.command('resetUserDataForVirtualMachine')}
    />
  );
}

export function ShowUserData({ vm }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery('getVirtualMachineUserData', { virtualmachineid: vm.id });
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  return data === undefined ? <SkeletonRows /> : <TextShown label={t('nouns.userdata')} encoded={data.userdata} />;
}
