import * as v from 'valibot';
import { access, command, count, date, list, name, optional, query, uuid } from './command.ts';

// This installation as others know it: one region, one management server.

/** The one region there is. */
export const regionId = 1;

export const region = v.object({
  id: count,
  name: v.string(),
  endpoint: v.string(),
  gslbserviceenabled: v.boolean(),
  portableipserviceenabled: v.boolean(),
});

export const managementServer = v.object({
  id: v.string(),
  name: v.string(),
  state: v.literal('Up'),
  version: v.string(),
  serviceip: v.string(),
  ipaddress: v.string(),
  osdistribution: v.string(),
  kernelversion: v.string(),
  lastserverstart: date,
  lastboottime: date,
  pendingjobscount: count,
  /** How many hosts it has to do with. */
  agentscount: count,
});

export const regionCommands = {
  listRegions: list({
    object: 'region',
    description: { en: 'Lists regions: there is one.', zh: '列出地域：只有一个。' },
    input: { id: optional(count), name: optional(v.string()) },
    row: region,
  }),
  updateRegion: command({
    object: 'region',
    description: { en: 'Changes what the region says of itself.', zh: '更改地域的名称或端点。' },
    input: {
      id: count,
      name: optional(name),
      endpoint: optional(
        v.pipe(v.string(), v.url('an address such as http://192.168.10.1:8080/client/'), v.maxLength(255)),
      ),
    },
    output: region,
  }),
  listManagementServers: list({
    object: 'managementserver',
    roles: access.admin,
    description: {
      en: 'Lists management servers: Benchtop itself is the one there is.',
      zh: '列出管理服务器：只有 Benchtop 自身。',
    },
    input: { id: optional(uuid), name: optional(v.string()), version: optional(v.string()) },
    row: managementServer,
  }),
  getCloudIdentifier: query({
    object: 'cloudidentifier',
    description: {
      en: 'Answers with this installation’s identifier, signed by a user’s secret key.',
      zh: '返回本安装的标识符，并以用户的密钥签名。',
    },
    input: { userid: uuid },
    output: v.object({ userid: v.string(), cloudidentifier: v.string(), signature: v.string() }),
  }),
};
