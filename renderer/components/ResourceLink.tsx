import { Link } from 'wouter';

/** A related thing as a link; plain text where it has no page, a dash where there is none. */
export function ResourceLink({ href, name }: { href: string | undefined; name: string | undefined }) {
  if (name === undefined || name === '') return <span>–</span>;
  if (href === undefined) return <span>{name}</span>;
  return <Link href={href}>{name}</Link>;
}
