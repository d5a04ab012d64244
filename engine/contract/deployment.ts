import * as v from 'valibot';
import { access, count, job, list, optional, positive, uuid } from './command.ts';
import { maximumDeployments } from './name-pattern.ts';
import { phrase } from './phrase.ts';
import { deploymentEntries, hostName } from './virtual-machine.ts';

/** What became of one instance of many. */
export const deployment = v.object({
  /** The instance's id; there is no such instance when it failed. */
  id: v.string(),
  name: v.string(),
  /** Its own job. */
  jobid: v.string(),
  /** The state of that job: pending, running, …, succeeded, failed, cancelled, stuck. */
  state: v.string(),
  ipaddress: optional(v.string()),
  percent: optional(v.number()),
  progresstext: optional(v.string()),
  progressphrase: optional(phrase),
  errortext: optional(v.string()),
  hint: optional(v.string()),
  phrases: optional(v.object({ message: phrase, hint: optional(phrase) })),
});

const many = v.object({ count, failed: count, deployment: v.array(deployment) });

export const deploymentCommands = {
  deployVirtualMachines: job({
    object: 'deployments',
    roles: access.everyone,
    description: {
      en: 'Creates many alike instances, named by a pattern such as student-##. Each is a job of its own; this one ends when all have, and says what became of each.',
      zh: '按 student-## 之类的名称模式创建多个相同的实例。每个实例都是独立的作业；全部结束后本作业结束并给出每个实例的结果。',
    },
    input: {
      ...deploymentEntries,
      /** One run of `#` stands for the number. */
      namepattern: v.pipe(v.string(), v.trim(), v.maxLength(63, 'at most 63 characters')),
      /** The first number; 1 when left out. */
      start: optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
      count: v.pipe(positive, v.maxValue(maximumDeployments)),
    },
    output: many,
  }),
  retryVirtualMachineDeployments: job({
    object: 'deployments',
    roles: access.everyone,
    description: {
      en: 'Deploys once more those instances of an earlier deployVirtualMachines that failed, or the ones of them that are named.',
      zh: '重新部署先前 deployVirtualMachines 中失败的实例，或其中指定名称的实例。',
    },
    input: {
      jobid: uuid,
      names: optional(v.pipe(v.array(hostName), v.minLength(1), v.maxLength(maximumDeployments))),
    },
    output: many,
  }),
  listVirtualMachineDeployments: list({
    object: 'deployment',
    description: {
      en: 'Lists what has become of each instance of a deployVirtualMachines, also while it runs.',
      zh: '列出 deployVirtualMachines 中每个实例的结果，运行中也可查询。',
    },
    input: { jobid: uuid },
    row: deployment,
  }),
};
