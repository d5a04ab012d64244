import * as v from 'valibot';
import { access, command } from './command.ts';

// Ours: what somebody who is asked for help wants to see, in one file of text that its owner can read before he sends it.

export const supportBundleCommands = {
  createSupportBundle: command({
    object: 'supportbundle',
    roles: access.admin,
    description: {
      en: 'Makes one file of what helps to find a fault: versions, changed settings, infrastructure, recent jobs with their logs, events and alerts. It holds no password, key or user data.',
      zh: '将有助于排查故障的内容生成为一个文件：版本、已更改的设置、基础设施、近期任务及其日志、事件和警报。其中不含密码、密钥或用户数据。',
    },
    input: {},
    output: v.object({ name: v.string(), content: v.string() }),
  }),
};
