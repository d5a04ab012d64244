import type { Texts } from './texts.ts';

/** What the parameters of comments and of the region mean. */
export const annotationTexts: Texts = {
  commands: {
    addAnnotation: {
      annotation: { en: 'The comment.', zh: '注释内容。' },
      entitytype: { en: 'What it is on: VM, VOLUME, HOST and so on.', zh: '所注释对象的类型：VM、VOLUME、HOST 等。' },
      entityid: { en: 'Id of what it is on.', zh: '所注释对象的 ID。' },
      adminsonly: { en: 'Whether root admins alone see it.', zh: '是否仅根管理员可见。' },
    },
    removeAnnotation: { id: { en: 'The comment that is taken back.', zh: '要移除的注释。' } },
    updateAnnotationVisibility: {
      adminsonly: { en: 'Whether root admins alone see it.', zh: '是否仅根管理员可见。' },
    },
    updateRegion: {
      id: { en: 'Always 1: there is one region.', zh: '始终为 1：只有一个地域。' },
      endpoint: { en: 'The address that clients know this cloud by.', zh: '客户端访问本云所用的地址。' },
    },
    getCloudIdentifier: { userid: { en: 'The user whose secret key signs.', zh: '以其密钥签名的用户。' } },
  },
  fields: {
    annotation: 'The comment.',
    lastannotated: 'When the last comment on it was made.',
    annotationfilter: 'self: one’s own comments; all: those of everybody.',
    hasannotations: 'Whether somebody commented on it, for all to see who see it.',
    adminsonly: 'Whether root admins alone see it.',
    entityid: 'Id of what the comment is on.',
    entitytype: 'Kind of what the comment is on.',
    entityname: 'Name of what the comment is on.',
    endpoint: 'Address that clients know the cloud by.',
    gslbserviceenabled: 'Always false: there is no global load balancing here.',
    portableipserviceenabled: 'Always false: there are no portable addresses here.',
    serviceip: 'Address of the management server.',
    osdistribution: 'Operating system of the management server.',
    kernelversion: 'Kernel of the management server.',
    lastserverstart: 'When Benchtop was started.',
    lastboottime: 'When its computer was started.',
    pendingjobscount: 'Jobs that have not ended.',
    cloudidentifier: 'What this installation is known by.',
    signature: 'The identifier’s HMAC-SHA1 with the user’s secret key, in base64.',
  },
};
