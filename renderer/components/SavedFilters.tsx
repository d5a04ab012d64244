import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { Bookmark, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../stores/preferences.ts';
import { decodeListState, encodeListState, type ListState } from './list-state.ts';

interface Props {
  id: string;
  state: ListState;
  onChange: (change: Partial<ListState>) => void;
}

const longestName = 60;

/** Searches, filters and orders of a list under names of one's own; kept beside the window like the chosen columns. */
export function SavedFilters({ id, state, onChange }: Props) {
  const { t } = useTranslation();
  const { savedFilters, set } = usePreferences();
  const [name, setName] = useState('');
  const saved = savedFilters[id] ?? [];
  const keep = (next: typeof saved) => set({ savedFilters: { ...savedFilters, [id]: next } });
  const query = encodeListState({ ...state, page: 1 });
  const save = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    keep([...saved.filter((each) => each.name !== wanted), { name: wanted, query }]);
    setName('');
  };
  const apply = (text: string) => {
    const names = [...new URLSearchParams(text).keys()];
    onChange({
      ...decodeListState(
        text,
        names.filter((each) => !['q', 'sort', 'order', 'page', 'tab'].includes(each)),
      ),
      page: 1,
    });
  };
  if (saved.length === 0 && query === '') return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" size="compact-sm" leftSection={<Bookmark size={14} />}>
          {t('lists.saved')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {saved.map((each) => (
          <Menu.Item
            key={each.name}
            onClick={() => apply(each.query)}
            rightSection={
              <ActionIcon
                component="span"
                role="button"
                size={20}
                aria-label={t('lists.forgetSaved', { name: each.name })}
                onClick={(event) => {
                  event.stopPropagation();
                  keep(saved.filter((other) => other !== each));
                }}
              >
                <Trash2 size={13} />
              </ActionIcon>
            }
          >
            {each.name}
          </Menu.Item>
        ))}
        {query === '' ? null : (
          <form onSubmit={save} style={{ display: 'flex', gap: 6, padding: 6 }}>
            <TextInput
              size="xs"
              aria-label={t('lists.saveAs')}
              placeholder={t('lists.saveAs')}
              maxLength={longestName}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              onKeyDown={(event) => event.stopPropagation()}
            />
            <Button type="submit" size="xs" variant="default" disabled={name.trim() === ''}>
              {t('ui.save')}
            </Button>
          </form>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
