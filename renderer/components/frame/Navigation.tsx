import { ActionIcon } from '@mantine/core';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useQuery } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { BrandMark } from '../../ui/BrandMark.tsx';
import { Tip } from '../../ui/Tip.tsx';
import { useBranding } from '../branding.ts';
import classes from './Navigation.module.css';
import { homeOf, type NavigationItem, navigationFor, navigationItemOf } from './navigation-items.ts';

function Item({ item, collapsed, current }: { item: NavigationItem; collapsed: boolean; current: boolean }) {
  const { t } = useTranslation();
  const label = t(`nav.${item.key}`);
  const Icon = item.icon;
  const link = useRef<HTMLAnchorElement>(null);
  // The list is longer than a low window: where one is stays in sight.
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <Tip label={collapsed ? label : undefined} side="right">
      <Link
        ref={link}
        href={item.path}
        className={classes.item ?? ''}
        aria-label={label}
        aria-current={current ? 'page' : undefined}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        {collapsed ? null : label}
      </Link>
    </Tip>
  );
}

/** The navigation on the left, 220 pixels wide or 56 collapsed. */
export function Navigation() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const { navigationCollapsed: collapsed, set } = usePreferences();
  const session = useQuery('getSession', {}).data;
  const branding = useBranding();
  const may = useMay();
  const current = navigationItemOf(path);
  const toggle = collapsed ? t('nav.expand') : t('nav.collapse');
  return (
    <nav
      className={`${classes.nav} ${collapsed ? classes.collapsed : ''}`}
      aria-label={t('nav.label')}
      data-tour="navigation"
    >
      <div className={classes.brand}>
        <Link href={homeOf(may)} aria-label={branding.name} title={branding.name}>
          <BrandMark size={20} logo={branding.logo} narrow={collapsed} />
          {collapsed ? null : <span className={classes.brandName}>{branding.name}</span>}
        </Link>
      </div>
      <div className={classes.scroll}>
        {navigationFor(may).map((group) => (
          <div key={group.items[0]?.key} className={group.key === undefined ? classes.unnamed : undefined}>
            {group.key === undefined ? null : (
              <div className={classes.label} aria-hidden={collapsed}>
                {t(`nav.${group.key}`)}
              </div>
            )}
            <ul className={classes.group} aria-label={group.key === undefined ? undefined : t(`nav.${group.key}`)}>
              {group.items.map((item) => (
                <li key={item.key}>
                  <Item item={item} collapsed={collapsed} current={item.key === current?.key} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className={classes.foot}>
        {collapsed ? null : (
          <span className={classes.version}>
            {[session?.version, session?.mode === 'practice' ? t('frame.practice') : undefined]
              .filter(Boolean)
              .join(' · ')}
          </span>
        )}
        <Tip label={toggle} side="right">
          <ActionIcon aria-label={toggle} onClick={() => set({ navigationCollapsed: !collapsed })}>
            {collapsed ? <PanelLeftOpen size={16} /> : <PanelLeftClose size={16} />}
          </ActionIcon>
        </Tip>
      </div>
    </nav>
  );
}
