import { Link } from 'wouter';
import { useMay } from '../api/permissions.ts';
import { navigationItemOf } from './frame/navigation-items.ts';

/** A related thing as a link; plain text where it has no page or its page is not for the caller's role, a dash where there is none. */
export function ResourceLink({ href, name }: { href: string | undefined; name: string | undefined }) {
  const may = useMay();
  const item = href === undefined ? undefined : navigationItemOf(href);
  if (name === undefined || name === '') return <span>–</span>;
  if (href === undefined || (item !== undefined && !may(item.needs))) return <span>{name}</span>;
  return <Link href={href}>{name}</Link>;
}
