import type { Ctx } from '../../../context.ts';
import type { OsTypeRow } from '../../../store/rows.ts';

/** How OS types here begin that libosinfo names otherwise. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^debian\/(\d+)$/, 'Debian GNU/Linux $1'],
  [/^ubuntu\/(\d+\.\d+)$/, 'Ubuntu $1'],
  [/^centos-stream\/(\d+)$/, 'CentOS Stream $1'],
  [/^centos\/(\d+)(\.\d+)?$/, 'CentOS $1'],
  [/^rocky\/(\d+).*$/, 'Rocky Linux $1'],
  [/^almalinux\/(\d+).*$/, 'AlmaLinux $1'],
  [/^rhel\/(\d+).*$/, 'Red Hat Enterprise Linux $1'],
  [/^microsoft\/win\/2k(12|16|19|22|25)$/, 'Windows Server 20$1'],
  [/^win\/2k(12|16|19|22|25)$/, 'Windows Server 20$1'],
  [/^(?:microsoft\/)?win\/(8|10|11)$/, 'Windows $1'],
  [/^freebsd\/(\d+).*$/, 'FreeBSD $1'],
];

const starting = (ctx: Ctx, beginning: string): OsTypeRow | undefined =>
  ctx.store.first(
    'osTypes',
    "removed IS NULL AND substr(description, 1, length(?)) = ? AND substr(description, length(?) + 1, 1) IN ('', ' ', '(', '.') ORDER BY description LIKE '%32-bit%', description",
    beginning,
    beginning,
    beginning,
  );

/** The OS type that fits libosinfo's name best; undefined where nothing was said, or nothing fits. */
export function osTypeFor(ctx: Ctx, os: string): OsTypeRow | undefined {
  for (const [form, name] of names)
    if (form.test(os)) {
      const type = starting(ctx, os.replace(form, name));
      if (type !== undefined) return type;
    }
  return undefined;
}

/** What is known of no guest: every system has drivers for its devices. */
export function anyOsType(ctx: Ctx): OsTypeRow {
  const type =
    ctx.store.first('osTypes', "removed IS NULL AND description = 'Other (64-bit)'") ??
    ctx.store.first('osTypes', 'removed IS NULL ORDER BY description');
  if (type === undefined) throw new Error('There is no OS type at all');
  return type;
}
