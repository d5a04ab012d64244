import { ActionIcon } from '@mantine/core';
import { Keyboard, KeyboardOff, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../ui/Tip.tsx';
import classes from './BarParts.module.css';

interface ButtonProps {
  icon: LucideIcon;
  label: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

/** Tooltips and menus stay inside the console: outside of it full screen would not show them. */
export function BarButton({ icon: Icon, label, pressed, disabled = false, onClick }: ButtonProps) {
  return (
    <Tip label={label} side="bottom">
      <ActionIcon
        aria-label={label}
        aria-pressed={pressed}
        className={`${classes.button} ${pressed ? classes.pressed : ''}`}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tip>
  );
}

/** Where the keys go: to the console, to the page, or nowhere because this window only looks. */
export function GrabSign({ grabbed, may = true }: { grabbed: boolean; may?: boolean }) {
  const { t } = useTranslation();
  const on = grabbed && may;
  const Icon = on ? Keyboard : KeyboardOff;
  const words = t(!may ? 'console.viewOnlyOn' : grabbed ? 'console.grabbed' : 'console.released');
  return (
    <span className={`${classes.grab} ${on ? classes.grabbed : ''}`} data-grabbed={grabbed} title={words}>
      <Icon size={14} aria-hidden />
      <span className={classes.grabText}>{words}</span>
    </span>
  );
}
