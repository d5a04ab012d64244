import * as v from 'valibot';
import { access, awaited, job, optional, uuid } from './command.ts';
import { iso, template } from './image.ts';

// Templates and ISOs on their way: to the secondary storage of other zones, and to primary storage ahead of their first instance.

const copying = {
  id: uuid,
  sourcezoneid: optional(uuid),
  destzoneid: optional(uuid),
  /** Several instead of destzoneid. */
  destzoneids: optional(v.pipe(v.array(uuid), v.minLength(1), v.maxLength(50))),
};

export const imageCopyCommands = {
  copyTemplate: job({
    object: 'template',
    roles: access.everyone,
    description: {
      en: 'Copies a template to the secondary storage of another zone, where it is a template of its own.',
      zh: '将模板复制到另一区域的二级存储，在那里它是独立的模板。',
    },
    input: copying,
    output: template,
  }),
  copyIso: job({
    object: 'iso',
    roles: access.everyone,
    description: {
      en: 'Copies an ISO to the secondary storage of another zone, where it is an ISO of its own.',
      zh: '将 ISO 复制到另一区域的二级存储，在那里它是独立的 ISO。',
    },
    input: copying,
    output: iso,
  }),
  prepareTemplate: awaited({
    object: 'template',
    roles: access.admin,
    description: {
      en: 'Puts a template on primary storage ahead of its first instance, which then need not wait for it.',
      zh: '提前将模板放到主存储上，其首个实例便无需等待。',
    },
    input: {
      templateid: uuid,
      zoneid: uuid,
      /** All primary storage of the zone that has none yet, when left out. */
      storageid: optional(uuid),
    },
    output: template,
  }),
};
