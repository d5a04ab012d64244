import * as v from 'valibot';
import { command, date, list, optional, text, uuid } from './command.ts';

// What people write about things, for each other.

/** CloudStack's names of what can be commented on. */
export const annotatedTypes = [
  'VM',
  'VOLUME',
  'NETWORK',
  'TEMPLATE',
  'ISO',
  'SERVICE_OFFERING',
  'DISK_OFFERING',
  'NETWORK_OFFERING',
  'ZONE',
  'POD',
  'CLUSTER',
  'HOST',
  'DOMAIN',
  'PRIMARY_STORAGE',
  'SECONDARY_STORAGE',
  'INSTANCE_GROUP',
  'SSH_KEYPAIR',
  'USER_DATA',
] as const;
export type AnnotatedType = (typeof annotatedTypes)[number];

/** What can be commented on shows whether somebody did. */
export const annotatedFields = { hasannotations: v.boolean() };

const entitytype = v.picklist(annotatedTypes, 'a type that can be commented on, such as VM or HOST');

/** The same of what says it in lists alone. */
export const annotatedInLists = { hasannotations: optional(v.boolean()) };

export const annotation = v.object({
  id: v.string(),
  annotation: v.string(),
  entityid: v.string(),
  entitytype,
  entityname: optional(v.string()),
  userid: v.string(),
  username: v.string(),
  /** Whether root admins alone see it. */
  adminsonly: v.boolean(),
  created: date,
  removed: optional(date),
});

const everyone = ['Admin', 'ResourceAdmin', 'DomainAdmin', 'User'] as const;

export const annotationCommands = {
  addAnnotation: command({
    object: 'annotation',
    roles: everyone,
    description: { en: 'Comments on something.', zh: '添加注释。' },
    input: {
      annotation: v.pipe(text, v.trim(), v.minLength(1, 'must not be empty')),
      entitytype,
      entityid: uuid,
      adminsonly: optional(v.boolean()),
    },
    output: annotation,
  }),
  removeAnnotation: command({
    object: 'annotation',
    roles: everyone,
    description: { en: 'Takes a comment back.', zh: '移除注释。' },
    input: { id: uuid },
    output: annotation,
  }),
  updateAnnotationVisibility: command({
    object: 'annotation',
    description: {
      en: 'Shows a comment to everybody who sees the thing, or to root admins alone.',
      zh: '将注释显示给所有能看到该对象的人，或仅显示给根管理员。',
    },
    input: { id: uuid, adminsonly: v.boolean() },
    output: annotation,
  }),
  listAnnotations: list({
    object: 'annotation',
    roles: everyone,
    description: { en: 'Lists comments, newest first.', zh: '列出注释，最新在前。' },
    input: {
      id: optional(uuid),
      entitytype: optional(entitytype),
      entityid: optional(uuid),
      userid: optional(uuid),
      annotationfilter: optional(v.picklist(['self', 'all'], 'self or all')),
    },
    row: annotation,
  }),
};
