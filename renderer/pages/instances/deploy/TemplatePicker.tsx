import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { AppWindow, Disc, Disc3, type LucideIcon, Search, SquareTerminal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IsoView, OsTypeView, TemplateView } from '../../../../engine/contract/views.ts';
import { formatBytes } from '../../../ui/format.ts';
import classes from './deploy.module.css';
import { Section } from './Section.tsx';

/** More templates than this get a search field. */
const searchFrom = 12;

function iconOf(category: string | undefined): LucideIcon {
  if (category === undefined) return Disc3;
  if (/windows/i.test(category)) return AppWindow;
  return /other|none/i.test(category) ? Disc3 : SquareTerminal;
}

interface Props {
  source: 'template' | 'iso';
  templates: readonly (TemplateView | IsoView)[];
  osTypes: readonly OsTypeView[];
  value: string | undefined;
  onSource: (source: 'template' | 'iso') => void;
  onChange: (id: string) => void;
}

/** Templates, or ISOs to install from, as cards, narrowed by the family of their operating system. */
export function TemplatePicker({ source, templates, osTypes, value, onSource, onChange }: Props) {
  const { t } = useTranslation();
  const [category, setCategory] = useState('');
  const [typed, setTyped] = useState('');
  const categoryOf = useMemo(() => {
    const names = new Map(osTypes.map((type) => [type.id, type.oscategoryname]));
    return (template: TemplateView | IsoView) => names.get(template.ostypeid);
  }, [osTypes]);
  const categories = [...new Set(templates.map(categoryOf).filter((name) => name !== undefined))].sort();
  const shown = templates.filter(
    (template) =>
      (category === '' || categoryOf(template) === category) &&
      template.name.toLowerCase().includes(typed.trim().toLowerCase()),
  );
  return (
    <Section
      title={t('deploy.source')}
      parameter="templateid"
      aside={
        <>
          <SegmentedControl
            aria-label={t('deploy.source')}
            value={source}
            onChange={(next) => {
              setCategory('');
              setTyped('');
              onSource(next as 'template' | 'iso');
            }}
            data={[
              { value: 'template', label: t('deploy.template') },
              { value: 'iso', label: t('nouns.iso') },
            ]}
          />
          {categories.length > 1 ? (
            <SegmentedControl
              aria-label={t('fields.ostypeid')}
              value={category}
              onChange={setCategory}
              data={[
                { value: '', label: t('deploy.allSystems') },
                ...categories.map((name) => ({ value: name, label: name })),
              ]}
            />
          ) : null}
          {templates.length > searchFrom ? (
            <TextInput
              type="search"
              aria-label={t('deploy.searchTemplate')}
              placeholder={t('deploy.searchTemplate')}
              leftSection={<Search size={14} aria-hidden />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          ) : null}
        </>
      }
    >
      {templates.length === 0 ? (
        <Text c="dimmed">
          {source === 'iso'
            ? `${t('deploy.noIsos')}. ${t('deploy.noIsosText')}`
            : `${t('deploy.noTemplates')}. ${t('deploy.noTemplatesText')}`}
        </Text>
      ) : null}
      <div
        className={classes.cards}
        role="radiogroup"
        aria-label={t(source === 'iso' ? 'nouns.iso' : 'deploy.template')}
      >
        {shown.map((template) => {
          const Icon = source === 'iso' ? Disc : iconOf(categoryOf(template));
          return (
            <label key={template.id} className={classes.card}>
              <input
                type="radio"
                name="templateid"
                value={template.id}
                checked={template.id === value}
                onChange={() => onChange(template.id)}
              />
              <Icon size={20} strokeWidth={1.5} aria-hidden />
              <span className={classes.cardText}>
                <span className={classes.cardName}>{template.name}</span>
                <span className={classes.cardNote}>
                  {template.ostypename} · {formatBytes(template.size)}
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </Section>
  );
}
