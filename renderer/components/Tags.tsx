import { ActionIcon, CloseButton, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TagType } from '../../engine/contract/tag.ts';
import { useMay } from '../api/permissions.ts';
import { Tip } from '../ui/Tip.tsx';
import { runCommand } from './run-command.ts';
import classes from './Tags.module.css';
import { tagWord } from './tag-filter.ts';

interface Props {
  type: TagType;
  id: string;
  tags: readonly { key: string; value: string }[];
  /** The list of such things: a tag leads to those that have it. */
  listPath: string;
}

/** The tags of a thing: each leads to what else has it, and they are put on and taken off in place. */
export function Tags({ type, id, tags, listPath }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const whole = key.trim() !== '' && value.trim() !== '';
  const about = { resourceids: [id], resourcetype: type };

  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (!whole) return;
    const done = await runCommand('createTags', { ...about, tags: { [key.trim()]: value.trim() } }, key.trim());
    if (!done) return;
    setKey('');
    setValue('');
  };

  if (tags.length === 0 && !may('createTags')) return null;
  return (
    <section className={classes.card} aria-label={t('tags.title')}>
      <h2 className={classes.title}>{t('tags.title')}</h2>
      {tags.length === 0 ? null : (
        <ul className={classes.list}>
          {tags.map((tag) => (
            <li key={tag.key} className={classes.tag}>
              <Link href={`${listPath}?tag=${encodeURIComponent(tagWord(tag))}`}>{tagWord(tag)}</Link>
              {may('deleteTags') ? (
                <CloseButton
                  size={18}
                  aria-label={t('tags.remove', { tag: tagWord(tag) })}
                  onClick={() => void runCommand('deleteTags', { ...about, tags: { [tag.key]: tag.value } }, tag.key)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {may('createTags') ? (
        <form className={classes.form} onSubmit={(event) => void add(event)}>
          <TextInput
            size="xs"
            aria-label={t('tags.key')}
            placeholder={t('tags.key')}
            value={key}
            maxLength={255}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <TextInput
            size="xs"
            aria-label={t('tags.value')}
            placeholder={t('tags.value')}
            value={value}
            maxLength={255}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Tip label={t('tags.add')}>
            <ActionIcon type="submit" variant="default" size={30} aria-label={t('tags.add')} disabled={!whole}>
              <Plus size={15} aria-hidden />
            </ActionIcon>
          </Tip>
        </form>
      ) : null}
    </section>
  );
}
