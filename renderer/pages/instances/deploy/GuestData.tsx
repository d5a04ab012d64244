import { MultiSelect, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/live.ts';
import { WithHelp } from '../../../components/HelpMark.tsx';
import classes from './deploy.module.css';
import type { DeployDraft } from './deploy-draft.ts';
import { deployHelp } from './deploy-help.ts';
import { Section } from './Section.tsx';

interface Props {
  draft: DeployDraft;
  /** Of whom keys and user data are offered: of whoever the instance will belong to. */
  owner: { account: string | undefined; domainid: string | undefined } | { projectid: string } | { listall: false };
  /** What the template brings, and whether an instance may bring its own. */
  linked: { name: string | undefined; policy: string | undefined };
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<DeployDraft>) => void;
}

/** What the guest is given at its first start: SSH keys, and user data. */
export function GuestData({ draft, owner, linked, errorOf, onChange }: Props) {
  const { t } = useTranslation();
  const pairs = useList('listSSHKeyPairs', { ...owner, pagesize: 500 }).rows;
  const registered = useList('listUserData', { ...owner, pagesize: 500 }).rows;
  const chosen = registered.find((row) => row.id === draft.userdataid);
  const names = (chosen?.params ?? '').split(',').filter((name) => name !== '');
  const denied = linked.policy === 'DENYOVERRIDE';
  const kind = draft.userdatakind ?? 'none';
  return (
    <Section title={t('guestData.title')}>
      <div className={classes.fields}>
        <WithHelp label={t('nav.sshKeyPairs')} about={deployHelp('keypairs')}>
          <MultiSelect
            label={t('nav.sshKeyPairs')}
            data={[...new Set(pairs.map((pair) => pair.name))]}
            value={[...(draft.keypairs ?? [])]}
            onChange={(keypairs) => onChange({ keypairs })}
            placeholder={pairs.length === 0 ? t('guestData.noKeys') : t('guestData.noneChosen')}
            error={errorOf('keypairs')}
            searchable
            clearable
          />
        </WithHelp>
      </div>
      {linked.name === undefined ? null : (
        <p className={classes.note}>
          {t(
            denied
              ? 'guestData.linkedAlone'
              : linked.policy === 'APPEND'
                ? 'guestData.linkedToo'
                : 'guestData.linkedElse',
            {
              name: linked.name,
            },
          )}
        </p>
      )}
      {denied ? null : (
        <>
          <WithHelp label={t('nouns.userdata')} about={deployHelp('userdata')}>
            <SegmentedControl
              aria-label={t('nouns.userdata')}
              data={[
                { value: 'none', label: t('guestData.noUserData') },
                { value: 'own', label: t('guestData.own') },
                { value: 'registered', label: t('guestData.registered'), disabled: registered.length === 0 },
              ]}
              value={kind}
              onChange={(value) => onChange({ userdatakind: value as NonNullable<DeployDraft['userdatakind']> })}
            />
          </WithHelp>
          {kind === 'own' ? (
            <Textarea
              label={t('guestData.text')}
              description={t('guestData.textHelp')}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              classNames={{ input: 'mono' }}
              value={draft.userdatatext ?? ''}
              onChange={(event) => onChange({ userdatatext: event.currentTarget.value })}
              error={errorOf('userdata')}
              placeholder={t('guestData.placeholder')}
              autosize
              minRows={6}
              maxRows={16}
              spellCheck={false}
            />
          ) : null}
          {kind === 'registered' ? (
            <div className={classes.fields}>
              <Select
                label={t('fields.userdataid')}
                data={registered.map((row) => ({ value: row.id, label: row.name }))}
                value={draft.userdataid ?? null}
                onChange={(value) => onChange({ userdataid: value ?? undefined, userdatadetails: undefined })}
                error={errorOf('userdataid')}
                searchable={registered.length > 8}
              />
              {names.map((name) => (
                <TextInput
                  key={name}
                  label={name}
                  value={draft.userdatadetails?.[name] ?? ''}
                  onChange={(event) =>
                    onChange({ userdatadetails: { ...draft.userdatadetails, [name]: event.currentTarget.value } })
                  }
                  error={errorOf('userdatadetails')}
                />
              ))}
            </div>
          ) : null}
        </>
      )}
    </Section>
  );
}
