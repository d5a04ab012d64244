import type { Texts } from './texts.ts';

const cron = {
  en: 'Five fields: minute, hour, day of the month, month, day of the week. 0 8 * * 1-5 is eight o’clock from Monday to Friday.',
  zh: '五个字段：分、时、日、月、星期。0 8 * * 1-5 表示周一至周五八点。',
};
const timezone = {
  en: 'The zone whose clock counts, such as Europe/Berlin.',
  zh: '以哪个时区的时间为准，例如 Asia/Shanghai。',
};
const action = {
  en: 'START, STOP, REBOOT, or with the power cut: FORCE_STOP, FORCE_REBOOT.',
  zh: 'START、STOP、REBOOT，或直接断电：FORCE_STOP、FORCE_REBOOT。',
};
const startdate = { en: 'From when on it counts. Empty: at once.', zh: '从何时开始生效。留空则立即生效。' };
const enddate = { en: 'Until when it counts. Empty: for ever.', zh: '到何时为止。留空则一直有效。' };
const enabled = { en: 'Whether it acts.', zh: '是否启用。' };
const description = { en: 'What it is for.', zh: '用途说明。' };
const ofInstance = { en: 'The instance that it is for.', zh: '所属的实例。' };
const own = {
  id: { en: 'Id of the schedule.', zh: '计划的 ID。' },
  schedule: cron,
  timezone,
  startdate,
  enddate,
  enabled,
  description,
};

/** Leases of instances, their protection, and their schedules. */
export const instanceLifeTexts: Texts = {
  commands: {
    createVMSchedule: { ...own, action, virtualmachineid: ofInstance },
    updateVMSchedule: own,
    listVMSchedule: { action, enabled, id: own.id },
    deleteVMSchedule: {
      id: own.id,
      ids: {
        en: 'Ids of several. Neither: all of the instance.',
        zh: '多个计划的 ID。均不指定则删除该实例的全部计划。',
      },
      virtualmachineid: ofInstance,
    },
    createServiceOffering: {
      leaseduration: {
        en: 'Days after which its instances are stopped or destroyed, unless their deployment says otherwise.',
        zh: '其实例在多少天后停止或销毁，除非部署时另有指定。',
      },
    },
    updateVolume: {
      deleteprotection: {
        en: 'Whether it is refused to delete it, with its instance or by itself.',
        zh: '是否拒绝删除该卷（单独或随实例一起）。',
      },
    },
    updateVirtualMachine: {
      deleteprotection: {
        en: 'Whether it is refused to destroy and to expunge it.',
        zh: '是否拒绝销毁和清除该实例。',
      },
    },
  },
  parameters: {
    leaseduration: {
      en: 'Days from now after which the instance is stopped or destroyed; -1 takes the lease away.',
      zh: '从现在起多少天后停止或销毁实例；-1 表示取消租约。',
    },
    leaseexpiryaction: { en: 'What then happens: STOP or DESTROY.', zh: '到期时执行：STOP 或 DESTROY。' },
    leased: { en: 'Only those with a lease, or only those without.', zh: '仅列出有租约或没有租约的实例。' },
  },
  fields: {
    deleteprotection: 'Whether it is refused to delete it.',
    leaseduration: 'Whole days that are left of the lease.',
    leaseexpirydate: 'When the lease is over.',
    leaseexpiryaction: 'What then happens: STOP or DESTROY.',
    nextruns: 'The next times.',
    schedule: 'Five fields of cron.',
    timezone: 'The zone whose clock counts.',
    startdate: 'From when on it counts.',
    enddate: 'Until when it counts.',
    action: 'What is done.',
    enabled: 'Whether it acts.',
  },
};
