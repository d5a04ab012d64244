import { NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { maximumDeployments, namesOfPattern } from '../../../../engine/contract/name-pattern.ts';
import { WithHelp } from '../../../components/HelpMark.tsx';
import { type DeployDraft, isMany } from './deploy-draft.ts';
import { deployHelp } from './deploy-help.ts';

interface Props {
  draft: DeployDraft;
  errorOf: (field: keyof DeployDraft) => string | undefined;
  onChange: (change: Partial<DeployDraft>) => void;
}

const order = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[];

/** How many, and what they are called: one by its name, many by a pattern. */
export function NameFields({ draft, errorOf, onChange }: Props) {
  const { t } = useTranslation();
  const names = namesOfPattern(draft.namepattern ?? '', draft.start ?? 1, draft.count ?? 1);
  const [first, last] = [names?.[0], names?.at(-1)];
  const number = (value: number | string) => (typeof value === 'number' ? value : undefined);
  return (
    <>
      <WithHelp label={t('deploy.count')} about={deployHelp('count')}>
        <NumberInput
          label={t('deploy.count')}
          description={t('deploy.countHelp')}
          inputWrapperOrder={order}
          name="count"
          value={draft.count ?? 1}
          onChange={(value) => onChange({ count: number(value) })}
          error={errorOf('count')}
          min={1}
          max={maximumDeployments}
          allowDecimal={false}
          allowNegative={false}
        />
      </WithHelp>
      {isMany(draft) ? (
        <>
          <WithHelp label={t('deploy.namePattern')} about={deployHelp('namepattern')}>
            <TextInput
              label={t('deploy.namePattern')}
              description={
                first === undefined ? t('deploy.namePatternHelp') : t('deploy.namePatternShows', { first, last })
              }
              inputWrapperOrder={order}
              name="namepattern"
              value={draft.namepattern ?? ''}
              onChange={(event) => onChange({ namepattern: event.currentTarget.value })}
              error={errorOf('namepattern') ?? (names === undefined ? t('deploy.namePatternHelp') : undefined)}
              autoComplete="off"
              spellCheck={false}
            />
          </WithHelp>
          <WithHelp label={t('deploy.startNumber')} about={deployHelp('start')}>
            <NumberInput
              label={t('deploy.startNumber')}
              name="start"
              value={draft.start ?? 1}
              onChange={(value) => onChange({ start: number(value) })}
              error={errorOf('start')}
              allowDecimal={false}
              allowNegative={false}
            />
          </WithHelp>
        </>
      ) : (
        <>
          <WithHelp label={t('deploy.name')} about={deployHelp('name')}>
            <TextInput
              label={t('deploy.name')}
              description={t('deploy.nameHelp')}
              inputWrapperOrder={order}
              name="name"
              value={draft.name ?? ''}
              onChange={(event) => onChange({ name: event.currentTarget.value })}
              error={errorOf('name')}
              autoComplete="off"
              spellCheck={false}
            />
          </WithHelp>
          <WithHelp label={t('deploy.displayName')} about={deployHelp('displayname')}>
            <TextInput
              label={t('deploy.displayName')}
              description={t('deploy.displayNameHelp')}
              inputWrapperOrder={order}
              name="displayname"
              value={draft.displayname ?? ''}
              onChange={(event) => onChange({ displayname: event.currentTarget.value || undefined })}
              error={errorOf('displayname')}
              autoComplete="off"
            />
          </WithHelp>
        </>
      )}
    </>
  );
}
