import { mayCall } from '../../access.ts';
import type { Handlers } from '../../context.ts';
import { cloudStackVersion } from '../../contract/api-access.ts';
import { textOf } from '../../contract/phrase.ts';
import { pageOf } from '../../store/page.ts';
import { catalogue } from './catalogue.ts';

/** GiB, as the contract bounds the size of a disk. */
const largestDisk = 1048576;

export const apiAccessHandlers = {
  getApiServer(ctx, caller) {
    const status = ctx.api.status();
    const integration = ctx.api.integration();
    return {
      enabled: status.enabled,
      listening: status.url !== undefined,
      url: status.url,
      certificate: status.certificate,
      fingerprint: status.fingerprint,
      bycommandline: status.byCommandLine,
      error: status.error === undefined ? undefined : textOf(status.error),
      errorphrase: status.error,
      integrationurl: integration.url,
      integrationerror: integration.error === undefined ? undefined : textOf(integration.error),
      integrationerrorphrase: integration.error,
      haskeys: ctx.store.get('users', caller.userId)?.apiKey !== undefined,
      userid: caller.userId,
    };
  },

  listApis(ctx, caller, input) {
    const found = catalogue()
      .filter(({ name }) => mayCall(ctx, caller, name))
      .filter((each) => input.name === undefined || each.name === input.name);
    const page = pageOf(found, input, {
      keyword: (each) => `${each.name} ${each.description}`,
      sortable: ['name'],
    });
    return { count: page.count, api: page.rows };
  },

  listCapabilities(ctx, { accountId, domainId }) {
    const limited = ctx.settings.boolean('api.throttling.enabled');
    return {
      cloudstackversion: cloudStackVersion,
      securitygroupsenabled: false,
      dynamicrolesenabled: true,
      userpublictemplateenabled: true,
      supportELB: 'false',
      projectinviterequired: false,
      allowusercreateprojects: ctx.settings.boolean('allow.user.create.projects'),
      customdiskofferingminsize: 1,
      customdiskofferingmaxsize: largestDisk,
      regionsecondaryenabled: false,
      kvmsnapshotenabled: false,
      allowuserviewdestroyedvm: true,
      allowuserexpungerecovervm: ctx.settings.boolean('allow.user.expunge.recover.vm', { accountId, domainId }),
      allowuserexpungerecovervolume: false,
      allowuserviewalldomainaccounts: false,
      allowuserforcestopvm: true,
      kubernetesserviceenabled: false,
      kubernetesclusterexperimentalfeaturesenabled: false,
      defaultuipagesize: 20,
      additionalconfigenabled: false,
      dynamicscalingenabled: ctx.settings.boolean('enable.dynamic.scale.vm'),
      instanceleaseenabled: ctx.settings.boolean('instance.lease.enabled'),
      apilimitinterval: limited ? ctx.settings.number('api.throttling.interval') : undefined,
      apilimitmax: limited ? ctx.settings.number('api.throttling.max') : undefined,
    };
  },
} satisfies Partial<Handlers>;
