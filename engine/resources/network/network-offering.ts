import type { Handlers } from '../../context.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { date } from '../common.ts';

export const networkOfferingHandlers = {
  listNetworkOfferings(ctx, _caller, input) {
    const page = ctx.store.list('networkOfferings', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
        ['guest_ip_type = ?', input.guestiptype],
        ['display_text = ?', input.displaytext],
        ['is_default = ?', input.isdefault === undefined ? undefined : Number(input.isdefault)],
        [input.state === undefined || input.state === 'Enabled' ? '1' : '0', 1],
        // Offerings are there for every zone; one that does not exist has none.
        ['EXISTS (SELECT 1 FROM zone WHERE zone.id = ? AND zone.removed IS NULL)', input.zoneid],
      ],
      sortable: { name: 'name' },
      defaultSort: 'name',
    });
    const annotated = annotatedViews(ctx, page.rows);
    return {
      count: page.count,
      networkoffering: page.rows.map((row) => ({
        id: row.id,
        ...annotated(row),
        name: row.name,
        displaytext: row.displayText,
        traffictype: 'Guest' as const,
        guestiptype: row.guestIpType,
        state: 'Enabled',
        isdefault: row.isDefault,
        service: row.services.map((name) => ({ name })),
        created: date(row.created),
        availability: 'Optional' as const,
        conservemode: true as const,
        egressdefaultpolicy: true as const,
        forvpc: false as const,
        internetprotocol: 'IPv4' as const,
        ispersistent: false as const,
        specifyipranges: true as const,
        specifyvlan: false as const,
        supportsinternallb: false as const,
        supportspublicaccess: false as const,
        supportsstrechedl2subnet: false as const,
      })),
    };
  },
} satisfies Partial<Handlers>;
