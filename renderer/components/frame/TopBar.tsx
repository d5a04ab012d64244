import { ActionIcon, Button, Kbd, Select } from '@mantine/core';
import { Keyboard, ListChecks, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useList } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import { useOverlay } from '../../stores/overlay.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { Tip } from '../../ui/Tip.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { LanguageMenu, ThemeMenu } from './FaceMenus.tsx';
import { navigation, navigationItemOf } from './navigation-items.ts';
import classes from './TopBar.module.css';

function Breadcrumb() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const item = navigationItemOf(path);
  if (item === undefined) return null;
  const group = navigation.find((each) => each.items.includes(item));
  const atList = path === item.path;
  return (
    <nav aria-label={t('frame.breadcrumb')}>
      <ol className={classes.crumbs}>
        {group?.key === undefined ? null : (
          <li>
            <span>{t(`nav.${group.key}`)}</span>
            <span aria-hidden>›</span>
          </li>
        )}
        <li>
          {atList ? (
            <span aria-current="page">{t(`nav.${item.key}`)}</span>
          ) : (
            <Link href={item.path}>{t(`nav.${item.key}`)}</Link>
          )}
        </li>
      </ol>
    </nav>
  );
}

function ZoneSwitch() {
  const { t } = useTranslation();
  const { zoneId, set } = usePreferences();
  const { rows, loading } = useList('listZones', { pagesize: 500 });
  if (!useMay()('listZones')) return null;
  const known = loading || rows.some((zone) => zone.id === zoneId);
  return (
    <Select
      aria-label={t('frame.zone')}
      size="xs"
      w={150}
      data={[{ value: '', label: t('frame.allZones') }, ...rows.map((zone) => ({ value: zone.id, label: zone.name }))]}
      value={known ? (zoneId ?? '') : ''}
      onChange={(value) => set({ zoneId: value || undefined })}
      allowDeselect={false}
      checkIconPosition="right"
    />
  );
}

/** The project that lists and forms act in; not there for who is in none. */
function ProjectSwitch() {
  const { t } = useTranslation();
  const { projectId, set } = usePreferences();
  const { rows, loading } = useList('listProjects', { pagesize: 500 });
  if (!useMay()('listProjects') || (rows.length === 0 && projectId === undefined)) return null;
  const known = loading || rows.some((project) => project.id === projectId);
  return (
    <Select
      aria-label={t('projects.switch')}
      size="xs"
      w={150}
      data={[
        { value: '', label: t('projects.all') },
        ...rows.map((project) => ({ value: project.id, label: project.name })),
      ]}
      value={known ? (projectId ?? '') : ''}
      onChange={(value) => set({ projectId: value || undefined })}
      allowDeselect={false}
      checkIconPosition="right"
    />
  );
}

function JobsButton() {
  const { t } = useTranslation();
  const { drawerOpen, set } = useOverlay();
  const { count } = useList('listAsyncJobs', { pending: true, pagesize: 1 });
  if (!useMay()('listAsyncJobs')) return null;
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<ListChecks size={17} aria-hidden />}
      aria-label={t('frame.jobs', { count })}
      aria-expanded={drawerOpen}
      data-tour="jobs"
      onClick={() => set({ drawerOpen: !drawerOpen })}
      rightSection={count > 0 ? <span className={`${classes.count} number`}>{count}</span> : undefined}
    >
      {t('nav.jobs')}
    </Button>
  );
}

/** The bar on top: where one is, the zone, the palette, jobs, language, theme, keys. */
export function TopBar() {
  const { t } = useTranslation();
  const set = useOverlay((overlay) => overlay.set);
  return (
    <header className={classes.bar}>
      <Breadcrumb />
      <span className={classes.grow} />
      <button type="button" className={classes.palette} data-tour="palette" onClick={() => set({ paletteOpen: true })}>
        <Search size={14} aria-hidden />
        <span>{t('frame.palette')}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <ZoneSwitch />
      <ProjectSwitch />
      <JobsButton />
      <LanguageMenu />
      <ThemeMenu />
      <Tip label={t('frame.shortcuts')}>
        <ActionIcon aria-label={t('frame.shortcuts')} data-tour="keys" onClick={() => set({ shortcutsOpen: true })}>
          <Keyboard size={17} />
        </ActionIcon>
      </Tip>
      <AccountMenu />
    </header>
  );
}
