import classes from './BrandMark.module.css';

interface Props {
  size: number;
  /** An installation's own logo, a data URL. An image only, never a part of the page: nothing in it can run. */
  logo?: string | undefined;
  /** Where there is no room for a wide one. */
  narrow?: boolean;
}

/** The mark: a bench with two machines on it, drawn in the accent, so it fits both themes; or the logo of this installation. */
export function BrandMark({ size, logo, narrow = false }: Props) {
  if (logo !== undefined)
    return (
      <img className={classes.logo} src={logo} alt="" style={{ height: size, maxWidth: narrow ? size : 3 * size }} />
    );
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 20 20" aria-hidden focusable="false">
      <rect x="3" y="2.5" width="6" height="8" rx="1.5" fill="var(--mantine-primary-color-filled)" />
      <rect x="11" y="5.5" width="6" height="5" rx="1.5" fill="var(--mantine-primary-color-filled)" opacity="0.55" />
      <path
        d="M1.5 13h17M4.5 13v4.5M15.5 13v4.5"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
