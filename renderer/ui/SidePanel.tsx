import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './SidePanel.module.css';
import { useResize } from './use-resize.ts';

interface Props {
  title: string;
  width: number;
  /** Over the page instead of beside it: for what needs most of the window. */
  over?: boolean;
  onResize: (width: number) => void;
  onClose: () => void;
  children: ReactNode;
}

/** The panel on the right: beside the page, not over it, so that what one reads there stays in sight. */
export function SidePanel({ title, width, over = false, onResize, onClose, children }: Props) {
  const { t } = useTranslation();
  const root = useRef<HTMLElement>(null);
  const closeLatest = useRef(onClose);
  closeLatest.current = onClose;
  const handle = useResize({ size: width, minimum: 340, maximum: 1600, edge: 'left', label: t('ui.resize'), onResize });
  useLayoutEffect(() => {
    const panel = root.current;
    const opener = document.activeElement;
    return () => {
      // Who closes it goes on where it was opened; who has gone elsewhere meanwhile stays there.
      const held = document.activeElement === document.body || panel?.contains(document.activeElement);
      const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : undefined;
      if (held) (back ?? document.querySelector('main'))?.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    const panel = root.current;
    if (panel === null) return undefined;
    const focusFirst = () => {
      const first = panel.querySelector<HTMLElement>('form input:not([type=hidden]):not([disabled]), form textarea');
      (first ?? panel).focus();
    };
    focusFirst();
    // A form is drawn anew when what it lets one choose from has been read: until the first key or click its first field stays focused.
    const redrawn = new MutationObserver(() => {
      if (document.activeElement === document.body || document.activeElement === panel) focusFirst();
    });
    redrawn.observe(panel, { childList: true, subtree: true });
    const settle = () => redrawn.disconnect();
    const onKey = (event: globalThis.KeyboardEvent) => {
      settle();
      // With the keyboard nowhere, Esc is meant for what was opened last.
      if (event.key === 'Escape' && event.target === document.body) closeLatest.current();
    };
    addEventListener('keydown', onKey);
    addEventListener('pointerdown', settle);
    return () => {
      settle();
      removeEventListener('keydown', onKey);
      removeEventListener('pointerdown', settle);
    };
  }, []);
  return (
    <section
      ref={root}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
      className={`${classes.panel} ${over ? classes.over : ''}`}
      style={{ width }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        // An open list of choices is closed by its own Esc, and the panel stays.
        if (event.target instanceof HTMLElement && event.target.getAttribute('aria-expanded') === 'true') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div {...handle} className={classes.handle} />
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <ActionIcon aria-label={t('ui.close')} onClick={onClose}>
          <X size={16} />
        </ActionIcon>
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  );
}
